// The globals of Espruino that the firmware uses, for tests that import its modules: installed
// before the import, taken away after. They stand for the interpreter; the firmware is the real one.
import { createHash } from "node:crypto";
import Module from "node:module";
import { vi } from "vitest";
import { OUTBOX } from "../../firmware/contract/outbox.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { crc32 } from "../../host/crc32.ts";
import { IdleLoop } from "../unit/firmware/interpreter/idle-loop.ts";
import { Link } from "../unit/firmware/interpreter/link.ts";
import { Datagrams, Radio } from "../unit/firmware/interpreter/radio.ts";
import {
  FlashStorage,
  STORAGE_BYTES,
  STORAGE_OFFSET,
} from "../unit/firmware/interpreter/storage.ts";

export const SETTINGS: Settings = {
  v: 1,
  device: "esp32-a1b2c3",
  board: "esp32-devkitc",
  install: "7f3a12c4",
  prefix: "espulse",
  interval: 1000,
  wifi: { ssid: "attic", password: "hidden away" },
  broker: { host: "broker.test", port: 1883, keepAlive: 30 },
  pins: [],
};

/** The bundle in Storage: the firmware only hashes it. */
export const BUNDLE = "print('a bundle')";
const SLOT_FILE = "slot0";
const CONF_FILE = "conf0";
/** Of its file for readings: 15 whole pages. */
const OUTBOX_BYTES = 65_536;
const SERIAL = "240ac4a1b2c3";
/** Where the firmware's own files stand, as the loader names them. */
const FIRMWARE = "/firmware/";

type Load = (
  request: string,
  parent: { filename?: string } | undefined,
  isMain: boolean,
) => unknown;
const loader = Module as unknown as { _load: Load };

export class Interpreter {
  readonly loop = new IdleLoop();
  readonly radio = new Radio(this.loop);
  readonly datagrams = new Datagrams(this.loop);
  /** Each connection that was tried, the newest last. */
  readonly links: Link[] = [];
  /** What the firmware printed, a line each. */
  readonly lines: string[] = [];
  /** Milliseconds since power-on of each kick. */
  readonly kicks: number[] = [];
  readonly seeds: number[] = [];
  readonly pins = new Map<string, number>();
  watchdogSeconds: number | undefined;
  isWatchdogAutomatic: boolean | undefined;
  reboots = 0;
  telnet: unknown;
  consoleDevice: unknown;
  temperature = 41.5;
  freeVars = 2800;
  /** Between two tests the same numbers come again. */
  random: () => number = () => 0.5;
  /** What `net.connect` does before it returns; it may throw. */
  onConnect: (link: Link) => void = () => {};
  #listeners = new Map<string, (() => void)[]>();
  #restore: (() => void)[] = [];

  constructor(
    settings: Partial<Settings> | "none" = {},
    readonly storage = new FlashStorage(),
    outboxBytes = OUTBOX_BYTES,
  ) {
    if (settings !== "none" && outboxBytes > 0 && storage.read(OUTBOX, 0, 1) === undefined) {
      storage.write(OUTBOX, "\xff", 0, outboxBytes);
    }
    if (settings !== "none" && storage.read(CONF_FILE) === undefined) {
      this.set(settings);
      storage.write(SLOT_FILE, BUNDLE);
    }
    this.loop.idlers.push(() => this.links.some((link) => link.idle()));
    this.#install();
  }

  /** Writes the settings, as a host does. */
  set(settings: Partial<Settings>): void {
    this.storage.write(CONF_FILE, JSON.stringify({ ...SETTINGS, ...settings }));
  }

  /** The connection that was tried last. */
  get link(): Link {
    const link = this.links.at(-1);
    if (link === undefined) throw new Error("nothing has connected yet");
    return link;
  }

