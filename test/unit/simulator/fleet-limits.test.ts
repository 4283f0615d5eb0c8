// What is told before a fleet starts that could not all connect.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFileLimit, parseLimits } from "../../../host/broker/open-files.ts";
import { ConfigError } from "../../../host/errors.ts";
import { checkLimits, type Limits } from "../../../host/simulator/fleet-limits.ts";

const LINUX = `Limit                     Soft Limit           Hard Limit           Units
Max processes             96309                96309                processes
Max open files            1024                 524288               files
`;

describe("the limit of open files", () => {
  it("is the soft one of /proc", () => {
    expect(parseLimits(LINUX)).toBe(1024);
    expect(parseLimits(LINUX.replace("1024 ", "unlimited "))).toBe(Number.POSITIVE_INFINITY);
    expect(parseLimits("")).toBeUndefined();
  });

  it("is read from the process's folder, and unknown of one that has ended", () => {
    const root = mkdtempSync(join(tmpdir(), "espulse-proc-"));
    try {
      mkdirSync(join(root, "7"));
      writeFileSync(join(root, "7", "limits"), LINUX);
      expect(openFileLimit(7, root)).toBe(1024);
      expect(openFileLimit(8, root)).toBeUndefined();
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it("of this process is known also where there is no /proc", () => {
    expect(openFileLimit(process.pid, "/nowhere")).toBeGreaterThan(0);
  });
});

function faultsOf(count: number, own: number | undefined, mosquitto?: number, host = "127.0.0.1") {
  const limits: Limits = {
    ofThisProcess: () => own,
    ofMosquitto: () => (mosquitto === undefined ? undefined : { pid: 7, openFiles: mosquitto }),
  };
  try {
    checkLimits({ count, runtime: "node", broker: { host, port: 1883 } }, limits);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("a fleet", () => {
  it("starts where both limits are high enough, or unknown", () => {
    expect(faultsOf(10_000, 20_000, 20_000)).toEqual([]);
    expect(faultsOf(10_000, undefined)).toEqual([]);
    expect(faultsOf(1, 256, 64)).toEqual([]);
  });

  it("needs more open files for serial ports", () => {
    const limits: Limits = { ofThisProcess: () => 500, ofMosquitto: () => undefined };
    const needs = { count: 100, runtime: "node", broker: { host: "127.0.0.1", port: 1 } } as const;
    expect(() => checkLimits(needs, limits)).not.toThrow();
    expect(() => checkLimits({ ...needs, hasSerial: true }, limits)).toThrow(/need 664 open files/);
  });

  it("names the limit, the need and the command, of both at once", () => {
    expect(faultsOf(10_000, 4096, 1024).map(({ path }) => path)).toEqual(["--count", "broker.url"]);
    const [own, broker] = faultsOf(10_000, 4096, 1024);
    expect(own?.message).toContain(
      '10000 boards need 11064 open files, and this process may have 4096; start it after "ulimit -n 11064"',
    );
    expect(broker?.message).toContain("the Mosquitto there (pid 7) may have 1024 open files");
    expect(broker?.message).toContain("it takes 992 connections, not 10000");
    expect(broker?.message).toContain('"ulimit -n 10032"');
    expect(broker?.message).toContain("espulse broker up --engine mosquitto");
  });

  it("looks only at a broker on this machine", () => {
    expect(faultsOf(10_000, 20_000, 1024, "broker.example")).toEqual([]);
    expect(faultsOf(10_000, 20_000, 1024, "localhost")).toHaveLength(1);
  });
});
