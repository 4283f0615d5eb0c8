import { describe, expect, it } from "vitest";
import { resolveConfig } from "../../../host/config/config.ts";
import {
  boardSettings,
  brokerOfBoard,
  SIMULATED_WIFI,
} from "../../../host/layout/board-settings.ts";

describe("where a board finds its broker", () => {
  it("host and port of a plain URL", () => {
    expect(brokerOfBoard("mqtt://localhost")).toEqual({ host: "localhost", port: 1883 });
    expect(brokerOfBoard("mqtt://10.0.0.2:1890/")).toEqual({ host: "10.0.0.2", port: 1890 });
  });

  it.each(["mqtts://a.example", "ws://a.example:8083", "wss://a.example"])("not %s", (url) => {
    expect(() => brokerOfBoard(url, "flag --broker")).toThrow(
      /^broker\.url \(flag --broker\): a board can use mqtt:\/\/ only/,
    );
  });

  it("not over IPv6", () => {
    expect(() => brokerOfBoard("mqtt://[::1]:1883")).toThrow("a board has IPv4 only");
  });
});

describe("the network of a board", () => {
  it.each([
    ["none", {}, SIMULATED_WIFI],
    ["an open one", { ESPULSE_WIFI_SSID: "cafe" }, { ssid: "cafe", password: "" }],
    [
      "one with a password",
      { ESPULSE_WIFI_SSID: "attic", ESPULSE_WIFI_PASSWORD: "secret-key" },
      { ssid: "attic", password: "secret-key" },
    ],
  ])("configured is %s", async (_, env, wifi) => {
    const config = await resolveConfig({ flags: {}, env, cwd: "/nonexistent" });
    const { wifi: given } = boardSettings(config, { device: "attic", install: "0123abcd" });
    expect(given).toEqual(wifi);
  });
});
