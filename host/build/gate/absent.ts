// What the language's library has and Espruino has not, or has wrong, with what to write instead.
// Found by asking the interpreter (2v29) for every name that Node 20 knows. Data only.

/** Globals. */
export const GLOBALS: ReadonlyMap<string, string> = new Map([
  [
    "Uint8ClampedArray",
    "it cuts and does not round on Espruino; use Uint8Array, Math.round and Math.min",
  ],
  ["WeakMap", "keep the value in a field, or in a Map that you delete it from"],
  ["WeakSet", "keep a flag in a field, or a Set that you delete from"],
  ["WeakRef", "keep the object itself, and let it go when it is done with"],
  ["FinalizationRegistry", "call what cleans up yourself"],
  ["BigInt", "use a number (exact up to 2^53) or two of 32 bits"],
  ["BigInt64Array", "use Float64Array or pairs of Int32Array elements"],
  ["Float16Array", "use Float32Array"],
  ["BigUint64Array", "use Float64Array or pairs of Uint32Array elements"],
  ["Proxy", "write the methods out"],
  ["Reflect", "use the operators and the functions of Object"],
  ["Intl", "format by hand"],
  ["Atomics", "a board runs one thread; read and write as it is"],
  ["SharedArrayBuffer", "a board runs one thread; use ArrayBuffer"],
  ["WebAssembly", "write it in TypeScript"],
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
  ["SuppressedError", "use Error, and its cause"],
  ...["AsyncDisposableStack", "DisposableStack"].map(
    (name) => [name, "close what is open in a finally block"] as const,
  ),
  ["BroadcastChannel", "call the function"],
  ...["CloseEvent", "MessageEvent"].map((name) => [name, "pass a plain object"] as const),
  ...[
    "CompressionStream",
    "DecompressionStream",
    "ReadableStream",
    "TextDecoderStream",
    "TextEncoderStream",
    "TransformStream",
    "WritableStream",
  ].map((name) => [name, "call a function with each piece"] as const),
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
  ["Object.isExtensible", "every object is on Espruino; write true"],
  ["Object.isFrozen", "no object is on Espruino; write false"],
  ["Object.isSealed", "no object is on Espruino; write false"],
  ["Object.preventExtensions", "leave it out"],
  ["Object.seal", "leave it out"],
  ["Promise.withResolvers", "use new Promise((resolve, reject) => ...)"],
  ["Promise.try", "use new Promise((resolve) => resolve(f()))"],
  ["Error.isError", "use instanceof Error"],
  ...["prepareStackTrace", "stackTraceLimit"].map(
    (name) => [`Error.${name}`, "leave it out"] as const,
  ),
  ["JSON.rawJSON", "use JSON.stringify of a number or text"],
  ["JSON.isRawJSON", "nothing is; write false"],
  ["Math.f16round", "use Math.fround, which keeps more digits"],
  ...["input", "$_", "$&", "lastMatch", "leftContext", "$`", "rightContext", "$'"].map(
    (name) => [`RegExp.${name}`, "take it of what exec or match gives, and of its index"] as const,
  ),
  ...["lastParen", "$+", ..."123456789"].map(
    (name) =>
      [
        `RegExp.${name.replace(/^\d/, "$$$&")}`,
        "take the group of what exec or match gives: match?.[1]",
      ] as const,
  ),
  ["RegExp.escape", "write the pattern out, or search with indexOf"],
  ["console.assert", "write if (!condition) console.log(text)"],
  ["console.clear", "leave it out"],
  ...["count", "countReset"].map(
    (name) => [`console.${name}`, "keep a number, and console.log it"] as const,
  ),
  ...["dir", "dirxml", "table"].map(
    (name) => [`console.${name}`, "use console.log (of each row, for a table)"] as const,
  ),
  ...["group", "groupCollapsed", "groupEnd"].map(
    (name) =>
      [`console.${name}`, "use console.log, with blanks before what belongs below"] as const,
  ),
  ...["time", "timeEnd", "timeLog"].map(
    (name) =>
      [`console.${name}`, "take getTime(), in seconds, twice and log the difference"] as const,
  ),
  ...["Console", "context", "createTask", "profile", "profileEnd", "timeStamp"].map(
    (name) => [`console.${name}`, "leave it out"] as const,
  ),
]);

/** Methods of native objects, whatever the object. */
export const METHODS: ReadonlyMap<string, string> = new Map([
  ["getFloat16", "use getFloat32, or take the bits of getUint16 apart"],
  ["setFloat16", "use setFloat32"],
  ["transferToFixedLength", "make a new one, new Uint8Array(n), and set() what was there"],
  ["getBigInt64", "read two of 32 bits"],
  ["getBigUint64", "read two of 32 bits"],
  ["getYear", "use getFullYear"],
  ["union", "write new Set([...a, ...b])"],
  ...["difference", "intersection", "symmetricDifference"].map(
    (name) => [name, "fill a new Set in a loop that asks has()"] as const,
  ),
  ...["isDisjointFrom", "isSubsetOf", "isSupersetOf"].map(
    (name) => [name, "ask has() in a loop"] as const,
  ),
  ...["drop", "take"].map((name) => [name, "use slice of an array: [...values].slice"] as const),
  ["toArray", "use a spread: [...values]"],
  ["isPrototypeOf", "use instanceof"],
  ["isWellFormed", "texts are bytes: they always are; leave it out"],
  ["localeCompare", "use < and >, which tell capitals first: a < b ? -1 : a > b ? 1 : 0"],
  ["normalize", "texts are bytes, and have one form only; leave it out"],
  ["propertyIsEnumerable", "use hasOwnProperty"],
  ["setBigInt64", "write two of 32 bits"],
  ["setBigUint64", "write two of 32 bits"],
  ["setYear", "use setFullYear"],
  ["toDateString", "use toISOString().slice(0, 10)"],
  ["toExponential", "use toString, or divide by 10 ** n and write e and n behind it"],
  ["toGMTString", "use toISOString"],
  ["toLocaleDateString", "use toISOString().slice(0, 10)"],
  ["toLocaleLowerCase", "use toLowerCase"],
  ["toLocaleString", "use toString, which groups no digits"],
  ["toLocaleTimeString", "use toISOString().slice(11, 19)"],
  ["toLocaleUpperCase", "use toUpperCase"],
  [
    "toPrecision",
    "for n digits of x, with p = 10 ** (n - 1 - Math.floor(Math.log10(Math.abs(x)))), take Math.round(x * p) / p where x is not 0; for n decimals toFixed(n)",
  ],
  ["toTimeString", "use toISOString().slice(11, 19)"],
  ["toWellFormed", "texts are bytes: they always are; leave it out"],
  ...["Date", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"].map(
    (part) => [`setUTC${part}`, "make a new Date(Date.UTC(year, month, day, ...))"] as const,
  ),
]);

/** Properties of native objects, whatever the object. */
export const PROPERTIES: ReadonlyMap<string, string> = new Map([
  [
    "BYTES_PER_ELEMENT",
    "write the number of bytes, or list.byteLength / list.length where there are elements",
  ],
  ["hasIndices", "no pattern has the flag d; write false"],
  ["unicodeSets", "no pattern has the flag v; write false"],
  ["resizable", "no buffer is; write false"],
  ["maxByteLength", "a buffer keeps its size; write byteLength"],
]);
