// `npm run bench [NAME]`: runs the benchmarks, one after the other, and saves what each measured.
// A benchmark is a file `<name>.bench.ts` in this folder that exports `benchmark`.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { type Benchmark, type Figure, MissingPeer, type Run, ratioOf, reaches } from "./bench.ts";
import { number } from "./format.ts";

const FOLDER = new URL("./", import.meta.url);
const RESULTS = new URL("results/", FOLDER);
const SUFFIX = ".bench.ts";

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(", ")}; there are: ${names.join(", ")}`);
  process.exit(2);
}

mkdirSync(RESULTS, { recursive: true });
for (const name of wanted.length > 0 ? wanted : names) {
  const { benchmark } = (await import(`./${name}${SUFFIX}`)) as { benchmark: Benchmark };
  console.log(`${name}: ${benchmark.title}`);
  try {
    const figures = await benchmark.run((line) => console.error(`  ${line}`));
    for (const figure of figures) console.log(`  ${described(figure)}`);
    save(name, benchmark, figures);
  } catch (error) {
    if (!(error instanceof MissingPeer)) throw error;
    console.log(`  not measured: ${error.message}`);
  }
}

function described(figure: Figure): string {
  const { name, unit, ours, peer, aim } = figure;
  const ratio = ratioOf(figure);
  const beside = peer && ratio !== undefined ? `, ${number(ratio)} of ${peer.name}'s` : "";
  const verdict = { true: "reached", false: "NOT reached", undefined: "not measured" };
  const goal = aim ? ` (aim ${number(aim.atMost)}: ${verdict[`${reaches(figure)}`]})` : "";
  const peerValue = peer ? ` (${number(peer.value)})` : "";
  return `${name}: ${number(ours)} ${unit}${beside}${peerValue}${goal}`;
}

function save(name: string, { title, method }: Benchmark, figures: readonly Figure[]): void {
  const [cpu] = cpus();
  const machine = `${cpu?.model.trim() ?? "?"}, ${cpus().length} cores, Node ${process.version}`;
  const date = new Date().toISOString().slice(0, 10);
  const run: Run = { v: 1, name, title, method, date, machine, figures };
  writeFileSync(new URL(`${name}.json`, RESULTS), `${JSON.stringify(run, null, 2)}\n`);
}
