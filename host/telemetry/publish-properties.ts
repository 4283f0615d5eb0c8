// The properties of a PUBLISH of MQTT 5: where they end. What they say is of no use to a reader. Pure.
import { variableByteInteger } from "./variable-byte-integer.ts";

type PropertyShape = "byte" | "four bytes" | "text" | "two texts" | "number";

/** What a PUBLISH may have (MQTT 5, 3.3.2.3), but for the topic alias, which nobody has allowed. */
const PROPERTY_SHAPES: Readonly<Record<number, PropertyShape>> = {
  1: "byte",
  2: "four bytes",
  3: "text",
  8: "text",
  9: "text",
  11: "number",
  38: "two texts",
};

/** Where the payload starts; undefined when a property is malformed, or none of those. */
export function endOfProperties(
  bytes: Buffer,
  start: number,
  packetEnd: number,
): number | undefined {
  // The ordinary case: none.
  if (start < packetEnd && bytes[start] === 0) return start + 1;
  const length = variableByteInteger(bytes, start, packetEnd);
  if (typeof length === "number") return undefined;
  const end = length.end + length.value;
  if (end > packetEnd) return undefined;
  let at: number | undefined = length.end;
  while (at !== undefined && at < end) at = endOfProperty(bytes, at, end);
  return at;
}

function endOfProperty(bytes: Buffer, start: number, end: number): number | undefined {
  const endOfText = (at: number) =>
    at + 2 > end ? end + 1 : at + 2 + ((bytes[at]! << 8) | bytes[at + 1]!);
  let at = start + 1;
  switch (PROPERTY_SHAPES[bytes[start]!]) {
    case undefined:
      return undefined;
    case "byte":
      at += 1;
      break;
    case "four bytes":
      at += 4;
      break;
    case "text":
      at = endOfText(at);
      break;
    case "two texts":
      at = endOfText(endOfText(at));
      break;
    case "number": {
      const number = variableByteInteger(bytes, at, end);
      if (typeof number === "number") return undefined;
      at = number.end;
    }
  }
  return at > end ? undefined : at;
}
