// Puts every Espruino API onto the globals of one board. The list of what there is; each API has a
// file of its own.

import { installBase64 } from "./base64.ts";
import { fromBinaryString, toBinaryString } from "./bytes.ts";
import type { Chip } from "./chip.ts";
import { type ConsoleOutput, installConsole } from "./console.ts";
import { cryptoModule } from "./crypto.ts";
import { installDate } from "./date.ts";
import { Dgram } from "./dgram.ts";
import { installE } from "./e.ts";
import { installEnvironment } from "./environment.ts";
import { installEsp32 } from "./esp32.ts";
import { flashModule } from "./flash-module.ts";
import type { Interpreter } from "./interpreter.ts";
import { limitE, withoutLacking } from "./lacks.ts";
import type { Listeners } from "./listeners.ts";
import { estimatedVars } from "./memory.ts";
import { installModules } from "./modules.ts";
import { Net } from "./net.ts";
import { installPins } from "./pins.ts";
import { installPromise } from "./promise.ts";
import { RandomNumbers } from "./random.ts";
import type { Realm } from "./realm.ts";
import { installSerial } from "./serial.ts";
import { TcpSockets } from "./sockets.ts";
import { storageModule } from "./storage.ts";
import { telnet } from "./telnet.ts";
import { installTimerFunctions } from "./timer-functions.ts";
import { wifiModule } from "./wifi.ts";

const REGISTERS = ["peek32"];

/** How a start differs: reset() runs `.bootrst` alone, load(name) a file instead of the boot code. */
export interface Start {
  readonly afterReset: boolean;
  readonly fileName?: string;
}

export interface GlobalsSurroundings {
  readonly chip: Chip;
  readonly realm: Realm;
  readonly interpreter: Interpreter;
  readonly listeners: Listeners;
  readonly console: ConsoleOutput;
  /** reset() and load(): at the end of the idle pass. */
  readonly restart: (start: Start) => void;
  /** E.reboot() tells the program first, ESP32.reboot() does not. Neither returns. */
  readonly reboot: (tellFirst: boolean) => never;
  /** At the console port. */
  readonly echo: (isOn: boolean) => void;
}

/** What the machine has to know of the APIs afterwards. */
export interface Globals {
  readonly E: object;
  /** The global `process`. */
  readonly environment: object;
  readonly sockets: TcpSockets;
  readonly net: Net;
  readonly dgram: Dgram;
}

export function installGlobals(surroundings: GlobalsSurroundings): Globals {
  const { chip, realm, interpreter, listeners, console, restart, reboot, echo } = surroundings;
  const { flash, radio, network, halfOpen, board, macAddress } = chip;

  const sockets = new TcpSockets(realm, interpreter, listeners);
  const own = { interpreter, listeners, radio, network };
  const net = new Net(realm, { ...own, sockets, console, halfOpen });
  const dgram = new Dgram(realm, own);
  // Made at once: it hears the radio, also before anybody has asked for it.
  const wifi = wifiModule(realm, {
    interpreter,
    listeners,
    radio,
    macAddress,
    signalDbm: () => chip.signalDbm(),
    writeFile: (name, text) => void flash.write(name, fromBinaryString(text)),
    eraseFile: (name) => flash.erase(name),
    networkDown: () => net.networkDown(),
  });
  const modules = withoutLacking(board, realm, {
    Storage: () => storageModule(realm, { flash, flashOffset: board.storage.offset }),
    Flash: () => flashModule(realm, { flash, board }),
    net: () => net.module,
    dgram: () => dgram.module,
    Wifi: () => wifi,
    TelnetServer: () => telnet(realm).module,
    crypto: () => cryptoModule(realm),
  });
  installModules(realm, modules, (name) => {
    const bytes = flash.read(name);
    return bytes === undefined ? undefined : toBinaryString(bytes);
  });

  installConsole(realm, console, echo);
  realm.provide(
    REGISTERS,
    () => (address: unknown) => (address === board.resetCause?.register ? chip.resetCause : 0),
  );
  installBase64(realm);
  installSerial(realm, console);
  installTimerFunctions(realm, interpreter, chip.clock);
  installPromise(realm, interpreter);
  installPins(realm, board, chip.inputs, console);
  let bundle = { slot: undefined as unknown, changes: -1, bytes: 0 };
  /** Asked with each reading, and another one only when the flash is. */
  const bundleBytes = (slot: unknown): number => {
    if (bundle.slot !== slot || bundle.changes !== flash.changes) {
      const { length = 0 } = flash.read(String(slot)) ?? flash.read(".bootcde") ?? {};
      bundle = { slot, changes: flash.changes, bytes: length };
    }
    return bundle.bytes;
  };
  const environment = installEnvironment(realm, {
    board,
    macAddress,
    modules: Object.keys(modules),
    usedVars: () =>
      estimatedVars({
        bundleBytes: bundleBytes(realm.global.slot),
        timers: interpreter.timers.size,
        sockets: sockets.open.length,
        waitingBytes: sockets.waitingBytes,
      }),
  });

  const eraseBootCode = (): void => {
    for (const name of [".bootcde", ".bootrst"]) flash.erase(name);
  };
  const E = installE(realm, {
    console,
    random: new RandomNumbers(),
    watchdog: chip.watchdog,
    consoleDevice: board.console.device,
    temperatureCel: () => chip.temperatureCel(),
    reboot: () => reboot(true),
    setTimeZone: installDate(realm, chip.clock),
    writeBootCode(code, evenAfterReset) {
      eraseBootCode();
      const name = evenAfterReset ? ".bootrst" : ".bootcde";
      if (code !== "") flash.write(name, fromBinaryString(code));
    },
  });
  limitE(board, realm, E, console);
  if (!board.lacks.includes("esp32"))
    installEsp32(realm, {
      restart: () => reboot(false),
      eraseBootCode,
      bluetooth: chip.bluetooth,
    });
  realm.define("reset", (clearFlash: unknown): void => {
    if (clearFlash) eraseBootCode();
    restart({ afterReset: true });
  });
  realm.define("load", (fileName: unknown): void => {
    restart(typeof fileName === "string" ? { afterReset: true, fileName } : { afterReset: false });
  });
  return { E, environment, sockets, net, dgram };
}
