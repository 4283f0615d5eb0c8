import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BrokerRecord,
  readRecord,
  removeRecord,
  writeRecord,
} from "../../../host/broker/state-file.ts";
import { makeStateFolder, orFolderFault } from "../../../host/broker/state-folder.ts";
import { ConfigError, TransportError } from "../../../host/errors.ts";
import { stateFolder } from "../../../host/state-folder.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record: BrokerRecord = {
  v: 1,
  engine: "mosquitto",
  why: "mosquitto works here",
  host: "127.0.0.1",
  port: 1883,
  webSocketPort: 8083,
  startedAtMs: 1764000000000,
  process: { pid: 4711, identity: "5f3c 90210" },
};

describe("the state folder", () => {
  it.each([
    [{ XDG_STATE_HOME: "/var/state", HOME: "/home/a" }, "/var/state/espulse"],
    [{ HOME: "/home/a" }, "/home/a/.local/state/espulse"],
    [{ XDG_STATE_HOME: "relative", HOME: "/home/a" }, "/home/a/.local/state/espulse"],
    [{ XDG_STATE_HOME: "" }, join(homedir(), ".local/state/espulse")],
  ])("%j", (env, expected) => {
    expect(stateFolder(env)).toBe(expected);
  });
});

describe("the record of a broker", () => {
  it("comes back as it was written, readable by its owner alone", () => {
    const inner = join(folder, "espulse");
    expect(readRecord(inner)).toBeUndefined();
    writeRecord(inner, record);
    expect(readRecord(inner)).toEqual(record);
    expect(statSync(join(inner, "broker.json")).mode & 0o777).toBe(0o600);
    removeRecord(inner);
    removeRecord(inner);
    expect(readRecord(inner)).toBeUndefined();
  });

  it.each([
    ["a newer one", '{"v":2,"engine":"quantum"}', "newer Espulse (v 2, this one reads 1)"],
    ["half of one", '{"v":1,"engine":"mosq', "not a record"],
    ["one with a pid that is none", '{"v":1,"process":{"pid":-1}}', "not a record"],
    ["another file", "4711\n", "not a record"],
  ])("%s is refused, with the file's name", (_name, text, message) => {
    writeFileSync(join(folder, "broker.json"), text);
    expect(() => readRecord(folder)).toThrow(ConfigError);
    expect(() => readRecord(folder)).toThrow(message);
    expect(() => readRecord(folder)).toThrow(join(folder, "broker.json"));
  });
});

describe("a state folder that cannot be used", () => {
  const NEXT_STEP = "set XDG_STATE_HOME to a folder that can be written";
  const failWith = (code: string) => () => {
    throw Object.assign(new Error("from the file system"), { code });
  };
  const errorOf = (use: () => void): Error => {
    try {
      use();
    } catch (error) {
      return error as Error;
    }
    throw new Error("it could be used");
  };

  it("is made with all that is missing above it, and may be there", () => {
    const inner = join(folder, "a", "b", "espulse");
    makeStateFolder(inner);
    makeStateFolder(inner);
    expect(statSync(inner).mode & 0o777).toBe(0o700);
  });

  it.each(["EACCES", "EPERM"])("is denied by %s", (code) => {
    const error = errorOf(() => orFolderFault("/state/espulse", failWith(code)));
    expect(error).toBeInstanceOf(TransportError);
    expect((error as TransportError).code).toBe("denied");
    expect(error.message).toContain("/state/espulse");
    expect(error.message).toContain(NEXT_STEP);
    expect(error.message).not.toContain("\n");
  });

  it("below a file, or a file itself, is a fault of the configuration", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "espulse"), join(file, "a", "espulse")]) {
      for (const use of [() => makeStateFolder(path), () => writeRecord(path, record)]) {
        const error = errorOf(use);
        expect(error).toBeInstanceOf(ConfigError);
        expect(error.message).toContain(`${path}: `);
        expect(error.message).toContain(NEXT_STEP);
      }
      expect(() => readRecord(path)).toThrow(ConfigError);
    }
  });

  it.runIf(process.platform === "linux")("in /proc, ends at once", () => {
    // As root it is ENOENT, else EACCES.
    expect(() => makeStateFolder("/proc/nope/espulse")).toThrow(NEXT_STEP);
  });

  it("leaves a defect of ours as it is", () => {
    const defect = new TypeError("no such thing");
    const use = () => {
      throw defect;
    };
    expect(errorOf(() => orFolderFault(folder, use))).toBe(defect);
  });
});
