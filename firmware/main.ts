// The program: tells the parts of each other and starts them. Functions stand at module level: a closure inside one costs 3 vars more.
import { countBoot } from "./boot-count.ts";
import type { ChannelMeta, Meta } from "./contract/meta.ts";
import { SETTINGS_FILE, type Settings } from "./contract/settings.ts";
import { networkChanged, startSession, tickSession } from "./mqtt/session.ts";
import { startClock, utcAt } from "./net/clock.ts";
import { tickSntp } from "./net/sntp.ts";
import { isOnline, startWifi, tickWifi } from "./net/wifi.ts";
import { openOutbox } from "./outbox.ts";
import {
  command,
  connected,
  connectionLost,
  delivered,
  end,
  login,
  reading,
  startPublisher,
  stop,
} from "./publisher.ts";
import { describeBoard, sampleBoard } from "./sensors/board.ts";
import { describePins, samplePins } from "./sensors/pins.ts";
import { startSampler } from "./sensors/sampler.ts";
import { settings, storage } from "./settings.ts";

const BUNDLE_FILE = ".bootcde";
const SHA256_BYTES = 32;
/** Longer than `net.connect` can block, and than the longest wait between two attempts. */
const WATCHDOG_SECONDS = 120;

let pins: Settings["pins"];
let sha256 = "";
let previousEnd: Meta["reset"];
let watchdogMs = 0;
let aliveAt = 0;

/** SHA-256 of the bundle, 64 hex digits. */
function hashBundle(): string {
  const digits = "0123456789abcdef";
  const hash = E.toString(require("crypto").SHA256(storage.read(BUNDLE_FILE) as string));
  let hex = "";
  // Not `toString(16)`, nor a typed array: the first use of each costs 8 vars for good.
  for (let i = 0; i < SHA256_BYTES; i++) {
    const byte = hash.charCodeAt(i);
    hex += digits[byte >> 4] + digits[byte & 15];
  }
  return hex;
}

function describe(): ChannelMeta[] {
  const channels = describeBoard();
  describePins(channels, pins);
  return channels;
}

function meta(boot: string, channels: readonly ChannelMeta[]): Meta {
  const { board, interval } = settings();
  return {
    v: 1,
    board,
    serial: getSerial(),
    runtime: process.env.VERSION,
    sha256,
    boot,
    reset: previousEnd,
    interval,
    channels,
  };
}

function beat(at: number, isDue: boolean, skipped: number): void {
  if (isDue) {
    const values = sampleBoard();
    samplePins(values, pins);
    reading(at, utcAt(at), skipped, values);
  }
  // Both run each time, and each tells whether it has shown life.
  const hasTried = tickWifi(at);
  if (tickSession(at) || hasTried) aliveAt = at;
  if (isOnline()) tickSntp(at);
  if (at - aliveAt < watchdogMs) E.kickWatchdog();
}

function start(): void {
  if (!storage.read(SETTINGS_FILE)) {
    print(`espulse: no ${SETTINGS_FILE}`);
    return;
  }
  const { device, prefix, interval, install, watchdog, pins: channels } = settings();
  const { count, previous } = countBoot();
  const watchdogSeconds = watchdog || WATCHDOG_SECONDS;
  pins = channels;
  // Before anything fragments the memory: the hash reads the whole bundle at once.
  sha256 = hashBundle();
  previousEnd = previous;
  watchdogMs = watchdogSeconds * 1000;
  // Random numbers start alike on every board and at every boot.
  E.srand(E.CRC32(getSerial() + count));
  require("TelnetServer").setOptions({ mode: "off" });
  E.setConsole(process.env.CONSOLE, { force: true });
  E.enableWatchdog(watchdogSeconds, false);
  startClock();
  openOutbox(describe().length);
  startPublisher(`${prefix}/${device}/`, `${install}-${count}`, describe, meta);
  startSession({
    login,
    connected,
    lost: connectionLost,
    acknowledged: delivered,
    message: command,
  });
  startWifi(networkChanged);
  startSampler(interval, beat);
  E.on("kill", end);
  E.on("stop", stop);
}

// Not called here: the minifier would make its variables the program's, and they would stay.
setTimeout(start, 0);
