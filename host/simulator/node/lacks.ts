// Takes from a simulated board what the Espruino build of that board has not. The other files give
// what the ESP32 build has; this one knows no more of them than names.
import type { Board } from "../../../boards/board.ts";
import type { ConsoleOutput } from "./console.ts";
import type { Realm } from "./realm.ts";

type Native = (...args: unknown[]) => unknown;
type Functions = Record<string, unknown>;

type Makers = Readonly<Record<string, () => object>>;

/** The built-in modules that are left, each made when it is first asked for. */
export function withoutLacking({ lacks }: Board, realm: Realm, modules: Makers): Makers {
  const left: Record<string, () => object> = { ...modules };
  if (lacks.includes("telnet")) delete left.TelnetServer;
  if (lacks.includes("crypto")) delete left.crypto;
  const { crypto, Wifi } = left;
  if (crypto !== undefined) {
    left.crypto = () => {
      const functions = crypto() as Functions;
      for (const name of ["SHA224", "SHA256"]) if (lacks.includes("sha256")) delete functions[name];
      for (const name of ["SHA384", "SHA512"]) if (lacks.includes("sha512")) delete functions[name];
      return functions;
    };
  }
  if (Wifi !== undefined && lacks.includes("wifi-status")) {
    left.Wifi = () => withoutStatus(realm, Wifi() as Functions);
  }
  return left;
}

function withoutStatus(realm: Realm, wifi: Functions): Functions {
  delete wifi.getStatus;
  const getIP = wifi.getIP as Native;
  wifi.getIP = (callback: unknown): void => {
    if (typeof callback !== "function") throw realm.typeError("Function not found");
    getIP(callback);
  };
  return wifi;
}

/** Makes the functions of E those of the board. */
export function limitE(board: Board, realm: Realm, e: object, console: ConsoleOutput): void {
  const E = e as Functions;
  if (board.lacks.includes("temperature")) {
    E.getTemperature = (): number => {
      // jshReadTemperature (targets/esp32/jshardware.c); that of the ESP8266 says nothing.
      if (!board.lacks.includes("esp32")) {
        console.printLine("ERROR: >> jshReadTemperature Not implemented");
      }
      return Number.NaN;
    };
  }
  if (board.lacks.includes("watchdog")) {
    E.enableWatchdog = E.kickWatchdog = (): void => {};
  }
  const longest = board.watchdogSeconds;
  if (longest === undefined) return;
  const enable = E.enableWatchdog as Native;
  E.enableWatchdog = (seconds: unknown, automatic: unknown): void => {
    enable(Math.min(Number(seconds), longest), automatic);
    // jshEnableWatchDog (targets/stm32/jshardware.c)
    if (Number(seconds) > longest) throw realm.error("Maximum watchdog timeout exceeded");
  };
}
