// Where a text stops being JSON. `JSON.parse` gives a position for some faults and none for others,
// depending on the release of Node. Pure.

const STRING = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

class Fault {
  constructor(
    readonly offset: number,
    readonly message: string,
  ) {}
}

/** The first fault of a text that `JSON.parse` refuses; line and column count from 1. */
export function jsonFault(text: string): { line: number; column: number; message: string } {
  const { offset, message } = firstFault(text);
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1, message };
}

function firstFault(text: string): Fault {
  let at = 0;
  const space = (): void => {
    while (" \t\r\n".includes(text[at] ?? "x")) at++;
  };
  const fail = (expected: string): never => {
    const found = at < text.length ? JSON.stringify(text[at]) : "the end of the file";
    throw new Fault(at, `expected ${expected}, found ${found}`);
  };
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  /** The parts of an object or an array, with commas between, to `close`. */
  const list = (close: string, part: () => void): void => {
    at++;
    space();
    if (text[at] === close) {
      at++;
      return;
    }
    for (;;) {
      part();
      space();
      if (text[at] === close) break;
      if (text[at] !== ",") fail(`, or ${close}`);
      at++;
      space();
    }
    at++;
  };
  const value = (): void => {
    space();
    if (text[at] === "{") {
      list("}", () => {
        if (!take(STRING)) fail("a name in double quotes");
        space();
        if (text[at] !== ":") fail(":");
        at++;
        value();
      });
    } else if (text[at] === "[") list("]", value);
    else if (!take(STRING) && !take(SCALAR)) fail("a value");
  };
  try {
    value();
    space();
    if (at < text.length) fail("the end of the file");
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  return new Fault(0, "is not JSON");
}
