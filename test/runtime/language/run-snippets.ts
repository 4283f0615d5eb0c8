// Runs built snippets and returns what each showed: in Node, and on the real interpreter, all in
// one session. Knows nothing of what a snippet should show.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";

/** Lines that a snippet showed; an uncaught error is a line that starts with "threw ". */
export type Shown = string[];

/** What every snippet finds as `shown`: gives it its own `show`. */
const PRELUDE = `
function shown(key) {
  return function (value) {
    print("@" + key + " " + (value === undefined ? "undefined" : JSON.stringify(value)));
  };
}
function attempt(key, run) {
  try { run(); } catch (error) { print("@" + key + " threw " + error); }
}
`;

export async function runInNode(codes: readonly string[], settleMs = 60): Promise<Shown[]> {
  const lines: string[] = [];
  const surroundings = {
    print: (line: string) => void lines.push(line),
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
  };
  const context = vm.createContext(surroundings);
  vm.runInContext(PRELUDE, context);
  codes.forEach((code, key) => {
    vm.runInContext(`attempt(${key}, function () {\n${code}\n})`, context);
  });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  return collect(lines, codes.length);
}

export async function runOnInterpreter(
  binary: string,
  codes: readonly string[],
  settleMs = 200,
): Promise<Shown[]> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-language-"));
  try {
    codes.forEach((code, key) => {
      writeFileSync(join(folder, `${key}.js`), code);
    });
    // From Storage, as on a board: the parser then reads function bodies from flash.
    const script = `${PRELUDE}
for (var key = 0; key < ${codes.length}; key++) {
  require("Storage").write("s" + key, require("fs").readFileSync(key + ".js"));
  attempt(key, function () { eval(require("Storage").read("s" + key)); });
}
setTimeout(quit, ${settleMs});
`;
    writeFileSync(join(folder, "script.js"), script);
    const output = await outputOf(binary, folder);
    return collect(output.split(/\r?\n/), codes.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outputOf(binary: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["script.js"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    const log = join(folder, "output");
    let output = "";
    const deadline = setTimeout(() => child.kill("SIGKILL"), 20_000);
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString("latin1");
    });
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(deadline);
      writeFileSync(log, output);
      resolve(output);
    });
  });
}

function collect(lines: readonly string[], count: number): Shown[] {
  const all: Shown[] = Array.from({ length: count }, () => []);
  for (const line of lines) {
    const match = /@(\d+) (.*)$/.exec(line);
    if (match) all[Number(match[1])]?.push(match[2] ?? "");
  }
  return all;
}

export const readGolden = (file: URL): Record<string, { sha256: string; shown: Shown }> =>
  JSON.parse(readFileSync(file, "utf8"));
