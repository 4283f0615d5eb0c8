// One MQTT 3.1.1 session kept alive over many connections: connect, keep-alive, QoS 1, back-off.
// Owns deadlines and packet ids; knows no topic.
// @native-text: numbers are whole or rounded.
// @native-timers: one at a time, for what it waits for.

import { settings } from "../settings.ts";
import {
  CONNACK,
  CONNECT,
  chr,
  DISCONNECT,
  decode,
  field,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBLISH,
  packet,
  readUint16,
  resetDecoder,
  SUBACK,
  SUBSCRIBE,
} from "./packet.ts";

/** Messages that may wait for their PUBACK at once. */
export const WINDOW = 8;
/** Milliseconds without what is due (TCP open, CONNACK, PUBACK, PINGRESP) before the link is given up. */
export const REPLY_DEADLINE_MS = 10000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60000;

const IDLE = 0;
const WAITING = 1;
const OPENING = 2;
const GREETING = 3;
const CONNECTED = 4;
/** What the last three are called in a log. */
const STAGES = "TCP,login,session";

/** CONNACK return codes 1 to 5 (section 3.2.2.3). */
const REFUSALS = "version,client id,server unavailable,bad login,not authorized";

let will: () => string;
let connected: () => void;
let lost: (reason: string) => void;
let acknowledged: (token: number, isRefused: boolean) => void;
let message: (topic: string, payload: string, isCut: boolean) => void;
let link: Socket | undefined;
let phase = IDLE;
/** Milliseconds of the last tick: deadlines need no finer clock, and a stepped one cannot reach them. */
let now = 0;
let waitMs = FIRST_WAIT_MS;
/** Seconds. */
let keepAlive = 0;
/** Since when a reply is due; the next one restarts it. */
let replyDueSince = 0;
let pingSentAt = 0;
/** When something was last sent that the broker must answer. */
let askedAt = 0;
let packetId = 0;
/** Messages that may still be published before a PUBACK is needed; 0 when not connected. */
export let room = 0;
/** Packet id -> token. */
let tokens: number[] = [];
/** Counts the tries, so that one abandoned earlier cannot wake a later one. */
let attempt = 0;
/** 1 after a sign of life; a boolean would take a var more. */
let hasLived = 0;

/**
 * Tells what happens, in arguments because property names would be kept:
 * - `will` is asked at each login for topic and payload, as fields, of its will;
 * - `connected`: the broker has accepted the login;
 * - `lost`: the connection is gone, or was not to be had: nothing in flight will be acknowledged;
 * - `acknowledged`: the broker has answered what was sent with this token; `isRefused` by a SUBACK;
 * - `message`: for a subscription; `isCut` when it was too long and `payload` is only its start.
 */
export function startSession(
  onLogin: typeof will,
  onConnected: typeof connected,
  onLost: typeof lost,
  onAcknowledged: typeof acknowledged,
  onMessage: typeof message,
): void {
  will = onLogin;
  connected = onConnected;
  lost = onLost;
  acknowledged = onAcknowledged;
  message = onMessage;
}

/** True while the broker has accepted the login and the link has not been given up. */
export function isConnected(): boolean {
  return phase === CONNECTED;
}

function forget(next: number): void {
  phase = next;
  attempt++;
  room = 0;
  tokens = [];
  resetDecoder();
  if (link) {
    link.removeAllListeners();
    link.clsNow = true;
    link.end();
  }
  link = undefined;
}

/** Ends this attempt or connection and plans the next; also what a socket's `close` event calls. */
function giveUp(reason: unknown): void {
  // Events can still be queued behind the one that ended the connection.
  if (phase < OPENING) return;
  const stage = STAGES.split(",")[phase - OPENING];
  forget(WAITING);
  const expected = attempt;
  // Equal boards must not come back in step after an outage: up to a quarter off each wait.
  setTimeout(
    () => {
      if (attempt === expected) open();
    },
    waitMs * (1 - Math.random() / 4),
  );
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  lost(`mqtt ${stage}: ${typeof reason === "string" ? reason : "closed"}`);
}

function send(bytes: string): void {
  // The socket may have closed without its event having been run yet; that event follows.
  try {
    (link as Socket).write(bytes);
  } catch {}
}

function opened(): void {
  // Can still be queued when its socket is given up.
  if (phase !== OPENING) return;
  // Parsed at each attempt, so that nothing of it stays in memory.
  const { device, broker } = settings();
  const { password } = broker;
  keepAlive = broker.keepAlive;
  phase = GREETING;
  askedAt = now;
  // Clean session 0x02, will 0x04 at QoS 1 0x08, retained 0x20, password 0x40, user name 0x80 (3.1.2.3)
  const head = `\0\x04MQTT\x04${chr(password ? 0xee : 0x2e, keepAlive >> 8, keepAlive & 255)}`;
  const login = password ? field(device) + field(password) : "";
  send(packet(CONNECT, head + field(device) + will() + login));
}

function open(): void {
  forget(OPENING);
  hasLived = 1;
  replyDueSince = now;
  try {
    const { broker } = settings();
    link = require("net").connect({ host: broker.host, port: broker.port }, opened);
    link.on("data", received);
    link.on("close", giveUp);
  } catch (error) {
    giveUp(`${error}`);
  }
}

