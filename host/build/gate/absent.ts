// What the language's library has and Espruino has not, or has wrong, with what to write instead.
// Found by asking the interpreter (2v29) for every name that Node 20 knows. Data only.

const NOT_THERE = "Espruino has none";

/** Globals. */
export const GLOBALS: ReadonlyMap<string, string> = new Map([
  [
    "Uint8ClampedArray",
    "it cuts and does not round on Espruino; use Uint8Array, Math.round and Math.min",
  ],
  ["WeakMap", "keep the value in a field, or in a Map that you delete it from"],
  ["WeakSet", "keep a flag in a field, or a Set that you delete from"],
  ["WeakRef", NOT_THERE],
  ["FinalizationRegistry", NOT_THERE],
  ["BigInt", "use a number (exact up to 2^53) or two of 32 bits"],
  ["BigInt64Array", "use Float64Array or pairs of Int32Array elements"],
  ["BigUint64Array", "use Float64Array or pairs of Uint32Array elements"],
  ["Proxy", "write the methods out"],
  ["Reflect", "use the operators and the functions of Object"],
  ["Intl", "format by hand"],
  ["Atomics", NOT_THERE],
  ["SharedArrayBuffer", NOT_THERE],
  ["WebAssembly", NOT_THERE],
  ["Buffer", "use Uint8Array, or a string of bytes"],
  ["TextEncoder", "use a string of bytes"],
  ["TextDecoder", "use E.toString(bytes)"],
  ["URL", "take the text apart with indexOf and substring"],
  ["URLSearchParams", "split at & and ="],
  ["decodeURI", "use decodeURIComponent of each part"],
  ["encodeURI", "use encodeURIComponent of each part"],
  ["escape", "use encodeURIComponent"],
  ["unescape", "use decodeURIComponent"],
  ["setImmediate", "use setTimeout with 0"],
  ["clearImmediate", "use clearTimeout"],
  [
    "structuredClone",
    "copy what you need by hand ({ ...value }, [...list], new Date(+date), new Map(map)); JSON.parse(JSON.stringify(value)) copies plain values only, dates become texts, and undefined, Map and Set are lost",
  ],
  ["performance", "use getTime(), in seconds"],
  ["fetch", 'use require("http")'],
  ["AbortController", "pass a flag"],
  ["AbortSignal", "pass a flag"],
  ["Event", "pass a plain object"],
  ["EventTarget", "call the listeners yourself"],
  ["CustomEvent", "pass a plain object"],
  ["DOMException", "use Error"],
  ["Iterator", "write a generator"],
  ["MessageChannel", "call the function"],
  ["Worker", "a board runs one thread"],
  ...["document", "history", "location", "navigator", "screen", "self", "window"].map(
    (name) => [name, "a board has no browser"] as const,
  ),
  ...["alert", "confirm", "prompt"].map(
    (name) =>
      [name, "a board has no screen of its own; print(text) writes to its console"] as const,
  ),
  ...["indexedDB", "localStorage", "sessionStorage"].map(
    (name) => [name, 'use require("Storage")'] as const,
  ),
  ...["requestAnimationFrame", "requestIdleCallback"].map(
    (name) => [name, "use setTimeout"] as const,
  ),
  ...["cancelAnimationFrame", "cancelIdleCallback"].map(
    (name) => [name, "use clearTimeout"] as const,
  ),
  ...["Headers", "Request", "Response", "XMLHttpRequest"].map(
    (name) => [name, 'use require("http")'] as const,
  ),
  ...["Blob", "File", "FormData"].map((name) => [name, "use a string of bytes"] as const),
  ["WebSocket", 'use a socket of require("net")'],
  ["crypto", 'use require("crypto"), or Math.random'],
  ...["__dirname", "__filename"].map((name) => [name, "a bundle has no folder"] as const),
]);

/** Members of global objects. */
export const STATICS: ReadonlyMap<string, string> = new Map([
  ["Array.fromAsync", "await each element in a loop"],
  ["ArrayBuffer.isView", "use instanceof"],
  ["Error.captureStackTrace", "leave it out"],
  ["Object.freeze", "leave it out, and say Readonly in the type"],
  ["Object.groupBy", "group in a loop: (groups[key] ??= []).push(value)"],
  ["Map.groupBy", "group in a loop"],
  ["Object.getOwnPropertySymbols", "there are no symbols"],
  ["Object.isExtensible", "every object is"],
  ["Object.isFrozen", "no object is"],
  ["Object.isSealed", "no object is"],
  ["Object.preventExtensions", "leave it out"],
  ["Object.seal", "leave it out"],
  ["Promise.withResolvers", "use new Promise((resolve, reject) => ...)"],
  ["Promise.try", "use new Promise"],
  ...["assert", "clear", "count", "countReset", "dir", "group", "groupCollapsed", "groupEnd"].map(
    (name) => [`console.${name}`, "use console.log"] as const,
  ),
  ...["table", "time", "timeEnd", "timeLog"].map(
    (name) => [`console.${name}`, "use console.log and getTime()"] as const,
  ),
]);

/** Methods of native objects, whatever the object. */
export const METHODS: ReadonlyMap<string, string> = new Map([
  ["getBigInt64", "read two of 32 bits"],
  ["getBigUint64", "read two of 32 bits"],
  ["getYear", "use getFullYear"],
  ...["difference", "intersection", "symmetricDifference", "union"].map(
    (name) => [name, "fill a new Set in a loop that asks has()"] as const,
  ),
  ...["isDisjointFrom", "isSubsetOf", "isSupersetOf"].map(
    (name) => [name, "ask has() in a loop"] as const,
  ),
  ...["drop", "take"].map((name) => [name, "use slice of an array: [...values].slice"] as const),
  ["toArray", "use a spread: [...values]"],
  ["isPrototypeOf", "use instanceof"],
  ["isWellFormed", "texts are bytes: they always are; leave it out"],
  ["localeCompare", "use < and >"],
  ["normalize", "texts are bytes, and have one form only; leave it out"],
  ["propertyIsEnumerable", "use hasOwnProperty"],
  ["setBigInt64", "write two of 32 bits"],
  ["setBigUint64", "write two of 32 bits"],
  ["setYear", "use setFullYear"],
  ["toDateString", "use toISOString"],
  ["toExponential", "use toString"],
  ["toGMTString", "use toISOString"],
  ["toLocaleDateString", "use toISOString"],
  ["toLocaleLowerCase", "use toLowerCase"],
  ["toLocaleString", "use toString"],
  ["toLocaleTimeString", "use toISOString"],
  ["toLocaleUpperCase", "use toUpperCase"],
  [
    "toPrecision",
    "for n digits of x, with p = 10 ** (n - 1 - Math.floor(Math.log10(Math.abs(x)))), take Math.round(x * p) / p; for n decimals toFixed(n)",
  ],
  ["toTimeString", "use toISOString"],
  ["toWellFormed", "texts are bytes: they always are; leave it out"],
  ...["Date", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"].map(
    (part) => [`setUTC${part}`, "make a new Date(Date.UTC(year, month, day, ...))"] as const,
  ),
]);
