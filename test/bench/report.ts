// `npm run bench:report`: the saved runs -> docs/benchmarks.md.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Figure, type Run, ratioOf, reaches } from "./bench.ts";
import { number } from "./format.ts";

const RESULTS = new URL("results/", import.meta.url);
const DOCUMENT = new URL("../../docs/benchmarks.md", import.meta.url);

const INTRODUCTION = `# Benchmarks

Made by \`npm run bench:report\` from what \`npm run bench\` saved; change nothing here by hand. Each figure
stands beside a peer measured in the same run on the same machine: the ratio is what counts, the
absolute value depends on the machine.
`;

const runs = readdirSync(RESULTS)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => JSON.parse(readFileSync(new URL(file, RESULTS), "utf8")) as Run);
writeFileSync(DOCUMENT, [INTRODUCTION, ...runs.map(section)].join("\n"));
console.log(`docs/benchmarks.md: ${runs.map(({ name }) => name).join(", ")}`);

function section({ name, title, method, date, machine, figures }: Run): string {
  return `## ${title}

${method}

\`npm run bench ${name}\`, ${date}: ${machine}.

| figure | ours | peer | ratio | aim |
| ------ | ---- | ---- | ----- | --- |
${figures.map(row).join("\n")}
`;
}

function row(figure: Figure): string {
  const { name, unit, ours, peer, aim } = figure;
  const ratio = ratioOf(figure);
  const beside = peer ? `${number(peer.value)} (${peer.name})` : "";
  const kept = reaches(figure) === false ? ", not reached" : "";
  const goal = aim ? `${aim.of === "ratio" ? "ratio " : ""}≤ ${number(aim.atMost)}${kept}` : "";
  const shown = ratio === undefined ? "" : number(ratio);
  return `| ${name} | ${number(ours)} ${unit} | ${beside} | ${shown} | ${goal} |`;
}
