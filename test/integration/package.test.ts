// The tarball of `npm pack` in an empty project: the command line, the types, a simulated board, and
// a project that `init` makes. Needs the npm registry, or what npm has kept of it.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { packInto } from "../doubles/checkout-copy.ts";
import { type EspulseProcess, spawnEspulse } from "../doubles/espulse-process.ts";
import { isRequired } from "../doubles/required.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-package-"));
const project = join(folder, "empty project");
const installed = join(project, "node_modules/espulse");

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], cwd = project): Run {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", CI: "1" },
  });
  return { status, stdout, stderr };
}

function npmInstall(cwd: string, ...what: string[]): Run {
  return run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", ...what], cwd);
}

function npx(...args: string[]): Run {
  return run("npx", ["espulse", ...args]);
}

function write(name: string, text: string): void {
  mkdirSync(join(project, name, ".."), { recursive: true });
  writeFileSync(join(project, name), text);
}

mkdirSync(project);
write("package.json", `{ "name": "empty", "private": true }`);
const tarball = packInto(folder);
const installation = npmInstall(project, tarball);
const isOffline = /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ENOTCACHED|ETIMEDOUT/.test(installation.stderr);
let broker: EspulseProcess | undefined;

afterAll(async () => {
  broker?.child.kill("SIGINT");
  await broker?.ended;
  rmSync(folder, { recursive: true });
});

describe.skipIf(isOffline && !isRequired("registry"))("the package (npm registry)", () => {
  it("installs, with neither sources nor scripts of its own", () => {
    expect(installation.status).toBe(0);
    // npm tells of install scripts.
    expect(installation.stderr).not.toContain("espulse@");
    expect(readdirSync(join(installed, "bin"))).toEqual(["espulse.js"]);
    expect(existsSync(join(installed, "host/cli"))).toBe(false);
    const lock = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8"));
    expect(lock.packages["node_modules/espulse"].hasInstallScript).toBeUndefined();
  });

  it("gives the command line", () => {
    const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(npx("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    const { status, stderr } = npx("watch", "--jsn");
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("(Did you mean --json?)"),
    });
  });

  it("builds the very bundle of the checkout", async () => {
    const board = "esp32-devkitc";
    const built = npx("build", "--board", board, "--out", "out/bundle.js", "--json");
    expect(built.stderr).toBe("");
    const { sha256, bytes } = await buildFirmware({ board: loadBoard(board) });
    expect(JSON.parse(built.stdout)).toEqual({ board, out: "out/bundle.js", sha256, bytes });
  });

  it("simulates a board that watch reads, over a broker it starts", async () => {
    const command = join(installed, "bin/espulse.js");
    const port = ["--port", "0", "--websocket-port", "0", "--json"];
    broker = spawnEspulse(["broker", "up", "--engine", "embedded", ...port], { command });
    await broker.stdout.until("\n");
    const { url } = JSON.parse(broker.stdout.lines[0]!);
    const watch = ["watch", "--broker", url, "--json", "--count", "2", "--timeout", "40"];
    const reader = spawnEspulse(watch, { command });
    await reader.stderr.until("connected");
    const { status, stdout } = npx("sim", "--broker", url, "--for", "4", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).total).toMatchObject({ boots: 1, dropped: 0 });
    expect(await reader.ended).toBe(0);
    expect(reader.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
  });

  describe.each([
    ["bundler", "ESNext"],
    ["nodenext", "NodeNext"],
  ])("with moduleResolution %s", (moduleResolution, module) => {
    it("gives the types of the configuration, the firmware and the tests", () => {
      const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false };
      const options = { target: "ES2022", lib: ["ES2022"], types: [], noEmit: true };
      const compilerOptions = { ...strict, ...options, module, moduleResolution };
      write("package.json", `{ "name": "empty", "private": true, "type": "module" }`);
      write("host/tsconfig.json", JSON.stringify({ compilerOptions }));
      write(
        "host/config.ts",
        `import { defineConfig } from "espulse";
         import { simulate, type TestBoard } from "espulse/test";
         export default defineConfig({ interval: 500, pins: [{ name: "a", pin: "D34", kind: "analog" }] });
         // @ts-expect-error a misspelt name
         defineConfig({ intervall: 500 });
         // @ts-expect-error no kind of pin
         defineConfig({ pins: [{ name: "a", pin: "D34", kind: "digitl" }] });
         export const board: TestBoard = await simulate({ sensors: { D34: (ms) => ms / 1000 } });
         await board.advance(3000);
         board.sensors.BTN1 = true;
         export const first: number = board.readings()[0]!.seq;`,
      );
      write("firmware/tsconfig.json", JSON.stringify({ compilerOptions }));
      write(
        "firmware/main.ts",
        `import { channel, start } from "espulse/firmware";
         channel({ name: "soil", unit: "%", read: () => analogRead(D34) * 100 });
         // @ts-expect-error no value
         channel({ name: "text", unit: "1", read: () => "wet" });
         // @ts-expect-error no unit
         channel({ name: "bare", read: () => 1 });
         I2C1.setup({ scl: D22, sda: D21, bitrate: 400000 });
         I2C1.writeTo(0x76, 0xf7);
         const bytes: Uint8Array = I2C1.readFrom(0x76, 6);
         const bus = new OneWire(D4);
         channel({ name: "found", unit: "count", read: () => bus.search().length + bytes.length });
         setWatch(({ state, time }) => print(state, time), D0, { repeat: true, debounce: 50 });
         require("Storage").writeJSON("own.json", { free: process.memory().free });
         // @ts-expect-error not on the board
         require("fs");
         start();`,
      );
      for (const part of ["host", "firmware"]) {
        const { stdout } = run("npx", ["tsc", "-p", part]);
        expect(stdout).toBe("");
      }
    });
  });

  it("makes a project that builds, simulates, checks and passes its test as it is", {
    // Nine processes one after the other: half a minute, several on a busy machine.
    timeout: 600_000,
  }, () => {
    const made = npx("init", "my-sensor");
    expect(made.status).toBe(0);
    expect(made.stdout.split("\n")).toContain("my-sensor/espulse.config.ts");
    expect(made.stderr).toContain("cd my-sensor\n");
    const own = join(project, "my-sensor");
    expect(npmInstall(own)).toMatchObject({ status: 0, stderr: "" });
    const tested = run("npm", ["test"], own);
    expect(tested.stdout).toMatch(/pass 1\b/);
    expect(tested.status).toBe(0);
    expect(run("npm", ["run", "build"], own)).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(own, "build/bundle.js"))).toBe(true);
    expect(run("npm", ["run", "check"], own)).toMatchObject({ status: 0 });
  });
});
