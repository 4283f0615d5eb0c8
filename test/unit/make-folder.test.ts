import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "../../host/make-folder.ts";

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "espulse-folder-"));
});
afterEach(() => rmSync(scratch, { recursive: true }));

describe("makeFolder", () => {
  it("makes all that is missing, and minds nothing that is there", () => {
    makeFolder(join(scratch, "a/b/c"));
    makeFolder(join(scratch, "a/b/c"));
    expect(statSync(join(scratch, "a/b/c")).isDirectory()).toBe(true);
  });

  it("throws where a file is in the way", () => {
    writeFileSync(join(scratch, "file"), "");
    expect(() => makeFolder(join(scratch, "file/b"))).toThrow(/EEXIST|ENOTDIR/);
    expect(() => makeFolder(join(scratch, "file"))).toThrow(/EEXIST/);
  });

  // A folder in which nothing can be made, and which says that it is not there.
  it.runIf(process.platform === "linux")("throws below /proc", () => {
    expect(() => makeFolder("/proc/nonesuch/b")).toThrow(/ENOENT/);
  });
});
