// The program: starts the parts and tells them of each other. All at module level, where a function
// takes 3 vars less than a closure inside another.
// @native-text: numbers are whole or rounded.
// @native-timers: one, before all others.
import { countBoot } from "./boot-count.ts";
import { hashBundle } from "./bundle-hash.ts";
import { isConnected, networkChanged, startSession, tickSession } from "./mqtt/session.ts";
import { offsetAt, startClock } from "./net/clock.ts";
import { tickSntp } from "./net/sntp.ts";
import { closeTelnet } from "./net/telnet.ts";
import { isOnline, startWifi, tickWifi } from "./net/wifi.ts";
import { openOutbox, tendOutbox } from "./outbox/outbox.ts";
import {
  command,
  connected,
  connectionLost,
  delivered,
  end,
  noReading,
  reading,
  startPublisher,
  stop,
  will,
} from "./publisher.ts";
import { channelNames, sampleChannels, startChannels } from "./sensors/channels.ts";
import { startSampler } from "./sensors/sampler.ts";
import { settings } from "./settings.ts";
import { kickWatchdog, startWatchdog } from "./watchdog.ts";

/** How long a new bundle has to sample without reaching the broker, to count as good. */
const TRIAL_MS = 30000;

/** Variables that a reading may take for a while, publishing included; measured: about 200. */
const RESERVE_VARS = 250;

function beat(at: number, isDue: boolean, skipped: number): void {
  tendOutbox(at, isConnected());
  if (isDue) {
    // Out of memory would take the timer away (jspeiCheckStackPosition, src/jsparse.c) and not come back.
    if (process.memory(false).free < RESERVE_VARS) noReading(at);
    else reading(at, offsetAt(at), skipped, sampleChannels());
    // The network has been tried meanwhile, and a new bundle is not to blame for it.
    if (at >= TRIAL_MS && global.proven) global.proven(false);
  }
  // Both run each time, and each tells whether it has shown life.
  const hasTried = tickWifi(at);
  if (tickSession(at) || hasTried) kickWatchdog();
  if (isOnline()) tickSntp(at);
}

function boot(): void {
  const { prefix, device, install, pins, watchdog, interval, keepUntil } = settings();
  const count = countBoot();
  hashBundle();
  // Random numbers start alike on every board and at every boot.
  E.srand(E.CRC32(getSerial() + count));
  closeTelnet();
  E.setConsole(process.env.CONSOLE, { force: true });
  startWatchdog(watchdog);
  startClock();
  startChannels(pins);
  openOutbox(`${install}-${count}`, channelNames(), interval, keepUntil);
  startPublisher(`${prefix}/${device}/`, `${install}-${count}`);
  startSession(will, connected, connectionLost, delivered, command);
  startWifi(networkChanged);
  startSampler(interval, beat);
  E.on("kill", end);
  E.on("stop", stop);
}

/** Starts it, once the module that calls this has run to its end. */
export function start(): void {
  // Not called here: the minifier would make its variables the program's, and they would stay.
  setTimeout(boot, 0);
}
