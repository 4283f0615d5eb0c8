// Every fault of a configuration at once, each with its place.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resolveBuild, resolveConnection } from "../../../host/config/config.ts";
import type { Flags } from "../../../host/config/names.ts";
import { faultsOf, useConfigFolder } from "./config-folder.ts";

const { cwd, write, resolve } = useConfigFolder();

describe("faults of the configuration", () => {
  it("tells every fault at once, each with its path and source", async () => {
    write(
      "espulse.config.ts",
      `export default {
        prefx: "home",
        wifi: { sid: "net" },
        pins: [
          { name: "light", pin: "D25", kind: "analog" },
          { name: "temp", pin: "D99", kind: "digital" },
          { name: "door", pin: "D5", kind: "analog" },
          { name: "door", pin: "D25", kind: "digital" },
        ],
      };`,
    );
    write(".env.local", "ESPULSE_KEEP_ALIVE=0\nESPULSE_WIFI_PASWORD=secret-word\n");
    const env = { ESPULSE_INTERVAL: "soon", ESPULSE_WIFI_PASSWORD: "short" };
    const faults = await faultsOf(resolve(env, { broker: "http://x", board: "esp33" }));
    expect(faults).toEqual([
      "ESPULSE_WIFI_PASWORD (.env.local): unknown variable; did you mean ESPULSE_WIFI_PASSWORD?",
      "prefx (espulse.config.ts): unknown setting; did you mean prefix?",
      "broker.url (flag --broker): expected mqtt://, mqtts://, ws:// or wss://, got http://",
      "wifi.sid (espulse.config.ts): unknown setting; did you mean ssid?",
      "interval (environment ESPULSE_INTERVAL): expected a whole number of milliseconds, 100 to 3600000",
      "pins.1.name (espulse.config.ts): is a channel of the board itself (temp, vars, rssi); choose another name",
      "keepAlive (.env.local ESPULSE_KEEP_ALIVE): expected whole seconds, 5 to 120",
      expect.stringMatching(/^board \(flag --board\): esp33: no such board\. Boards: esp32-c3, /),
      "wifi.password (environment ESPULSE_WIFI_PASSWORD): expected 8 to 63 printable ASCII characters, or 64 hex digits",
    ]);
  });

  it("holds the pins against the board", async () => {
    write(
      "espulse.config.ts",
      `export default { pins: [
        { name: "light", pin: "D25", kind: "analog" },
        { name: "button", pin: "d34", kind: "digital" },
        { name: "door", pin: "D5", kind: "analog" },
        { name: "door", pin: "D25", kind: "digital" },
      ] };`,
    );
    expect(await faultsOf(resolve())).toEqual([
      "pins.0.pin (espulse.config.ts): D25 has ADC2 only, which cannot be read while Wi-Fi is on; use D32, D33, D34, D35, D36, D39",
      'pins.1.pin (espulse.config.ts): esp32-devkitc has no pin "d34"; did you mean D34?',
      "pins.2.pin (espulse.config.ts): D5 has no analog input; use D32, D33, D34, D35, D36, D39",
      "pins.3.name (espulse.config.ts): pins.2 has this name already",
      "pins.3.pin (espulse.config.ts): D25 is read as pins.0 already",
    ]);
  });

  it("refuses pins that something else has, or that cannot be read so, on each board", async () => {
    write(
      "espulse.config.ts",
      `export default { board: "esp8266", pins: [
        { name: "flash", pin: "D6", kind: "digital" },
        { name: "console", pin: "D1", kind: "digital" },
        { name: "level", pin: "A0", kind: "digital" },
        { name: "light", pin: "D4", kind: "analog" },
        { name: "led", pin: "SD3", kind: "digital" },
      ] };`,
    );
    expect(await faultsOf(resolve())).toEqual([
      "pins.0.pin (espulse.config.ts): D6 belongs to the flash chip",
      "pins.1.pin (espulse.config.ts): D1 is the console; reading it takes the console away",
      "pins.2.pin (espulse.config.ts): A0 is analog only",
      "pins.3.pin (espulse.config.ts): D4 has no analog input; use A0",
      'pins.4.pin (espulse.config.ts): esp8266 has no pin "SD3"; did you mean D10?',
    ]);
    write(
      "espulse.config.ts",
      `export default { board: "esp32-s3", pins: [{ name: "light", pin: "D4", kind: "analog" }] };`,
    );
    expect(await faultsOf(resolve())).toEqual([
      "pins.0.pin (espulse.config.ts): ESP32-S3 DevKitC-1 reads no analog input with Espruino",
    ]);
  });

  it("takes a board file by its path, relative to the working folder, and names its faults", async () => {
    write("my-board.json", '{ "v": 1, }');
    write("espulse.config.ts", `export default { board: "./my-board.json" };`);
    expect(await faultsOf(resolve())).toEqual([
      'board (espulse.config.ts): ./my-board.json: 1:11: expected a name in double quotes, found "}"',
    ]);
  });

  it("sends a password out of the file and the URL, without repeating it", async () => {
    write("espulse.config.ts", `export default { broker: { password: "hunter22" } };`);
    const faults = await faultsOf(resolve({ ESPULSE_BROKER: "mqtt://me:hunter22@broker" }));
    expect(faults).toEqual([
      "broker.url (environment ESPULSE_BROKER): a password does not belong in a URL; set ESPULSE_PASSWORD instead",
      "broker.password (espulse.config.ts): set ESPULSE_PASSWORD instead: this file is shared",
    ]);
  });

  it("refuses what a board cannot send, and only for a board", async () => {
    write("espulse.config.ts", `export default { wifi: { ssid: "Büro" } };`);
    const env = { ESPULSE_PASSWORD: "schlüssel", ESPULSE_WIFI_PASSWORD: "schlüssel" };
    const why = "ASCII only: the board's strings are bytes, not Unicode";
    expect(await faultsOf(resolve(env))).toEqual([
      `broker.password (environment ESPULSE_PASSWORD): ${why}`,
      `wifi.ssid (espulse.config.ts): ${why}`,
      `wifi.password (environment ESPULSE_WIFI_PASSWORD): ${why}`,
    ]);
    const { broker } = await resolveConnection({ flags: { username: "me" }, env, cwd: cwd() });
    expect(broker.password?.reveal()).toBe("schlüssel");
  });

  it("needs no user name for a board, which logs in as its device id", async () => {
    const { broker } = await resolve({ ESPULSE_PASSWORD: "hunter22" });
    expect(broker.password?.reveal()).toBe("hunter22");
  });

  it("names the line of .env.local that sets nothing, and reads the ones around it", async () => {
    write(".env.local", "ESPULSE_PREFIX=home\nMYFLAG\n\n# a comment\nESPULSE_MQTT=7\n");
    expect(await faultsOf(resolve())).toEqual([
      ".env.local:2: expected NAME=value or # a comment",
      expect.stringMatching(/^broker\.mqtt \(\.env\.local ESPULSE_MQTT\): Invalid option/),
    ]);
  });

  it("says what is wrong with a file that does not load", async () => {
    write("espulse.config.ts", "export default {\n  prefix: = 3,\n};");
    expect(await faultsOf(resolve())).toEqual(['espulse.config.ts:2:11: Unexpected "="']);
    write("periods.ts", "export const = 3;");
    write("espulse.config.ts", `import "./periods.ts"; import "nowhere";`);
    expect((await faultsOf(resolve())).sort()).toEqual([
      'espulse.config.ts:1:31: Could not resolve "nowhere"',
      'periods.ts:1:14: Expected identifier but found "="',
    ]);
    write("espulse.config.ts", `throw new Error("no such thing");`);
    expect(await faultsOf(resolve())).toEqual(["espulse.config.ts: no such thing"]);
    write("espulse.config.ts", `export const config = {};`);
    expect((await faultsOf(resolve()))[0]).toContain("expected `export default defineConfig(");
  });

  it("says what is wrong with a section that is no section", async () => {
    write("espulse.config.ts", `export default { broker: "mqtt://x", pins: "D34", wifi: null };`);
    const faults = await faultsOf(resolve());
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual(["broker", "wifi", "pins"]);
  });
});

