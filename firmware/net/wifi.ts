// Joins the access point and joins again after a loss: Espruino itself gives up after three tries.
// Owns when to try; what follows from having a network is somebody else's.
// @native-text: numbers are whole or rounded.
import { settings } from "../settings.ts";

const wifi = require("Wifi");

/** The driver's own three tries take up to this long (libs/network/esp32, s_retry_num). */
const TRY_MS = 15000;

let changed: (isUp: boolean, why: string) => void;
/** 1 while there is a network; a boolean would take a var more. */
let isUp = 0;
let nextTry = 0;

function gained(): void {
  const { ip } = wifi.getIP();
  if (isUp || !ip || ip === "0.0.0.0") return;
  isUp = 1;
  changed(true, `wifi: address ${ip}`);
}

function failed(details?: { reason?: string | number }): void {
  // Also the answer to a try that failed; the next one is due in its time.
  if (isUp) nextTry = 0;
  isUp = 0;
  changed(false, `wifi: lost, reason ${details && details.reason}`);
}

export function isOnline(): boolean {
  return isUp > 0;
}

/** `listener` is told each gain and loss of the network, with its address or the driver's reason. */
export function startWifi(listener: typeof changed): void {
  changed = listener;
  wifi.on("connected", gained);
  wifi.on("disconnected", failed);
}

/** Tries to join when it is time to; true when it did. To be called about once a second. */
export function tickWifi(now: number): boolean {
  if (isUp || now < nextTry) return false;
  nextTry = now + TRY_MS;
  // No event comes where the network is there already, as after a soft restart.
  gained();
  if (!isUp) {
    const login = settings().wifi;
    wifi.connect(login.ssid, login, gained);
  }
  return true;
}
