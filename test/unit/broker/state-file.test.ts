import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BrokerRecord,
  readRecord,
  removeRecord,
  stateFolder,
  writeRecord,
} from "../../../host/broker/state-file.ts";
import { ConfigError } from "../../../host/errors.ts";

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
