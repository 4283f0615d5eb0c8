// The boot script (`.bootcde`): picks the bundle and the settings to run (contract/ledger.ts), and
// judges new ones. A new bundle is good once it has reached the broker, or has sampled for a while;
// three boots of it that died before give it up. Knows nothing of what a bundle does.
// @native-text: numbers are whole.
// @native-timers: one.
import {
  BAD,
  BOOT_BYTES,
  BOOT_SCRIPT,
  BOOTS,
  CONF,
  CRC,
  CRC_BYTES,
  DEATHS,
  ENTRY_BYTES,
  ERASED,
  GOOD,
  LEDGER,
  MOST_DEATHS,
  NAME_BYTES,
  SEAL,
  SLOT,
  STANDBY,
} from "./contract/ledger.ts";
import { wasPowerCut } from "./reset-cause.ts";
import { startWatchdog } from "./watchdog.ts";

const storage = require("Storage");

/** How long a new bundle has to start its own watchdog: one that hangs, or has no memory left, never does. */
const HANG_SECONDS = 20;
/** How long new settings may try to reach the broker before the ones that did are tried again. */
const TRIAL_MS = 300000;

let ledger = "";
let bytes = "";
/** Where the entry of the bundle that runs begins, and that of the settings. */
let bundle = -1;
let settings = -1;
/** Where this boot is marked, while the bundle is on trial; 0 where there is no room. */
let boot = 0;
let trial = 0;

function isErased(at: number): boolean {
  return bytes.charCodeAt(at) === ERASED;
}

function mark(at: number): void {
  storage.write(ledger, "\0", at);
  bytes = storage.read(ledger) as string;
}

/** The entry that counts, of those before `end`: the newest that is whole and not given up, or -1. */
function pick(stem: string, end: number): number {
  for (let at = end - ENTRY_BYTES; at >= 0; at -= ENTRY_BYTES) {
    if (bytes.substr(at, stem.length) === stem && isErased(at + BAD)) {
      let crc = 0;
      for (let i = 0; i < CRC_BYTES; i++) crc = crc * 256 + bytes.charCodeAt(at + CRC + i);
      if (E.CRC32(storage.read(bytes.substr(at, NAME_BYTES)) || "") === crc) return at;
    }
  }
  return -1;
}

/** Marks the next boot of an entry as begun, and tells where; 0 where there is no room left. */
function begin(entry: number): number {
  for (let at = entry + BOOTS; at < entry + ENTRY_BYTES; at += BOOT_BYTES) {
    if (isErased(at)) {
      mark(at);
      return at;
    }
  }
  return 0;
}

/** Of the bundle that is on trial; gives it up at the last of its lives. */
function died(why: unknown): void {
  print(`espulse: the new bundle died: ${why}`);
  // Of an Error, whose stack begins with the place: "    at read (slot1:1:5234)" (jslPrintStackTrace).
  const stack = why && (why as Error).stack;
  if (stack && typeof stack === "string") print(`espulse: ${stack.slice(4, stack.indexOf("\n"))}`);
  let at = bundle + DEATHS;
  while (!isErased(at)) at++;
  mark(at);
  if (at > bundle + DEATHS + MOST_DEATHS - 2) mark(bundle + BAD);
}

function fell(why: unknown): void {
  // What failed may be the boot script behind this one, of which a power cut left a half.
  const standby = storage.read(STANDBY);
  if (standby && standby !== storage.read(BOOT_SCRIPT)) {
    print(`espulse: boot script is not whole; flash the board: ${why}`);
    return;
  }
  died(why);
  E.reboot();
}

function flagged(flags: readonly string[]): void {
  if (flags.indexOf("MEMORY") >= 0) fell("out of memory");
}

/** It ends on purpose: not by the watchdog. */
function ended(): void {
  if (boot) mark(boot + 1);
}

/** The bundle says that it works: has reached the broker, or has sampled long enough without. */
function proven(isConnected: boolean): void {
  if (isErased(bundle + GOOD)) {
    mark(bundle + GOOD);
    process.removeListener("uncaughtException", fell);
    E.removeListener("errorFlag", flagged);
    E.removeListener("kill", ended);
  }
  if (!isConnected) return;
  if (trial) clearTimeout(trial);
  if (isErased(settings + GOOD)) mark(settings + GOOD);
  delete global.proven;
}

/** The settings on trial take turns with those before, where there are any. */
function pickSettings(): void {
  if (settings < 0 || !isErased(settings + GOOD)) return;
  const at = begin(settings);
  const before = pick(CONF, settings);
  if (before < 0) return;
  trial = setTimeout(E.reboot, TRIAL_MS);
  if (!at || ((at - settings - BOOTS) / BOOT_BYTES) % 2) settings = before;
}

/** A boot that neither ended on purpose nor by the supply has been ended by the watchdog. */
function judgeLastBoot(): void {
  while (bundle >= 0 && isErased(bundle + GOOD)) {
    boot = begin(bundle);
    // Without room for this boot, the mark of the last one is none of the boot before.
    const isFirst = boot === bundle + BOOTS;
    if (isFirst || (boot && !isErased(boot - 1)) || wasPowerCut()) return;
    died("restarted without a reason");
    if (isErased(bundle + BAD)) return;
    bundle = pick(SLOT, bundle);
  }
}

/** Espruino joins by itself a network that it was once told to save. */
function silence(): void {
  try {
    const wifi = require("Wifi");
    wifi.disconnect();
    wifi.stopAP();
  } catch {
    // Nothing to switch off.
  }
}

/** The code of the bundle to run; none is empty. */
function run(): string {
  const ledgers = storage.list(LEDGER);
  let newest = -1;
  for (let i = 0; i < ledgers.length; i++) {
    // Others that have the word in their name, or begin it at their end, are listed as well.
    const found = global.Number(ledgers[i].substr(LEDGER.length));
    if (found > newest) newest = found;
  }
  for (let n = newest; n >= newest - 1 && (!bytes || isErased(SEAL)); n--) {
    ledger = LEDGER + n;
    bytes = storage.read(ledger) || "";
  }
  bundle = pick(SLOT, bytes.length);
  settings = pick(CONF, bytes.length);
  judgeLastBoot();
  pickSettings();
  if (bundle < 0 || settings < 0) {
    print("espulse: safe mode: no bundle that works; flash the board");
    silence();
    return "";
  }
  global.slot = bytes.substr(bundle, NAME_BYTES);
  global.conf = bytes.substr(settings, NAME_BYTES);
  const isOnTrial = isErased(bundle + GOOD);
  if (isOnTrial || trial || isErased(settings + GOOD)) global.proven = proven;
  if (isOnTrial) {
    // Also what the bundle throws while it is being evaluated (jsiCheckErrors, jsinteractive.c).
    process.on("uncaughtException", fell);
    E.on("errorFlag", flagged);
    E.on("kill", ended);
    startWatchdog(HANG_SECONDS);
  }
  return storage.read(global.slot) as string;
}

// While a newer boot script is being installed there are two: the second is quiet.
global.code = global.slot ? "" : run();
