// The command line in a checkout: always that of the sources as they stand, compiled when they change.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { copyOfCheckout } from "../doubles/checkout-copy.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const checkout = copyOfCheckout();
const source = join(checkout, "host/cli/program.ts");
const compiled = join(checkout, "dist/espulse.js");
const TAGLINE = "From a sensor on an ESP32 to a reading on your laptop.";

afterAll(() => rmSync(checkout, { recursive: true }));

function espulse(...argv: string[]) {
  return spawnSync(process.execPath, [join(checkout, "bin/espulse.js"), ...argv], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

function changeTagline(to: string): void {
  writeFileSync(
    source,
    readFileSync(source, "utf8").replace(/description\("[^"]*"/, `description("${to}"`),
  );
}

it("compiles at the first start, and not again while nothing changes", () => {
  expect(espulse("--help").stdout).toContain(TAGLINE);
  const { mtimeMs } = statSync(compiled);
  expect(espulse("--version").status).toBe(0);
  expect(statSync(compiled).mtimeMs).toBe(mtimeMs);
});

it("never runs what a source no longer says, be its file newer or older than the build", () => {
  changeTagline("Changed.");
  expect(espulse("--help").stdout).toContain("Changed.");
  changeTagline("Restored from elsewhere.");
  utimesSync(source, 1_000_000_000, 1_000_000_000);
  expect(espulse("--help").stdout).toContain("Restored from elsewhere.");
});

it.skipIf(process.platform === "win32")(
  "says in a line that the disk takes nothing, leaves no half of a file, and compiles once it does",
  () => {
    changeTagline("On a full disk.");
    const before = readdirSync(join(checkout, "dist")).sort();
    const limited = 'ulimit -f 4; trap "" XFSZ; exec "$0" "$1" --version';
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", limited, process.execPath, join(checkout, "bin/espulse.js")],
      { encoding: "utf8" },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^espulse: cannot write what is compiled to .*dist.?: EFBIG: .*\n$/);
    const left = readdirSync(join(checkout, "dist"));
    expect(left.filter((name) => /\.\d+$/.test(name))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining(before));
    expect(espulse("--help").stdout).toContain("On a full disk.");
  },
);

it("notices a source that went", () => {
  const verb = join(checkout, "host/cli/pub.ts");
  rmSync(verb);
  const { status, stderr } = espulse("--version");
  expect(stderr).toContain('Could not resolve "./pub.ts"');
  expect(stderr).toContain("the sources do not compile");
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(1);
  cpSync(join(root, "host/cli/pub.ts"), verb);
});

it("starts right when several at once find the build stale", async () => {
  changeTagline("By several.");
  const runs = Array.from({ length: 4 }, () =>
    spawnEspulse(["--help"], { command: join(checkout, "bin/espulse.js") }),
  );
  for (const { ended, stdout, stderr } of runs) {
    expect([await ended, stderr.text]).toEqual([0, ""]);
    expect(stdout.text).toContain("By several.");
  }
});

it("says what to do where the dependencies are missing", () => {
  rmSync(join(checkout, "node_modules"));
  changeTagline("Without dependencies.");
  const { status, stderr } = espulse("--version");
  expect(stderr).toBe("espulse: this checkout has no dependencies yet; run npm ci\n");
  expect(status).toBe(1);
});