describe("the connection alone", () => {
  it("is not stopped by what it does not use", async () => {
    write("espulse.config.ts", `export default { interval: -1, broker: { url: "mqtt://b" } };`);
    const connection = await resolveConnection({ env: {}, cwd: cwd() });
    expect(connection).toMatchObject({ prefix: "espulse", broker: { url: "mqtt://b" } });
  });

  it("refuses a password without a user name", async () => {
    const connect = (env: NodeJS.ProcessEnv) => resolveConnection({ env, cwd: cwd() });
    expect(await faultsOf(connect({ ESPULSE_PASSWORD: "hunter22" }))).toEqual([
      "broker.password (environment ESPULSE_PASSWORD): is set without a user name (--username)",
    ]);
    const env = { ESPULSE_PASSWORD: "hunter22", ESPULSE_BROKER: "mqtt://me@broker" };
    const { broker } = await connect(env);
    expect(broker).toMatchObject({ username: "me", url: "mqtt://me@broker" });
  });

  it("still tells a misspelt section", async () => {
    write("espulse.config.ts", `export default { brokr: { url: "mqtt://b" } };`);
    expect(await faultsOf(resolveConnection({ env: {}, cwd: cwd() }))).toEqual([
      "brokr (espulse.config.ts): unknown setting; did you mean broker?",
    ]);
  });
});

