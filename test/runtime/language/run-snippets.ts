// Runs built snippets and returns what each showed: in Node, and on the real interpreter, all in
// one session. Knows nothing of what a snippet should show.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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

/** Ends when nothing is left to wait for. */
export function runInNode(codes: readonly string[]): Promise<Shown[]> {
  const script = `${PRELUDE.replaceAll("print(", "console.log(")}
${codes.map((code, key) => `attempt(${key}, function () {\n${code}\n});`).join("\n")}`;
  return shownBy(process.execPath, ["script.cjs"], { "script.cjs": script }, 0, codes.length);
}

/** Few enough for the variables of one interpreter, whose snippets all wait together. */
const SNIPPETS_PER_SESSION = 5;
const SESSIONS_AT_ONCE = 4;

export async function runOnInterpreter(
  binary: string,
  codes: readonly string[],
  perSession = SNIPPETS_PER_SESSION,
): Promise<Shown[]> {
  const shown: Shown[] = [];
  const step = perSession * SESSIONS_AT_ONCE;
  for (let first = 0; first < codes.length; first += step) {
    const sessions: Promise<Shown[]>[] = [];
    for (let at = first; at < Math.min(first + step, codes.length); at += perSession) {
      sessions.push(runSession(binary, codes.slice(at, at + perSession), at));
    }
    shown.push(...(await Promise.all(sessions)).flat());
  }
  return shown;
}

function runSession(binary: string, codes: readonly string[], first: number): Promise<Shown[]> {
  const files: Record<string, string> = {};
  codes.forEach((code, index) => {
    files[`${index}.js`] = code;
    // What is not run is parsed by other rules.
    files[`skipped${index}.js`] = `if(0){${code}}`;
  });
  // From Storage, as on a board: the parser then reads function bodies from flash. The interpreter
  // ends by itself when no timer is left.
  files["script.js"] = `${PRELUDE}
function load(name) {
  require("Storage").write(name, require("fs").readFileSync(name + ".js"));
  eval(require("Storage").read(name));
}
for (var index = 0; index < ${codes.length}; index++) {
  attempt(${first} + index, function () { load("skipped" + index); load("" + index); });
}
`;
  return shownBy(binary, ["script.js"], files, first, codes.length);
}

async function shownBy(
  program: string,
  argv: readonly string[],
  files: Readonly<Record<string, string>>,
  first: number,
  count: number,
): Promise<Shown[]> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-language-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const output = await outputOf(program, argv, folder);
    return collect(output.split(/\r?\n/), first, count);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Longer than any session takes: an end for one that hangs. */
const SESSION_DEADLINE_MS = 30_000;

function outputOf(program: string, argv: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // The interpreter goes wild when its input ends: the pipe stays open.
    const child = spawn(program, argv, {
      cwd,
      // Room for the helpers of all snippets of a session.
      env: { ...process.env, ESPR_VARS: "9000" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const deadline = setTimeout(() => child.kill("SIGKILL"), SESSION_DEADLINE_MS);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString("latin1");
    });
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(deadline);
      resolve(output);
    });
  });
}

function collect(lines: readonly string[], first: number, count: number): Shown[] {
  const all: Shown[] = Array.from({ length: count }, () => []);
  for (const line of lines) {
    const match = /@(\d+) (.*)$/.exec(line);
    if (match) all[Number(match[1]) - first]?.push(match[2] ?? "");
  }
  return all;
}
