// Text and bytes from the wire as something a terminal may be given. No control character gets
// through: ESC and the C1 controls can move the cursor, set the title or worse.

// C0, DEL, C1, line and paragraph separators, and the marks that turn the direction of writing
// (Unicode bidirectional algorithm), which can make a line read as another.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;
const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) as number;
    return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The payload as text, or undefined when its bytes are not UTF-8. */
export function textOf(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}

/** Text with its control characters escaped; bytes that are not UTF-8 as `hex 00 ff 1b`. */
export function printablePayload(payload: Uint8Array): string {
  const text = textOf(payload);
  if (text !== undefined) return printable(text);
  return `hex ${Array.from(payload, (byte) => hex(byte, 2)).join(" ")}`;
}

/** One line of JSON; what JSON leaves unescaped but a terminal must not get is escaped too. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    UNSAFE,
    (character) => `\\u${hex(character.codePointAt(0) as number, 4)}`,
  );
}

/** A value from the wire, short enough for a message. */
export function quoted(value: unknown): string {
  // What has depth is not written out: nested deep enough, JSON.stringify overflows the stack.
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  if (typeof value !== "string") return value === undefined ? "nothing" : String(value);
  return `"${excerpt(value)}"`;
}

/** The start of a text, short enough for a message. */
export function excerpt(text: string): string {
  return printable(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