describe("a build", () => {
  const build = (env: NodeJS.ProcessEnv = {}, flags: Flags = {}) =>
    faultsOf(resolveBuild({ flags, env, cwd: cwd() }));

  it("refuses whatever is wrong for a run: what passes in CI does not fail on the desk", async () => {
    write(
      "espulse.config.ts",
      `export default {
        prefix: "home/+", wifi: { sid: "net" }, interval: 5, broker: { url: "http://x" },
        pins: [{ name: "light", pin: "D99", kind: "analog" }],
      };`,
    );
    write(".env.local", "ESPULSE_KEEP_ALIVE=0\nESPULSE_PREFX=home\n");
    const env = { ESPULSE_SNTP: "a b", ESPULSE_WIFI_PASSWORD: "short" };
    const faults = await build(env);
    expect(faults).toEqual(await faultsOf(resolve(env)));
    expect(faults.map((fault) => fault.split(" ")[0])).toEqual([
      "ESPULSE_PREFX",
      "prefix",
      "broker.url",
      "wifi.sid",
      "interval",
      "sntp.host",
      "keepAlive",
      "pins.0.pin",
      "wifi.password",
    ]);
  });

  it("holds the pins against the board that a flag names", async () => {
    write(
      "espulse.config.ts",
      `export default { pins: [{ name: "light", pin: "D35", kind: "analog" }] };`,
    );
    expect(await build({}, { board: "esp8266" })).toEqual([
      expect.stringMatching(/^pins\.0\.pin \(espulse\.config\.ts\): esp8266 has no pin "D35"/),
    ]);
  });

  it("needs nothing that only a run needs: no password, no file of a certificate", async () => {
    write(
      "espulse.config.ts",
      `export default { entry: "main.ts", wifi: { ssid: "net" },
        broker: { url: "mqtts://me@b", ca: "./not-in-ci.pem", key: "./key.pem" } };`,
    );
    const { board, entry } = await resolveBuild({ env: {}, cwd: cwd() });
    expect([board.id, entry]).toEqual(["esp32-devkitc", join(cwd(), "main.ts")]);
  });
});
