// require("Wifi") as the ESP32 build has it (jswrap_esp32_network.c): the functions, the events and
// what is in them. The station itself is in radio.ts.
import type { Interpreter } from "./interpreter.ts";
import type { Listeners } from "./listeners.ts";
import { type Radio, REASONS, type Reason } from "./radio.ts";
import type { Realm } from "./realm.ts";

export interface WifiSurroundings {
  readonly radio: Radio;
  readonly listeners: Listeners;
  readonly interpreter: Interpreter;
  /** Six bytes, hex, without separators. */
  readonly macAddress: string;
  /** Signal in dBm, now. */
  readonly signalDbm: () => number;
  readonly writeFile: (name: string, text: string) => void;
  readonly eraseFile: (name: string) => void;
  readonly networkDown: () => void;
}

/** The access point of the simulation, as every board sees it. */
const BSSID = "02:00:5e:10:00:01";
const CHANNEL = 6;
const ADDRESS = { ip: "192.168.4.2", netmask: "255.255.255.0", gw: "192.168.4.1" };
const NO_ADDRESS = { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" };
const CONFIG_FILE = ".wificfg"; // WIFI_CONFIG_STORAGE_NAME, jswrap_esp32_network.h

type Status = (isConnected: boolean, mode: string, ...fields: readonly unknown[]) => object;

/** Runs on the board, for its own objects: a firmware may ask with each reading. */
const STATUS = `(function (isConnected, mode, ssid, bssid, channel, rssi, authMode) {
  const powersave = "min_modem";
  return isConnected
    ? { station: "connected", ssid, bssid, channel, rssi, htMode: "HT20", authMode, mode, powersave }
    : { station: ssid, mode, powersave };
})`;

export function wifiModule(realm: Realm, surroundings: WifiSurroundings): object {
  const { radio, listeners, interpreter, macAddress } = surroundings;
  const mac = macAddress.match(/../g)!.join(":");
  let status: Status | undefined;
  let onAddress: unknown;
  let onDisconnect: unknown;
  let hostname = "espressif";

  const checkCallback = (callback: unknown): void => {
    if (callback !== undefined && callback !== null && typeof callback !== "function") {
      throw realm.error(`Expecting callback function but got ${String(callback)}`);
    }
  };
  const answer = (callback: unknown, ...args: unknown[]): void => {
    if (typeof callback === "function") interpreter.queue(undefined, [callback], args);
  };
  /** sendWifiCompletionCB: once, with null or the reason as text. */
  const finishConnect = (reason: Reason | null): void => {
    const callback = onAddress;
    onAddress = undefined;
    answer(callback, reason);
  };

  const wifi = realm.object({
    connect(ssid: unknown, options: unknown, callback: unknown): void {
      if (typeof ssid !== "string") throw realm.error("No SSID provided");
      if (options !== undefined && (typeof options !== "object" || options === null)) {
        throw realm.error(`Expecting Object, got ${options === null ? "null" : typeof options}`);
      }
      onAddress = undefined;
      checkCallback(callback);
      onDisconnect = undefined;
      const password = (options as { password?: unknown } | undefined)?.password;
      if (password !== undefined && typeof password !== "string") {
        throw realm.error(`Expecting options.password to be a string but got ${typeof password}`);
      }
      radio.connect({ ssid: ssid.slice(0, 32), password: (password ?? "").slice(0, 64) });
      onAddress = callback;
    },
    disconnect(callback: unknown): void {
      onDisconnect = undefined;
      checkCallback(callback);
      onDisconnect = callback;
      radio.disconnect();
      // jswrap_wifi_disconnect answers at once, and the event answers again.
      answer(callback);
    },
    getStatus() {
      status ??= realm.run(STATUS, "status") as Status;
      const { station, stationConnected, accessPointStarted } = radio;
      const mode = accessPointStarted || stationConnected ? radio.mode : "NULL";
      if (!stationConnected) return status(false, mode, radio.lastReason ?? "Unknown reason");
      const signal = radio.online ? surroundings.signalDbm() : 0;
      const authMode = station.password === "" ? "open" : "wpa2";
      return status(true, mode, station.ssid, BSSID, CHANNEL, signal, authMode);
    },
    getDetails(callback: unknown) {
      checkCallback(callback);
      const details = realm.object(
        radio.stationConnected
          ? {
              ...radio.station,
              status: "connected",
              authMode: radio.station.password === "" ? "open" : "wpa2",
            }
          : { status: radio.lastReason ?? "Unknown reason" },
      );
      answer(callback, details);
      return details;
    },
    getIP(callback: unknown) {
      checkCallback(callback);
      const info = realm.object({ ...(radio.online ? ADDRESS : NO_ADDRESS), mac });
      answer(callback, null, info);
      return info;
    },
    getAPIP(callback: unknown) {
      checkCallback(callback);
      const info = realm.object({ ...NO_ADDRESS, mac });
      answer(callback, null, info);
      return info;
    },
    startAP(ssid: unknown, _options: unknown, callback: unknown): void {
      checkCallback(callback);
      if (typeof ssid !== "string") throw realm.error("No SSID");
      radio.mode = radio.mode === "STA" || radio.mode === "APSTA" ? "APSTA" : "AP";
      radio.accessPointStarted = true;
      answer(callback, null);
    },
    stopAP(callback: unknown): void {
      checkCallback(callback);
      if (radio.mode === "AP") radio.mode = "NULL";
      if (radio.mode === "APSTA") radio.mode = "STA";
      radio.accessPointStarted = false;
      answer(callback);
    },
    scan(callback: unknown): void {
      if (typeof callback !== "function") checkCallback(callback ?? 0);
      answer(callback, realm.array([]));
    },
    getHostname: () => hostname,
    setHostname(name: unknown, callback: unknown): void {
      hostname = String(name);
      answer(callback);
    },
    save(what: unknown): void {
      surroundings.eraseFile(CONFIG_FILE);
      if (what === "clear") return;
      // As on the board: the password lies there in plain text.
      const saved = {
        ...radio.station,
        mode: { NULL: 0, STA: 1, AP: 2, APSTA: 3 }[radio.mode],
        hostname,
      };
      surroundings.writeFile(CONFIG_FILE, JSON.stringify(saved));
    },
    restore(): void {},
    setConfig(): void {},
    // The real one asks a time server and then steps the clock under the timers; the simulation
    // has no such server, and NodeBoard.stepSystemClockUnderTimers does what would follow.
    setSNTP(server: unknown, zone: unknown): void {
      if (typeof zone !== "string") throw realm.error("Zone is not a string");
      if (typeof server !== "string") throw realm.error("Server is not a string");
    },
  });

  radio.events = {
    associated() {
      const details = { ssid: radio.station.ssid, mac: BSSID, channel: String(CHANNEL) };
      listeners.queue(wifi, "associated", realm.object(details));
    },
    gotAddress() {
      finishConnect(null);
      listeners.queue(wifi, "connected", realm.object(ADDRESS));
    },
    disconnected(reason) {
      const callback = onDisconnect;
      onDisconnect = undefined;
      answer(callback);
      listeners.queue(
        wifi,
        "disconnected",
        // The number of the reason is a string on the board, too.
        realm.object({
          ssid: radio.station.ssid,
          mac: BSSID,
          reason: String(REASONS[reason]),
          msg: reason,
        }),
      );
      finishConnect(reason);
    },
    networkDown() {
      surroundings.networkDown();
      interpreter.wake();
    },
  };
  return wifi;
}
