// The lines of an env file as variables. Line by line, because `util.parseEnv` makes a line without
// `=` and the line after it one name, and the setting there is lost.
import { parseEnv } from "node:util";

export interface EnvFile {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Numbers, from 1, of the lines that set nothing. */
  readonly badLines: readonly number[];
}

const SETS_NOTHING = /^[ \t]*(#.*)?$/;
const START = /^[ \t]*(?:export[ \t]+)?[^\s=][^=]*=[ \t]*(["'`]?)/;

export function parseEnvFile(text: string): EnvFile {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const variables: Record<string, string | undefined> = {};
  const badLines: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (SETS_NOTHING.test(line)) continue;
    const start = START.exec(line);
    if (start === null) {
      badLines.push(at + 1);
      continue;
    }
    const last = lastLineOf(lines, at, start[0].length, start[1]!);
    // Without the final newline Node.js 20 loses a value whose quote is not closed.
    Object.assign(variables, parseEnv(`${lines.slice(at, last + 1).join("\n")}\n`));
    at = last;
  }
  return { variables, badLines };
}

/** A value in quotes may go on over several lines; without a closing quote it is its line. */
function lastLineOf(lines: readonly string[], first: number, from: number, quote: string): number {
  if (quote === "" || lines[first]!.indexOf(quote, from) >= 0) return first;
  const closing = lines.findIndex((line, index) => index > first && line.includes(quote));
  return closing < 0 ? first : closing;
}
