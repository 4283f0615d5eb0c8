// The program: starts the parts and tells them of each other. All at module level, where a function
// takes 3 vars less than a closure inside another.
// @native-text: numbers are whole or rounded.
import { hashBundle } from "./birth.ts";
import { countBoot } from "./boot-count.ts";
import { SETTINGS_FILE } from "./contract/settings.ts";
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
  reading,
  startPublisher,
  stop,
  will,
} from "./publisher.ts";
import { describeChannels, sampleChannels, startChannels } from "./sensors/channels.ts";
import { startSampler } from "./sensors/sampler.ts";
import { settings, storage } from "./settings.ts";

/** Longer than `net.connect` can block, and than the longest wait between two attempts. */
const WATCHDOG_SECONDS = 120;

function beat(at: number, isDue: boolean, skipped: number): void {
  if (isDue) reading(at, utcAt(at), skipped, sampleChannels());
  // Both run each time, and each tells whether it has shown life.
  const hasTried = tickWifi(at);
  if (tickSession(at) || hasTried) E.kickWatchdog();
  if (isOnline()) tickSntp(at);
}

function start(): void {
  if (!storage.read(SETTINGS_FILE)) return print("espulse: no settings");
  const { prefix, device, install, pins, watchdog, interval } = settings();
  const boot = countBoot();
  hashBundle();
  // Random numbers start alike on every board and at every boot.
  E.srand(E.CRC32(getSerial() + boot));
  require("TelnetServer").setOptions({ mode: "off" });
  E.setConsole(process.env.CONSOLE, { force: true });
  E.enableWatchdog(watchdog || WATCHDOG_SECONDS, false);
  startClock();
  startChannels(pins);
  openOutbox(describeChannels().length);
  startPublisher(`${prefix}/${device}/`, `${install}-${boot}`);
  startSession(will, connected, connectionLost, delivered, command);
  startWifi(networkChanged);
  startSampler(interval, beat);
  E.on("kill", end);
  E.on("stop", stop);
}

// Not called here: the minifier would make its variables the program's, and they would stay.
setTimeout(start, 0);
