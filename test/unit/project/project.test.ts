// What `espulse init` writes, and what it keeps its hands off.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { espulseSpec, writeProject } from "../../../host/project/project.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "espulse-init-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const init = (folder: string, spec = "^1.2.3") => writeProject({ cwd, folder, spec });

it("writes a whole project, named after its folder", () => {
  expect(init("My Sensor!")).toEqual(
    [
      "README.md",
      ".env.local",
      "espulse.config.ts",
      "firmware/main.ts",
      "firmware/tsconfig.json",
      ".gitignore",
      "package.json",
      "test/firmware.test.js",
      "tsconfig.json",
    ].map((file) => join("My Sensor!", file)),
  );
  const read = (file: string) => readFileSync(join(cwd, "My Sensor!", file), "utf8");
  expect(JSON.parse(read("package.json"))).toMatchObject({
    name: "my-sensor",
    devDependencies: { espulse: "^1.2.3" },
  });
  expect(read(".gitignore")).toContain(".env.local");
  expect(read(".env.local")).toMatch(/^ESPULSE_WIFI_PASSWORD=$/m);
  expect(read("README.md")).toMatch(/^# my-sensor\n/);
});

it("takes a folder that holds a repository and a licence alone", () => {
  mkdirSync(join(cwd, ".git"));
  writeFileSync(join(cwd, "LICENSE"), "mine");
  expect(init(".")).toContain("package.json");
});

it("refuses a folder with anything else in it, and writes nothing", () => {
  writeFileSync(join(cwd, "package.json"), "{}");
  writeFileSync(join(cwd, "main.c"), "");
  expect(() => init(".")).toThrow(".: expected an empty folder, found main.c, package.json");
  expect(existsSync(join(cwd, "firmware"))).toBe(false);
});

it("says what is wrong with a folder that is a file", () => {
  writeFileSync(join(cwd, "taken"), "");
  expect(() => init("taken")).toThrow(/^taken: .*not a directory/);
});

it.skipIf(!existsSync("/proc/self"))("gives up where no folder can be made (/proc)", () => {
  expect(() => init("/proc/nope/x")).toThrow(/^\/proc\/nope\/x: ENOENT/);
});

it("takes Espulse from the checkout it runs in", () => {
  expect(espulseSpec()).toMatch(/^file:\//);
});
