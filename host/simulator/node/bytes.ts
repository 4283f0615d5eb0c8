// JavaScript values as bytes, the way Espruino's native functions take them, and strings of bytes.
// On the ESP32 build a string is bytes: a character is its code's lowest eight bits.
import type { Callable, Realm } from "./realm.ts";

export function fromBinaryString(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

export function toBinaryString(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/** jsvIterateCallback: strings, arrays, typed arrays, {data,count} and {callback}, each element a byte. */
export function toBytes(realm: Realm, value: unknown): Uint8Array {
  if (typeof value === "string") return fromBinaryString(value);
  const bytes: number[] = [];
  append(realm, value, bytes, 0);
  return Uint8Array.from(bytes);
}

function append(realm: Realm, value: unknown, bytes: number[], depth: number): void {
  if (depth > 20) throw realm.error("Too much recursion");
  if (typeof value === "number" || typeof value === "boolean") {
    bytes.push(Number(value) & 255);
  } else if (typeof value === "string") {
    for (let i = 0; i < value.length; i++) bytes.push(value.charCodeAt(i) & 255);
  } else if (ArrayBuffer.isView(value) && "length" in value) {
    for (const element of value as Uint8Array) bytes.push(Number(element) & 255);
  } else if (isArrayBuffer(value) || ArrayBuffer.isView(value)) {
    const view = isArrayBuffer(value)
      ? new Uint8Array(value)
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    for (const byte of view) bytes.push(byte);
  } else if (Array.isArray(value)) {
    for (const element of value) append(realm, element, bytes, depth + 1);
  } else if (typeof value === "object" && value !== null) {
    const { data, count, callback } = value as Record<string, unknown>;
    if (typeof callback === "function") append(realm, (callback as Callable)(), bytes, depth + 1);
    else if (data !== undefined) {
      for (let i = 0; i < Number(count); i++) append(realm, data, bytes, depth + 1);
    } else throw realm.typeError("Expecting Number or iterable, got Object");
  } else {
    throw realm.typeError(
      `Expecting Number or iterable, got ${value === null ? "null" : typeof value}`,
    );
  }
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}
