import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../../../host/errors.ts";
import {
  findInterpreter,
  requireInterpreter,
} from "../../../../host/simulator/espruino/find-interpreter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-find-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

describe("where the interpreter is looked for", () => {
  it("ESPRUINO_BIN first, then PATH in its order", () => {
    const named = program("named", "my-espruino");
    const first = program("first", "espruino");
    program("second", "espruino");
    const PATH = ["", join(folder, "none"), join(folder, "first"), join(folder, "second")].join(
      delimiter,
    );
    expect(findInterpreter({ ESPRUINO_BIN: named, PATH })).toBe(named);
    expect(findInterpreter({ ESPRUINO_BIN: "", PATH })).toBe(first);
    expect(findInterpreter({})).toBeUndefined();
  });

  it("a relative path is told in full, because the interpreter is started from elsewhere", () => {
    const named = program("bin", "espruino");
    expect(findInterpreter({ ESPRUINO_BIN: relative(process.cwd(), named) })).toBe(named);
    expect(findInterpreter({ PATH: relative(process.cwd(), join(folder, "bin")) })).toBe(named);
  });

  it("not the flasher of that name in node_modules, no folder, nothing that cannot be run", () => {
    program("node_modules", ".bin", "espruino");
    mkdirSync(join(folder, "b", "espruino"), { recursive: true });
    chmodSync(program("c", "espruino"), 0o644);
    const PATH = [join("node_modules", ".bin"), "b", "c"]
      .map((name) => join(folder, name))
      .join(delimiter);
    expect(findInterpreter({ PATH })).toBeUndefined();
  });

  it("an ESPRUINO_BIN that cannot be run is named, and PATH is not asked instead", () => {
    program("bin", "espruino");
    const missing = join(folder, "gone");
    const env = { ESPRUINO_BIN: missing, PATH: join(folder, "bin") };
    expect(() => findInterpreter(env)).toThrow(ConfigError);
    expect(() => findInterpreter(env)).toThrow(`ESPRUINO_BIN (environment): ${missing} is not a`);
    const plain = program("plain");
    chmodSync(plain, 0o644);
    expect(() => findInterpreter({ ESPRUINO_BIN: plain })).toThrow(plain);
  });

  it("its absence is told in one line, with both ways on", () => {
    let message = "";
    try {
      requireInterpreter({ PATH: folder });
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      message = (error as Error).message;
    }
    expect(message.split("\n")).toHaveLength(1);
    expect(message).toContain("ESPRUINO_BIN");
    expect(message).toContain("--runtime node");
  });
});
