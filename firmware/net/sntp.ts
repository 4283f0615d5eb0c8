// One SNTP exchange (RFC 4330) over a datagram socket. Owns the packet; keeps no clock of its own:
// `Wifi.setSNTP` would step the system clock under every timer.
// @native-timers: it may close its socket before or after any other.
import { settings } from "../settings.ts";
import { setUtc, up } from "./clock.ts";

/** Seconds from 1900, where NTP counts from, to 1970. */
const EPOCH_SECONDS = 2208988800;
/** Seconds of one NTP era; the second begins in 2036. */
const ERA_SECONDS = 4294967296;
const PACKET_BYTES = 48;
const ORIGINATE = 24;
const TRANSMIT = 40;
const TIMESTAMP_BYTES = 8;

/** A client request, version 4; `nonce` (8 characters) comes back as the originate timestamp. */
export function encodeRequest(nonce: string): string {
  let bytes = "\x23";
  while (bytes.length < TRANSMIT) bytes += "\0";
  return bytes + nonce;
}

/** UTC milliseconds at which the server sent `reply`, or NaN when it is no answer to `nonce`. */
export function decodeReply(reply: string, nonce: string): number {
  const stratum = reply.charCodeAt(1);
  if (
    reply.length < PACKET_BYTES ||
    (reply.charCodeAt(0) & 7) !== 4 ||
    // 0 is a kiss of death, 16 and up not synchronized (RFC 4330, section 8 and 4)
    !(stratum > 0 && stratum < 16) ||
    reply.substr(ORIGINATE, TIMESTAMP_BYTES) !== nonce
  ) {
    return NaN;
  }
  // 32 bits of seconds and 32 of a fraction; a double keeps the first 53 of them, to half a microsecond.
  let seconds = 0;
  for (let i = 0; i < TIMESTAMP_BYTES; i++) {
    seconds = seconds * 256 + reply.charCodeAt(TRANSMIT + i);
  }
  seconds /= ERA_SECONDS;
  if (!seconds) return NaN;
  return (seconds < EPOCH_SECONDS ? seconds + ERA_SECONDS : seconds) * 1000 - EPOCH_SECONDS * 1000;
}

/** An exchange that took longer dates nothing: the error is up to half of it. */
const LONGEST_ROUND_TRIP_MS = 2000;
const RETRY_MS = 16000;
/** An ESP32's crystal drifts by about 10 ppm: 36 ms in this time. */
const REFRESH_MS = 3600000;

let nextAsk = 0;

/** Asks for the time when it is due; to be called about once a second while there is a network. */
export function tickSntp(now: number): void {
  if (now < nextAsk) return;
  nextAsk = now + RETRY_MS;
  const { sntp } = settings();
  if (!sntp) return;
  let nonce = "";
  while (nonce.length < TIMESTAMP_BYTES) nonce += String.fromCharCode(Math.random() * 256);
  const asked = up();
  const socket = require("dgram").createSocket("udp4");
  socket.on("message", (reply) => {
    const answered = up();
    const took = answered - asked;
    const utc = decodeReply(reply, nonce);
    // Also false for NaN, and for a clock that was stepped meanwhile.
    if (utc > 0 && took >= 0 && took <= LONGEST_ROUND_TRIP_MS) {
      setUtc(utc + took / 2, answered);
      nextAsk = now + REFRESH_MS;
    }
  });
  socket.send(encodeRequest(nonce), sntp.port, sntp.host);
  setTimeout(() => socket.close(), LONGEST_ROUND_TRIP_MS);
}
