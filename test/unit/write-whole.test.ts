import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { writeWhole } from "../../host/write-whole.ts";

const scratch = mkdtempSync(join(tmpdir(), "espulse-write-"));
afterAll(() => rmSync(scratch, { recursive: true }));

it("writes a file, replaces it, and leaves nothing beside it", () => {
  const file = join(scratch, "a.js");
  writeWhole(file, "one");
  writeWhole(file, "two");
  expect(readFileSync(file, "utf8")).toBe("two");
  expect(readdirSync(scratch)).toEqual(["a.js"]);
});

it("writes through a link to the file that it names", () => {
  writeFileSync(join(scratch, "real.js"), "one");
  symlinkSync("real.js", join(scratch, "link.js"));
  writeWhole(join(scratch, "link.js"), "two");
  expect(readFileSync(join(scratch, "real.js"), "utf8")).toBe("two");
});

it("leaves a folder as it is, with the system's reason", () => {
  mkdirSync(join(scratch, "folder"));
  expect(() => writeWhole(join(scratch, "folder"), "x")).toThrow(/EISDIR/);
  expect(() => writeWhole(join(scratch, "none/a.js"), "x")).toThrow(/ENOENT/);
});
