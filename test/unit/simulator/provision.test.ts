import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { DEVICE_ID_PATTERN } from "../../../firmware/contract/topics.ts";
import { Secret } from "../../../host/config/secret.ts";
import { ConfigError } from "../../../host/errors.ts";
import { type ProvisionOptions, provision } from "../../../host/simulator/provision.ts";

const config: ProvisionOptions["config"] = {
  board: loadBoard("esp32-devkitc"),
  broker: { url: "mqtt://127.0.0.1:1884" },
  prefix: "espulse",
  interval: 1000,
  keepAlive: 30,
  pins: [],
  wifi: {},
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-provision-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the settings of a simulated board", () => {
  it("follow from seed and index", () => {
    const { settings, seed, storageFolder } = provision({ config, seed: 6, index: 1 });
    expect({ settings, seed, storageFolder }).toEqual({
      seed: 7,
      storageFolder: undefined,
      settings: {
        v: 1,
        device: "esp32-de098d",
        board: "esp32-devkitc",
        install: "2a920b3d",
        prefix: "espulse",
        interval: 1000,
        wifi: { ssid: "espulse-simulated", password: "only-simulated" },
        broker: { host: "127.0.0.1", port: 1884, keepAlive: 30 },
        pins: [
          { name: "light", pin: "D32", kind: "analog" },
          { name: "door", pin: "D4", kind: "digital" },
        ],
      },
    });
  });

  it("are another board's at every index, with ids a broker and topic can bear", () => {
    const devices = Array.from({ length: 1000 }, (_, index) => {
      const { settings } = provision({ config, seed: 3, index });
      expect(settings.device).toMatch(DEVICE_ID_PATTERN);
      expect(settings.install).toMatch(/^[0-9a-f]{8}$/);
      return settings.device;
    });
    expect(new Set(devices).size).toBe(1000);
  });

  it("without a seed: the same device, but an install id of its own, so that no name comes twice", () => {
    const one = provision({ config, index: 0 }).settings;
    const other = provision({ config, index: 0 }).settings;
    expect(one.device).toBe(other.device);
    expect(one.install).not.toBe(other.install);
  });

  it("take Wi-Fi, pins, SNTP server and the password from the configuration", () => {
    const pins = [{ name: "soil", pin: "D34", kind: "analog" }] as const;
    const { settings } = provision({
      config: {
        ...config,
        pins,
        sntp: { host: "127.0.0.1", port: 1123 },
        wifi: { ssid: "attic", password: new Secret("in the attic") },
        broker: { url: "mqtt://broker.example", password: new Secret("hush") },
      },
      seed: 1,
      index: 0,
    });
    expect(settings.pins).toEqual(pins);
    expect(settings.sntp).toEqual({ host: "127.0.0.1", port: 1123 });
    expect(settings.wifi).toEqual({ ssid: "attic", password: "in the attic" });
    expect(settings.broker).toEqual({
      host: "broker.example",
      port: 1883,
      password: "hush",
      keepAlive: 30,
    });
  });
});

describe("a kept storage folder", () => {
  const inFolder = (seed?: number) => provision({ config, seed, index: 0, storageFolder: folder });

  it("keeps the install id, and has a place for the Storage", () => {
    const first = inFolder();
    const again = inFolder();
    expect(again.settings.install).toBe(first.settings.install);
    const { device } = first.settings;
    expect(again.storageFolder).toBe(join(folder, device, "storage"));
    expect(readdirSync(folder)).toEqual([device]);
    expect(inFolder(1).settings.install).toBe(first.settings.install);
    expect(inFolder(2).settings.device).not.toBe(device);
  });

  it("is refused when a newer Espulse wrote it, or it is something else", () => {
    const { device, install } = inFolder(5).settings;
    const file = join(folder, device, "identity.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ v: 1, device, install });
    writeFileSync(file, JSON.stringify({ v: 2, device, install }));
    expect(() => inFolder(5)).toThrow("written by a newer Espulse (v 2, this one reads 1)");
    for (const text of ["", "null", "[]", '{"v":1,"install":"nothex00"}', '{"v":1}']) {
      writeFileSync(file, text);
      expect(() => inFolder(5)).toThrow(ConfigError);
      expect(() => inFolder(5)).toThrow("is no identity");
    }
  });
});

it("names a folder of Storage that cannot be one", () => {
  const file = join(mkdtempSync(join(tmpdir(), "espulse-provision-")), "taken");
  writeFileSync(file, "");
  expect(() => provision({ config, index: 0, seed: 1, storageFolder: file })).toThrow(
    /taken.*\(flag --storage\): cannot keep a board's Storage: .*name a folder/,
  );
});
