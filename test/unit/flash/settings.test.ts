// Settings that a board of hardware cannot work with, and the ones it gets.
import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../../host/config/config.ts";
import { deviceOf, faultsOfSettings, settingsFor } from "../../../host/flash/settings.ts";

const configOf = (flags: object) => resolveConfig({ flags, env: {}, cwd: "/nonexistent" });

describe("settings for a board of hardware", () => {
  it.each(["mqtt://127.0.0.1", "mqtt://localhost:1884"])(
    "do not name the broker %s, which is the board itself",
    async (broker) => {
      const faults = faultsOfSettings(await configOf({ broker }), undefined, true);
      expect(faults.map(({ path }) => path)).toEqual(["broker.url", "wifi.ssid"]);
      expect(faults[0]).toMatchObject({ source: "flag --broker" });
      expect(faults[1]!.message).toContain("--wifi-ssid");
      expect(faults[0]!.message).toMatch(/a board cannot reach this computer as (127|localhost)/);
      // The addresses of this computer, where it has any.
      for (const other of faults[0]!.message.match(/--broker \S+/g) ?? []) {
        expect(other).toMatch(/^--broker mqtt:\/\/\d+\.\d+\.\d+\.\d+(:1884)?$/);
      }
    },
  );

  it("are good with a broker in the network and a name of one", async () => {
    const config = await configOf({ broker: "mqtt://192.168.1.5", wifiSsid: "attic" });
    expect(faultsOfSettings(config, "attic", true)).toEqual([]);
  });

  it.each([true, false])(
    "name a broker that a board can speak to, of hardware: %s",
    async (isHardware) => {
      const config = await configOf({ broker: "mqtts://192.168.1.5", wifiSsid: "attic" });
      expect(faultsOfSettings(config, undefined, isHardware)).toMatchObject([
        { path: "broker.url", message: expect.stringContaining("a board can use mqtt:// only") },
      ]);
    },
  );

  it("may be what they are for a simulated board", async () => {
    const config = await configOf({ broker: "mqtt://127.0.0.1" });
    expect(faultsOfSettings(config, undefined, false)).toEqual([]);
    expect(faultsOfSettings(config, "Attic!", false)).toMatchObject([{ source: "flag --device" }]);
  });
});

describe("the settings of a flash", () => {
  it("go on with the device and the installation of the board that counts its boots", async () => {
    const config = await configOf({ broker: "mqtt://192.168.1.5" });
    const first = settingsFor({ config, serial: "240ac46d-23eb", countsBoots: false });
    expect(first).toMatchObject({
      device: deviceOf(config, "240ac46d-23eb"),
      install: expect.stringMatching(/^[0-9a-f]{8}$/),
      broker: { host: "192.168.1.5", port: 1883 },
    });
    const present = { ...first, device: "attic" };
    const next = settingsFor({ config, serial: "240ac46d-23eb", present, countsBoots: true });
    expect(next).toMatchObject({ device: "attic", install: first.install });
    const anew = settingsFor({ config, serial: "240ac46d-23eb", present, countsBoots: false });
    expect(anew.install).not.toBe(first.install);
  });
});
