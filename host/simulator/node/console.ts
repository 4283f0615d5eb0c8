// What the board prints: cut into lines, passed on to its console port as it is, and values written
// as print() writes them. Knows not where either goes.
import { HOST_LINE } from "../../console/statements.ts";
import type { Realm } from "./realm.ts";

export class ConsoleOutput {
  #line = "";
  /** The console port of the board, where it has one. */
  port: { print(text: string): void; write(text: string): void } | undefined;

  constructor(private readonly onLine: (line: string) => void) {}

  print(text: string): void {
    this.port?.print(text);
    this.#cut(text);
  }

  /** Past the console, to the port that it is on. */
  write(text: string): void {
    this.port?.write(text);
    this.#cut(text);
  }

  #cut(text: string): void {
    const lines = (this.#line + text).split("\n");
    this.#line = lines.pop()!;
    // An answer to a host at the port is none of the program's lines.
    for (const line of lines) if (!line.startsWith(HOST_LINE)) this.onLine(line.replace(/\r$/, ""));
  }

  printLine(text: string): void {
    this.print(`${text}\n`);
  }

  /** Gives out what was printed without an end of line. */
  flush(): void {
    if (this.#line !== "") this.#cut("\n");
  }
}

const NAMES = ["print", "console", "trace", "echo"];

/** print() and console.log(): strings as they are, all else as Espruino shows it, one space between. */
export function installConsole(
  realm: Realm,
  console: ConsoleOutput,
  echo: (isOn: boolean) => void,
): void {
  const print = (...values: unknown[]): void => {
    console.printLine(values.map((value) => shown(value, 0)).join(" "));
  };
  realm.provide(NAMES, (name) => {
    if (name === "print") return print;
    // jswrap_interactive.c: on Espruino all of these are print().
    if (name === "console") {
      return realm.object({ log: print, debug: print, info: print, warn: print, error: print });
    }
    if (name === "echo") return (isOn: unknown): void => echo(Boolean(isOn));
    return () => {};
  });
}

/** What the console answers a line with: as print(), but for texts and functions. */
export function shownAtPrompt(value: unknown): string {
  if (typeof value === "function") return "function () { ... }";
  return typeof value === "string" ? JSON.stringify(value) : shown(value, 0);
}

/** Objects print in the style of jsfPrintJSON, one line; deep ones are cut. */
function shown(value: unknown, depth: number): string {
  if (typeof value === "string") return depth === 0 ? value : JSON.stringify(value);
  if (typeof value === "function") return depth === 0 ? String(value) : "function () { [...] }";
  if (typeof value !== "object" || value === null) return String(value);
  if (depth > 4) return " ... ";
  if (ArrayBuffer.isView(value))
    return `new ${typeName(value)}([${String(value).replaceAll(",", ", ")}])`;
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[  ]"
      : `[ ${value.map((item) => shown(item, depth + 1)).join(", ")} ]`;
  }
  if (Object.prototype.toString.call(value) === "[object Error]") return String(value);
  const fields = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}: ${shown(item, depth + 1)}`,
  );
  return fields.length === 0 ? "{  }" : `{ ${fields.join(", ")} }`;
}

function typeName(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
