// The report of a build for a terminal. Owns its look; colours fall away where there is no terminal.
import pc from "picocolors";
import type { Report } from "./report.ts";
import type { Budget } from "./sizes.ts";

const BAR_WIDTH = 10;
/** Of a module: then a row has 80 columns. */
const MOST_NAME = 38;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const LINE_WIDTH = 78;

export function reportTable(report: Report, boardName: string): string {
  const sections = [modules(report), budgets(report, boardName), dropped(report)];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function modules({ modules, vars }: Report): string[] {
  const width = Math.max(...modules.map(({ module }) => shortened(module).length), 6);
  const mostBytes = Math.max(...modules.map(({ bytes }) => bytes), 1);
  const mostVars = Math.max(...modules.map((size) => size.vars), 1);
  const row = (name: string, bytes: number, count: number): string =>
    `${name.padEnd(width)}  ${number(bytes, 7)}  ${bar(bytes / mostBytes)}  ${number(count, 6)}  ${bar(count / mostVars)}`.trimEnd();
  const total = modules.reduce((sum, { bytes }) => sum + bytes, 0);
  const head = `${"module".padEnd(width)}  ${"bytes".padStart(7)}  ${" ".repeat(BAR_WIDTH)}  ${"vars".padStart(6)}`;
  const foot = `${"in all".padEnd(width)}  ${number(total, 7)}  ${" ".repeat(BAR_WIDTH)}  ${number(vars.estimated, 6)}`;
  return [
    pc.bold(head),
    ...modules.map(({ module, bytes, vars: count }) => row(shortened(module), bytes, count)),
    pc.bold(foot),
    "",
    pc.dim("vars: variables of the interpreter in use once the bundle has loaded; an"),
    pc.dim("estimate, on average within 10 % (docs/firmware.md). What runs later takes"),
    pc.dim("more for a while."),
    ...measured(vars),
  ];
}

function measured({ measured: found, failure, estimated }: Report["vars"]): string[] {
  if (failure !== undefined)
    return [pc.yellow(`Not measured on the interpreter: ${oneLine(failure)}`)];
  if (found === null) {
    return [pc.dim("Not measured: ESPRUINO_BIN names no interpreter (docs/simulator.md).")];
  }
  const difference = found === 0 ? 0 : Math.round((100 * (estimated - found)) / found);
  const sign = difference > 0 ? "+" : "";
  return [`Measured on the interpreter: ${found} vars (estimate ${sign}${difference} %).`];
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s^]+/g, " ").trim();
}

function budgets({ budget, vars }: Report, boardName: string): string[] {
  const row = (name: string, { takes, has, left }: Budget): string => {
    const share = `${((100 * takes) / has).toFixed(takes * 100 < has ? 1 : 0)} %`.padStart(6);
    return `${name.padEnd(17)} ${number(takes, 7)} of ${number(has, 7)} ${share} ${bar(takes / has)} ${number(Math.abs(left), 7)} ${left < 0 ? "over" : "left"}`;
  };
  return [
    pc.bold(`On ${boardName}`),
    row("bytes of Storage", budget.bytes),
    row(vars.measured === null ? "vars, estimated" : "vars, measured", budget.vars),
  ];
}

function dropped({ dropped: modules }: Report): string[] {
  if (modules.length === 0) return [];
  const width = Math.max(...modules.map(({ module }) => shortened(module).length));
  return [
    pc.bold("Exports that nothing uses, left out"),
    ...modules.flatMap(({ module, exports }) =>
      wrapped(exports, LINE_WIDTH - width - 2).map(
        (names, index) => `${(index === 0 ? shortened(module) : "").padEnd(width)}  ${names}`,
      ),
    ),
  ];
}

function shortened(module: string): string {
  return module.length <= MOST_NAME ? module : `…${module.slice(1 - MOST_NAME)}`;
}

function wrapped(names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + name.length <= width) {
      lines[lines.length - 1] = `${last}, ${name}`;
    } else lines.push(name);
  }
  return lines;
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH * 8);
  const text = "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  return pc.cyan(text) + " ".repeat(BAR_WIDTH - text.length);
}

function number(value: number, width: number): string {
  return value.toLocaleString("en-US").padStart(width);
}
