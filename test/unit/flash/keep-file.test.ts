// What a flash keeps on this computer: the user's own, or an error that says what to do.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../../host/errors.ts";
import { keepBackup } from "../../../host/flash/backup.ts";
import { rememberDevice } from "../../../host/flash/devices.ts";

const SERIAL = "240ac438-9a4d";
const BACKUP = { serial: SERIAL, at: "2026-12-01T03:55:00.983Z", files: [] };

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "espulse-kept-"));
});
afterEach(() => rmSync(scratch, { recursive: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("what a flash keeps", () => {
  it("nobody else may read", () => {
    const env = { XDG_STATE_HOME: join(scratch, "state") };
    const backup = keepBackup(env, BACKUP);
    rememberDevice(env, "attic", SERIAL);
    const folder = join(scratch, "state/espulse");
    expect([folder, dirname(backup)].map(modeOf)).toEqual(["700", "700"]);
    expect([backup, join(folder, "devices.json")].map(modeOf)).toEqual(["600", "600"]);
  });

  it("is written to a file that others could read so far", () => {
    const env = { XDG_STATE_HOME: scratch };
    const file = join(scratch, "espulse/devices.json");
    mkdirSync(dirname(file));
    writeFileSync(file, '{"v":1,"devices":{}}', { mode: 0o644 });
    rememberDevice(env, "attic", SERIAL);
    expect(modeOf(file)).toBe("600");
  });

  it.each([
    ["a file in its place", "file", /file\/espulse.*(EEXIST|ENOTDIR)/],
    ["no folder of the user's", "/proc/nonesuch", /\/proc\/nonesuch.*ENOENT/],
  ])("says what is wrong with %s", (_, place, reason) => {
    writeFileSync(join(scratch, "file"), "");
    const env = { XDG_STATE_HOME: resolve(scratch, place) };
    const failure = (work: () => unknown): Error => {
      try {
        work();
      } catch (error) {
        return error as Error;
      }
      throw new Error("it went well");
    };
    const kept = failure(() => keepBackup(env, BACKUP));
    expect(kept).toBeInstanceOf(ConfigError);
    expect(kept.message).toMatch(reason);
    expect(kept.message).toContain("; the board is unchanged: make room there, or name another");
    expect(failure(() => rememberDevice(env, "attic", SERIAL))).toBeInstanceOf(ConfigError);
  });
});
