// `espulse build` where a disk takes no more: what it leaves, what it says.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { BLINK, build, buildWith } from "../doubles/build-verb.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "espulse-full-disk-"));
const out = join(scratch, "made/for/it", "bundle.js");

afterAll(() => rmSync(scratch, { recursive: true }));

describe("espulse build on a full disk", () => {
  it.skipIf(process.platform === "win32")(
    "leaves what was there, and nothing beside it, where the disk takes no more",
    () => {
      // Larger than any file may get there (4 blocks of 512 or 1024 bytes): the rest of a write is refused.
      const folder = mkdtempSync(join(scratch, "full-"));
      const file = join(folder, "bundle.js");
      const entry = join(folder, "own.ts");
      writeFileSync(file, "before");
      writeFileSync(entry, `print("${"x".repeat(8192)}");\n`);
      // Compiled beforehand: what is stale is compiled at the start, and cannot be written then.
      expect(build("--version").status).toBe(0);
      const limited = `ulimit -f 4; trap "" XFSZ; exec "$0" bin/espulse.js build --entry "$1" --out "$2"`;
      const { status, stdout, stderr } = spawnSync(
        "sh",
        ["-c", limited, process.execPath, entry, file],
        { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
      );
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout: "",
        stderr: `error: ${file} (flag --out): EFBIG: file too large, write\n`,
      });
      expect(readFileSync(file, "utf8")).toBe("before");
      expect(readdirSync(folder).sort()).toEqual(["bundle.js", "own.ts"]);
    },
  );

  it("estimates where the files of a measurement cannot be written, and says so", () => {
    // Any program: it is not reached.
    const env = { TMPDIR: join(scratch, "none"), ESPRUINO_BIN: process.execPath };
    const { status, stdout } = buildWith(env, ...BLINK, "--out", out, "--report");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining(
        `Not measured on the interpreter: in ${env.TMPDIR}: ENOENT: no such file or directory, mkdtemp`,
      ),
    });
  });

  it.skipIf(!existsSync("/dev/full"))("says in a line that what it prints has no room", () => {
    const argv = ["bin/espulse.js", "build", ...BLINK, "--out", out];
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", 'exec "$0" "$@" > /dev/full', process.execPath, ...argv],
      { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
    );
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "error: standard output: ENOSPC: no space left on device, write\n",
    });
  });
});
