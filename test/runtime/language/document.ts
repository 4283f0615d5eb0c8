// The tables of docs/language.md, made from the rows of the suite: what happens to each, with which
// advice it is refused, and what helpers cost. Owns the marks between which they stand.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import { lower } from "../../../host/build/lower/lower.ts";
import { numberNamesIn } from "../../../host/build/names/number-names.ts";
import type { Fault } from "../../../host/errors.ts";
import type { Cost } from "./costs.ts";
import type { Difference } from "./differences.ts";
import type { Snippet } from "./snippet.ts";
import type { Theme } from "./snippets.ts";

export const DOCUMENT = new URL("../../../docs/language.md", import.meta.url);

const MARK = "<!-- from here on made by npm run docs:language -->";
const COSTS_MARK = "<!-- made by npm run docs:language -->";
const COSTS_END = "<!-- by hand again -->";

export interface Told {
  readonly costs: readonly Cost[];
  readonly themes: readonly Theme[];
  readonly differences: readonly Difference[];
  readonly faultsOf: (row: Snippet) => readonly Fault[];
}

/** What the document should say: what is written by hand, and the tables. */
export function documentFrom({ costs, themes, differences, faultsOf }: Told): string {
  const [written = ""] = readFileSync(DOCUMENT, "utf8").split(MARK);
  const [before, after] = [written.split(COSTS_MARK)[0], written.split(COSTS_END)[1]];
  const lines = [`${before}${COSTS_MARK}`, "", "| what a program uses | bytes |", "|---|---|"];
  for (const { what, bytes } of costs) lines.push(`| ${what} | ${bytes} |`);
  lines.push("", `${COSTS_END}${after}${MARK}`, "");
  lines.push("## Different", "", "| in the source | on the board |");
  lines.push("|---|---|");
  for (const { name, source, onEspruino } of differences) {
    lines.push(`| ${escaped(name)}<br>${code(source)} | ${code(onEspruino.join(" "))} |`);
  }
  for (const { title, rows } of themes) {
    lines.push("", `## ${title}`, "", "| row | what happens |", "|---|---|");
    for (const row of rows) {
      const faults = faultsOf(row).map(({ message }) => escaped(message));
      const what = row.refused
        ? `refused: ${faults.join("<br>")}`
        : isLowered(row)
          ? "lowered"
          : "as it is";
      lines.push(`| ${row.refused ? code(row.source) : escaped(row.name)} | ${what} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Whether more than the words `let` and `const` changes. */
function isLowered({ source }: Snippet): boolean {
  const { code: script } = transformSync(source, { loader: "ts", target: "es2022" });
  const { code: lowered } = lower(script, {
    isConst: () => false,
    isNativeText: () => false,
    isAnyList: () => false,
    isNativeTimer: () => false,
    numberKind: numberNamesIn(source),
  });
  return plain(script) !== plain(lowered);
}

function plain(script: string): string {
  return script.replace(/\b(?:let|const)\b/g, "var").replace(/[\s;()]/g, "");
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

function code(text: string): string {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
