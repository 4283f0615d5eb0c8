// What the console tells of an exception: its text, and where it was thrown. Knows no interpreter.

export function exceptionText(exception: unknown): string {
  try {
    return String(exception);
  } catch {
    return "[object Object]";
  }
}

/** Where it was thrown, as far as it concerns code on the board. */
export function stackLines(exception: unknown): string[] {
  const stack = (exception as { stack?: unknown } | null)?.stack;
  if (typeof stack !== "string") return [];
  const lines = stack.split("\n").filter((line) => line.startsWith("    at "));
  // Compiled, this program lies in dist/ and its frames have URLs.
  const isOwn = (line: string) => /node:|file:\/\/|\/simulator\//.test(line);
  // A native function of the board that throws stands above the code that called it.
  const first = lines.findIndex((line) => !isOwn(line));
  const onBoard = first < 0 ? [] : lines.slice(first);
  const end = onBoard.findIndex(isOwn);
  return (end < 0 ? onBoard : onBoard.slice(0, end)).slice(0, 4);
}

/**
 * Gives it the stack that Espruino does: places on the board alone, without the text of the exception
 * (jswrap_error.c). Once: a later one finds it so.
 */
export function giveStack(exception: unknown, placed: (stackLine: string) => string): void {
  const error = exception as { stack?: unknown } | null | undefined;
  if (typeof error?.stack !== "string" || error.stack.startsWith("    at ")) return;
  const lines = stackLines(error).map((line) => `${placed(line)}\n`);
  try {
    error.stack = lines.join("");
  } catch {
    // It is frozen.
  }
}
