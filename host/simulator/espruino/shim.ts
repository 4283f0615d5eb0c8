// The Storage files that make the Linux build of Espruino look like the board: fills in and thins
// out modules/*.js. Knows no process.
import { readFileSync } from "node:fs";
import type { Board } from "../../../boards/board.ts";
import { OWN_CODE } from "../../../firmware/contract/ledger.ts";
import type { Settings } from "../../../firmware/contract/settings.ts";
import { storageImage } from "../../layout/image.ts";
import { macAddressOf } from "../mac-address.ts";
import { pinNumber } from "../pin-number.ts";
import type { StorageFile } from "./storage-install.ts";

/** The pins that the Linux build knows (boards/LINUX.py). */
const NATIVE_PIN = /^D([0-9]|[12][0-9]|3[0-2])$/;

export interface ShimOptions {
  readonly bundle: string;
  readonly loader?: string;
  readonly board: Board;
  readonly settings: Settings;
  readonly seed: number;
  /** Milliseconds since 1970 from which the sensors' time is counted. */
  readonly startedAtMs: number;
  /** Nothing but the shim itself. */
  readonly blank?: boolean;
  /** Somebody types at the console, and may put another bundle there. */
  readonly hasPort?: boolean;
}

/** No echo and no prompt: every line on the console is a whole line of output. */
const QUIET = "echo(0);\n";

/**
 * Everything a board has in its Storage before it first runs; the bundle is not touched.
 * Cost, measured with 14-byte vars: 57 for what Espulse's firmware names (boot code 32, Wifi 25, of
 * which any require() takes 5 on a board too), 94 with every section.
 */
export function storageFiles(options: ShimOptions): StorageFile[] {
  const shim = shimFiles(options);
  if (options.blank) return shim;
  const image = storageImage({ ...options, bundle: Buffer.from(options.bundle, "latin1") });
  return [
    ...shim,
    ...image.map(({ name, bytes, erasedBytes }) => ({
      name,
      text: Buffer.from(bytes).toString("latin1"),
      ...(erasedBytes === undefined ? {} : { erasedBytes }),
    })),
  ];
}

/** What stands in for parts of the board's firmware that the Linux build has not. */
export function shimFiles(options: ShimOptions): StorageFile[] {
  const echo = options.hasPort ? "" : QUIET;
  return [
    {
      name: ".boot0",
      text: `${OWN_CODE} simulator";${echo}${fill("shim", options)}${pinGlobals(options)}`,
    },
    { name: "Wifi", text: fill("wifi", options) },
    { name: "ESP32", text: fill("esp32", options) },
  ];
}

/** Which bundle will run is not known. */
function isForAnyBundle({ blank, hasPort }: ShimOptions): boolean {
  return Boolean(blank || hasPort);
}

function fill(module: string, options: ShimOptions): string {
  const { board, settings, seed, startedAtMs } = options;
  const mac = macAddressOf(seed);
  const values: Record<string, string> = {
    $START: String(startedAtMs),
    $SEED: String(seed),
    // jswrap_interface_getSerial: a dash after each four bytes.
    $SERIAL: `${mac.slice(0, 8)}-${mac.slice(8)}`,
    $MAC: mac.match(/../g)!.join(":"),
    $BOARD: board.espruino,
    $SSID: JSON.stringify(settings.wifi.ssid),
    $AUTH_MODE: settings.wifi.password === "" ? '"open"' : '"wpa2"',
  };
  const text = readFileSync(new URL(`./modules/${module}.js`, import.meta.url), "utf8");
  // What the boot script asks of the radio in safe mode may fail: it must not cost the bundle vars.
  const program = options.bundle + (module === "wifi" ? "" : (options.loader ?? ""));
  return thin(text, isForAnyBundle(options) ? text : program).replaceAll(
    /\$[A-Z_]+/g,
    (name) => values[name] ?? name,
  );
}

/**
 * Leaves out the sections whose name the bundle never says: what nobody calls must cost no vars,
 * for the firmware's budget is measured with this. Comments and indentation go, too.
 */
export function thin(text: string, bundle: string): string {
  let isKept = true;
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const section = /^\/\/@ ?(.*)$/.exec(line);
    if (section) isKept = bundle.includes(section[1]!.trim());
    else if (isKept && !/^\s*(\/\/|$)/.test(line)) kept.push(line.replace(/ \/\/ .*$/, "").trim());
  }
  return kept.map((line) => `${line}\n`).join("");
}

/** Pins beyond those of the Linux build, 1 var each, where settings or bundle name them. */
function pinGlobals(options: ShimOptions): string {
  const { bundle, board, settings } = options;
  const isUsed = (name: string): boolean =>
    isForAnyBundle(options) ||
    settings.pins.some(({ pin }) => pin === name) ||
    bundle.includes(name);
  const used = board.pins
    .filter(({ name }) => !NATIVE_PIN.test(name))
    .filter(({ name }) => isUsed(name));
  return used.map((pin) => `var ${pin.name}=${pinNumber(pin)};\n`).join("");
}