function received(bytes: string): void {
  hasLived = 1;
  if (phase >= OPENING && !decode(bytes, receive)) giveUp("not MQTT");
}

function receive(header: number, body: string, isCut: boolean): void {
  // A packet id, or the length of a topic.
  const first = readUint16(body, 0);
  // More packets of one segment can follow the one that ended the connection.
  if (phase < GREETING) return;
  if (phase === GREETING) {
    // The first packet must be CONNACK [MQTT-3.2.0-1]; its flags are fixed [MQTT-2.2.2-2].
    const code = body.charCodeAt(1);
    if (header !== CONNACK || body.length !== 2) return giveUp("no CONNACK");
    if (code > 0) {
      return giveUp(`refused (${code}) ${REFUSALS.split(",")[code - 1]}`);
    }
    phase = CONNECTED;
    room = WINDOW;
    pingSentAt = 0;
    connected();
  } else if (header === PUBACK || header === SUBACK) {
    const token = tokens[first];
    // An acknowledgement of what was never sent frees nothing.
    if (token === undefined) return;
    delete tokens[first];
    room++;
    replyDueSince = now;
    // Only a reading that arrived shows that this broker is worth coming back to at once.
    if (token) waitMs = FIRST_WAIT_MS;
    // 0x80 is failure (section 3.9.3); more than QoS 1 was not asked for.
    acknowledged(token, header === SUBACK && body.charCodeAt(2) > 1);
  } else if ((header & 0xf0) === PUBLISH) {
    const idAt = first + 2;
    // The QoS bits are 0 or, for QoS 1, 2: as many as the bytes of its packet id.
    const idLength = header & 6;
    // Not `>`: the length of an empty body is NaN. QoS 2 was not asked for.
    if (idLength > 2 || !(idAt + idLength <= body.length || isCut)) return giveUp("bad PUBLISH");
    // A topic longer than what is kept: without its id there is no acknowledging it.
    if (idAt + idLength > body.length) return;
    if (idLength) send(packet(PUBACK, body.substr(idAt, 2)));
    message(body.substr(2, idAt - 2), body.substr(idAt + idLength), isCut);
  } else if (header === PINGRESP) {
    pingSentAt = 0;
  } else {
    giveUp("unexpected packet");
  }
}

/**
 * Sends `before`, a packet id and `after` as one packet that the broker must answer; `token` is named
 * when it does. False, and nothing sent, when not connected or {@link WINDOW} answers are due.
 * A token below -1 is not held up by the window: it names the last message of all.
 */
function ask(header: number, before: string, after: string, token: number): boolean {
  if (room < 1 && (token > -2 || phase < CONNECTED)) return false;
  // 0 is no packet id [MQTT-2.3.1-1]; one still in flight is never given twice.
  do {
    packetId = packetId < 65535 ? packetId + 1 : 1;
  } while (tokens[packetId] !== undefined);
  tokens[packetId] = token;
  if (room-- === WINDOW) replyDueSince = now;
  askedAt = now;
  send(packet(header, before + chr(packetId >> 8, packetId & 255) + after));
  return true;
}

/** Subscribes at QoS 1; the SUBACK is due like a PUBACK. */
export function subscribe(filter: string): void {
  ask(SUBSCRIBE, "", `${field(filter)}\x01`, 0);
}

/** Publishes at QoS 1; false, and nothing sent, when there is no {@link room}. */
export function publish(topic: string, payload: string, retain: boolean, token: number): boolean {
  return ask(PUBLISH | (retain ? 3 : 2), field(topic), payload, token);
}

/** Publishes at QoS 0: nobody hears whether it arrived. */
export function publishOnce(topic: string, payload: string): void {
  if (phase === CONNECTED) send(packet(PUBLISH, field(topic) + payload));
}

/** The network has come (connect at once) or gone (forget the link, wait for it); `why` is told. */
export function networkChanged(isUp: boolean, why: string): void {
  forget(IDLE);
  lost(why);
  if (isUp) {
    waitMs = FIRST_WAIT_MS;
    open();
  }
}

/**
 * Judges the deadlines; to be called about once a second with a monotonic clock in milliseconds.
 * True when the session has shown life since the last call: an attempt, or bytes received.
 */
export function tickSession(at: number): boolean {
  now = at;
  const hasShownLife = hasLived > 0;
  hasLived = 0;
  if (phase === OPENING || phase === GREETING) {
    if (now - replyDueSince > REPLY_DEADLINE_MS) giveUp("no answer");
  } else if (phase === CONNECTED) {
    if (room < WINDOW && now - replyDueSince > REPLY_DEADLINE_MS) giveUp("no PUBACK");
    else if (pingSentAt) {
      if (now - pingSentAt > REPLY_DEADLINE_MS) giveUp("no PINGRESP");
    } else if (now - askedAt > keepAlive * 500) {
      pingSentAt = askedAt = now;
      send(packet(PINGREQ, ""));
    }
  }
  return hasShownLife;
}

/** Clean end: DISCONNECT, so that the broker drops the will [MQTT-3.14.4-3], then close. */
export function disconnect(): void {
  if (phase === CONNECTED) {
    send(packet(DISCONNECT, ""));
    const closing = link as Socket;
    link = undefined;
    closing.end();
  }
  forget(IDLE);
}
