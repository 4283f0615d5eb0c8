// The same sources give the same bundle and report: from another folder, at another path, written in
// another order, in another time zone and language, beside another tsconfig.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "espulse-reproducible-"));

afterAll(() => rmSync(scratch, { recursive: true }));

interface Printed {
  readonly sha256: string;
  readonly report: unknown;
}

function build(cwd: string, entry: string, env: NodeJS.ProcessEnv): Printed & { bundle: string } {
  const out = join(scratch, "out", `${Math.random()}.js`);
  const argv = ["build", "--board", "esp32-devkitc", "--entry", entry, "--out", out, "--report"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "bin/espulse.js"), ...argv, "--json"],
    // Without the interpreter: what is measured is no part of the promise.
    { cwd, encoding: "utf8", env: { ...process.env, ESPRUINO_BIN: "", PATH: "", ...env } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const { sha256, report } = JSON.parse(stdout) as Printed;
  return { sha256, report, bundle: readFileSync(out, "latin1") };
}

/** The last file first, so that a folder lists them in another order. */
function copyBackwards(from: string, to: string): void {
  const files = readdirSync(from, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .reverse();
  for (const name of files) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), readFileSync(join(from, name)));
  }
}

describe("a build", () => {
  it("gives the same bundle and report on any machine", () => {
    const here = build(root, join("firmware", "main.ts"), { TZ: "UTC", LANG: "C", LC_ALL: "C" });
    const elsewhere = join(scratch, "another place", "deeper");
    copyBackwards(join(root, "firmware"), join(elsewhere, "firmware"));
    writeFileSync(
      join(elsewhere, "tsconfig.json"),
      '{"compilerOptions":{"target":"ES3","useDefineForClassFields":false,"paths":{"*":["./x/*"]}}}',
    );
    const there = build(elsewhere, join(elsewhere, "firmware", "main.ts"), {
      TZ: "Asia/Kathmandu",
      LANG: "tr_TR.UTF-8",
      LC_ALL: "tr_TR.UTF-8",
      NODE_ENV: "production",
    });
    expect(there).toEqual(here);
    expect(here.bundle).not.toContain(elsewhere.split(sep).at(-1));
    expect(here.bundle).not.toContain(root);
  });
});
