// Which board has which id: a port that was renumbered must not flash the wrong board.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../../host/errors.ts";
import { checkDevice, rememberDevice } from "../../../host/flash/devices.ts";

const FIRST = "240ac438-9a4d";
const SECOND = "240ac441-7b20";

let env: { XDG_STATE_HOME: string };
beforeEach(() => {
  env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "espulse-devices-")) };
});
afterEach(() => rmSync(env.XDG_STATE_HOME, { recursive: true }));

const file = (): string => join(env.XDG_STATE_HOME, "espulse/devices.json");

function refusal(device: string, serial: string): string {
  try {
    checkDevice(env, device, serial);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "";
}

describe("the devices that were flashed", () => {
  it("knows none at first, and then each by its serial", () => {
    expect(refusal("attic", FIRST)).toBe("");
    rememberDevice(env, "attic", FIRST);
    rememberDevice(env, "cellar", SECOND);
    expect(refusal("attic", FIRST)).toBe("");
    expect(refusal("cellar", SECOND)).toBe("");
    expect(refusal("shed", "240ac4ff-ffff")).toBe("");
  });

  it("one id on two boards is refused, and both serials are named", () => {
    rememberDevice(env, "attic", FIRST);
    const message = refusal("attic", SECOND);
    expect(message).toContain(`attic (--device): is the id of the board with serial ${FIRST}`);
    expect(message).toContain(`this one has ${SECOND}`);
    expect(message).toContain("another --device, or --replace");
  });

  it("a board that takes the place of another has its id from then on", () => {
    rememberDevice(env, "attic", FIRST);
    rememberDevice(env, "attic", SECOND);
    expect(refusal("attic", SECOND)).toBe("");
    expect(refusal("attic", FIRST)).toContain(SECOND);
  });

  it("a board that is renamed gives its old id free", () => {
    rememberDevice(env, "attic", FIRST);
    rememberDevice(env, "cellar", FIRST);
    expect(refusal("attic", SECOND)).toBe("");
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ v: 1, devices: { cellar: FIRST } });
  });

  it.each([
    ['{"v":2,"devices":{}}', /written by a newer Espulse \(v 2, this one reads 1\); update/],
    ["[1", /no list of devices; remove it/],
    ["null", /no list of devices/],
  ])("refuses %s in its place", (text, why) => {
    rememberDevice(env, "attic", FIRST);
    writeFileSync(file(), text);
    expect(refusal("attic", FIRST)).toMatch(why);
  });
});
