// Lines for the board's console, and the marks by which their answers are told from what programs
// print. Text to text; knows no session.
import { Script } from "node:vm";
import { DeviceError } from "../errors.ts";

/** Begins a line that answers the host; a program has no reason to print it. */
export const HOST_LINE = "\x1e";

/** As a literal has HOST_LINE, so that an echo of the statement is no answer. */
export const HOST_LINE_WRITTEN = "\\x1e";

/** The console's line buffer is vars: 30 kB exhaust them, and 1 kB is what Espruino's own tools send. */
export const LONGEST_CODE = 900;

/** A string literal of these bytes, one character each, in printable ASCII. */
export function literalOf(bytes: Uint8Array): string {
  let literal = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (byte === 0x0a) literal += "\\n";
    else if (character === '"' || character === "\\") literal += `\\${character}`;
    else if (byte >= 0x20 && byte < 0x7f) literal += character;
    else literal += `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return `"${literal}"`;
}

/**
 * The literal of an expression, or of statements of which the last has the value, for eval(): a fault
 * of syntax, a bracket left open, then ends in an error and not in a line that never ends.
 * @throws DeviceError when it is too long for a line
 */
export function codeLiteral(source: string): string {
  return lineLiteral(isExpression(source) ? `(${source}\n)` : source, source);
}

/**
 * The literal of a text.
 * @param source what an error names
 * @throws DeviceError when it is too long for a line
 */
export function lineLiteral(text: string, source = text): string {
  const literal = literalOf(Buffer.from(text));
  if (literal.length <= LONGEST_CODE) return literal;
  const reason = `${literal.length} characters; the console takes ${LONGEST_CODE}`;
  throw new DeviceError(source, reason);
}

const DECLARATION = /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*(?:async\s+function|function|class)\b/;

/** A declaration is none: in parentheses it would have a value, and declare nothing. */
function isExpression(source: string): boolean {
  return isWhole(`(${source}\n)`) && !(DECLARATION.test(source) && isWhole(source));
}

function isWhole(script: string): boolean {
  try {
    new Script(script);
    return true;
  } catch {
    return false;
  }
}

/** Prints a line that answers, and nothing else. */
export function mark(id: string): string {
  return `print("${HOST_LINE_WRITTEN}${id}")`;
}

/**
 * Prints the answer `id J<json>`, or `id T<json of its text>` where the value has no JSON. Evaluated in
 * the scope of the console, so that a variable it declares is there afterwards.
 */
export function evaluation(id: string, source: string): string {
  const hasNoJson = `v===undefined||typeof v=="function"||typeof v=="number"&&!isFinite(v)`;
  const asText = `function(v){return ${hasNoJson}?"T"+JSON.stringify(""+v):"J"+JSON.stringify(v)}`;
  return `print("${HOST_LINE_WRITTEN}${id} "+(${asText})(eval(${codeLiteral(source)})))`;
}

/** The line editor takes its line away (jsiConsoleRemoveInputLine) before something is printed. */
const ERASED = "\r\x1b[J";

/** What is left of a line when the line editor's echo, movements and prompts are taken away. */
export function plainLine(line: string): string {
  return (
    line
      .slice(line.lastIndexOf(ERASED) + 1)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals are told is made of them
      .replaceAll(/\x1b\[[0-9;]*[A-Za-z]|[\b\r\0\x07]/g, "")
      .replace(/^(?:(?:debug)?> ?)+/, "")
      .trimEnd()
  );
}

/**
 * Text of Espruino, which has one character a byte, as what it means: source is sent as UTF-8. Bytes
 * that are no UTF-8 stay as they are.
 */
export function fromUtf8(text: string): string {
  if (!/^[\0-\xff]*[\x80-\xff]/.test(text)) return text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text, "latin1"));
  } catch {
    return text;
  }
}