  /** `E.emit("stop")`: queued, as every event is. */
  stop(): void {
    for (const listener of this.#listeners.get("stop") ?? []) this.loop.queue(listener);
    this.loop.settle();
  }

  /**
   * `load()` and `reset()`: the event `kill` runs at once, then every socket is closed as it is, and
   * what was not sent is forgotten (jsiKill; socketKill in libs/network/socketserver.c).
   */
  kill(): void {
    for (const listener of this.#listeners.get("kill") ?? []) this.loop.run(listener);
    for (const link of this.links) link.drop();
    this.loop.clearTimers();
  }

  restore(): void {
    for (const undo of this.#restore.reverse()) undo();
    this.#restore = [];
  }

  #install(): void {
    const { loop, storage, radio, datagrams } = this;
    const modules: Record<string, unknown> = {
      Storage: storage,
      Flash: storage.flash,
      Wifi: radio.module,
      dgram: datagrams.module,
      net: { connect: this.#connect },
      crypto: {
        SHA256: (text: string) =>
          new Uint8Array(createHash("sha256").update(text, "latin1").digest()).buffer,
      },
      TelnetServer: { setOptions: (options: unknown) => (this.telnet = options) },
    };
    const load = loader._load;
    loader._load = function (request, parent, ...rest) {
      if (!parent?.filename?.includes(FIRMWARE)) return load.call(this, request, parent, ...rest);
      const module = modules[request];
      if (module === undefined) throw new Error(`Module ${request} not found`);
      return module;
    };
    this.#restore.push(() => {
      loader._load = load;
    });
    this.#define(globalThis, "E", this.#e());
    this.#define(globalThis, "RESET_REGISTER", 0);
    this.#define(globalThis, "OUTBOX_SLOTS", 11);
    this.#define(globalThis, "STORAGE_OFFSET", STORAGE_OFFSET);
    this.#define(globalThis, "STORAGE_BYTES", STORAGE_BYTES);
    this.#define(globalThis, "slot", SLOT_FILE);
    this.#define(globalThis, "conf", CONF_FILE);
    this.#define(globalThis, "getTime", loop.getTime);
    this.#define(globalThis, "setTimeout", loop.setTimeout);
    this.#define(globalThis, "getSerial", () => SERIAL);
    this.#define(globalThis, "print", (...values: unknown[]) => this.lines.push(values.join(" ")));
    this.#define(globalThis, "analogRead", (pin: { name: string }) => this.pins.get(pin.name));
    this.#define(globalThis, "digitalRead", (pin: { name: string }) => this.pins.get(pin.name));
    for (const name of ["D4", "D34", "D35"]) this.#define(globalThis, name, { name });
    this.#define(process, "memory", () => ({ free: this.freeVars }));
    this.#define(process.env, "VERSION", "2v29");
    this.#define(process.env, "CONSOLE", "Serial1");
    this.#define(Math, "random", () => this.random());
    vi.resetModules();
  }

  #connect = ({ host, port }: { host: string; port: number }, opened: () => void): Link => {
    const link = new Link(this.loop, host, port, opened);
    this.links.push(link);
    this.onConnect(link);
    return link;
  };

  #e(): object {
    return {
      on: (event: string, listener: () => void) => {
        this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      },
      enableWatchdog: (seconds: number, isAutomatic: boolean) => {
        this.watchdogSeconds = seconds;
        this.isWatchdogAutomatic = isAutomatic;
      },
      kickWatchdog: () => this.kicks.push(this.loop.elapsed),
      reboot: () => this.reboots++,
      setConsole: (device: unknown) => (this.consoleDevice = device),
      srand: (seed: number) => this.seeds.push(seed),
      CRC32: (text: string) => crc32(Buffer.from(text, "latin1")),
      toString: (bytes: ArrayBuffer | Uint8Array) =>
        Buffer.from(bytes as Uint8Array).toString("latin1"),
      getTemperature: () => this.temperature,
    };
  }

  #define(owner: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const isVariable = owner === process.env;
    Object.defineProperty(owner, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: isVariable,
    });
    this.#restore.push(() => {
      if (before) Object.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
  }
}
