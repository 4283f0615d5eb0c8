// The programs on which the model of variables is held against the real interpreter: the rows of
// the language suite, the firmwares, and programs of many sizes made here.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadBoard } from "../../../boards/board.ts";
import { buildFirmware } from "../../../host/build/build.ts";
import { THEMES } from "../language/snippets.ts";

export interface Program {
  readonly name: string;
  /** Rows of the language suite hold next to nothing when they have run: they count as a whole. */
  readonly kind: "firmware" | "snippet";
  /** Of the language suite. */
  readonly theme?: string;
  readonly code: string;
}

const board = loadBoard("esp32-devkitc");
const root = new URL("../../../", import.meta.url);

/** What a user has: the project that `espulse init` writes, and firmwares like theirs. */
const FIRMWARES: Readonly<Record<string, string>> = {
  "of espulse init": "templates/project/firmware/main.ts",
  blink: "test/fixtures/firmware/blink/main.ts",
  garden: "test/fixtures/firmware/garden/main.ts",
  publish: "test/fixtures/firmware/publish/main.ts",
  weather: "test/fixtures/firmware/weather/main.ts",
};

/** `every` takes one in so many rows of the language suite. */
export async function buildPrograms(folder: string, every: number): Promise<Program[]> {
  const programs: Program[] = [];
  const add = async (what: Omit<Program, "code">, entry?: string): Promise<void> => {
    const { code } = await buildFirmware({ board, ...(entry !== undefined && { entry }) });
    programs.push({ ...what, code });
  };
  await add({ kind: "firmware", name: "the package's own" });
  for (const [name, entry] of Object.entries(FIRMWARES)) {
    await add({ kind: "firmware", name }, fileURLToPath(new URL(entry, root)));
  }
  for (const size of [1, 2, 3, 5, 8, 13, 21, 34]) {
    const entry = sensorsProgram(join(folder, `sensors-${size}`), size);
    await add({ kind: "firmware", name: `${size} sensors` }, entry);
  }
  writeFileSync(join(folder, "show.ts"), "export const show = print;\n");
  const rows = THEMES.flatMap(({ title, rows }) => rows.map((row) => ({ theme: title, ...row })));
  for (const [key, { theme, name, source, refused }] of rows.entries()) {
    if (refused || numberOf(name) % every !== 0) continue;
    const entry = join(folder, `snippet-${key}.ts`);
    writeFileSync(entry, `${source}\nimport { show } from "./show.ts";\n`);
    await add({ kind: "snippet", theme, name }, entry);
  }
  return programs;
}

/** By its name, so that a row that is added changes nothing of which others are taken. */
function numberOf(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE(0);
}

/** A program of as many modules, each in another style of what firmware holds. */
function sensorsProgram(folder: string, size: number): string {
  mkdirSync(folder, { recursive: true });
  const numbers = Array.from({ length: size }, (_, index) => index);
  for (const n of numbers) {
    writeFileSync(join(folder, `sensor${n}.ts`), STYLES[n % STYLES.length]!(n));
  }
  const main = `${numbers.map((n) => `import * as s${n} from "./sensor${n}.ts";`).join("\n")}
setInterval(() => {
${numbers.map((n) => `  s${n}.read(D${n % 6});`).join("\n")}
}, 1000);
`;
  writeFileSync(join(folder, "main.ts"), main);
  return join(folder, "main.ts");
}

const STYLES: readonly ((n: number) => string)[] = [
  // State in module variables.
  (n) => `let sum = ${n}.5, count = 0, last = "", seen = false;
function scale(value) { return value * ${n + 2} - sum; }
function keep(value) { sum += value; count++; last = "at " + count; seen = true; }
export function read(pin) { keep(scale(analogRead(pin))); print(sum, count, last, seen, scale(1)); }
`,
  // A class.
  (n) => `class Sensor {
  name = "sensor number ${n}";
  values = [];
  constructor(pin) { this.pin = pin; this.limits = { low: ${n}, high: ${n * 1000 + 9000}, unit: "Cel" }; }
  sample() { this.values.push(analogRead(this.pin)); return this.mean(); }
  mean() { return this.values.reduce((a, b) => a + b, 0) / this.values.length; }
}
const sensor = new Sensor(${n});
export function read(pin) { print(sensor.name, sensor.sample(), pin); }
`,
  // Tables.
  (n) => `const table = [${Array.from({ length: 10 + n }, (_, i) => i * 7.25).join(", ")}];
const names = ["temperature", "humidity", "pressure of the air", "rssi"];
const units = { temperature: "Cel", humidity: "%RH", pressure: "Pa" };
export function read(pin) { print(table[analogRead(pin) * 9 | 0], names[${n} % 4], units); }
`,
  // Buffers, events and a timer.
  (n) => `const buffer = new Uint8Array(${40 + n * 4});
const store = require("Storage");
let at = 0;
E.on("kill", () => store.write("b${n}", buffer));
setTimeout(() => { at = 0; }, ${n + 1}000);
export function read(pin) { buffer[at++ % buffer.length] = analogRead(pin) * 255; }
`,
  // Closures.
  (n) => `function counter(start, step) {
  let value = start;
  return { next() { value += step; return value; }, reset() { value = start; } };
}
const up = counter(${n}, 1);
const down = counter(${n * 3}, -1);
export function read(pin) { print(up.next(), down.next(), pin); if (pin === 9) { up.reset(); down.reset(); } }
`,
];
