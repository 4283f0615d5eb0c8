// What is published when: birth, presence, readings live first and the backlog in the gaps, losses,
// answers to commands. Owns the topics of this device; is given a session, knows no socket.
// @native-text: numbers are whole or rounded.
// @native-timers: a deadline, after which nothing comes.
import { birthMessage } from "./birth.ts";
import { markCleanEnd } from "./boot-count.ts";
import type { State } from "./contract/state.ts";
import { field } from "./mqtt/packet.ts";
import { disconnect, isConnected, publish, publishOnce, room, subscribe } from "./mqtt/session.ts";
import { up } from "./net/clock.ts";
import { acknowledgeOther, isLoss, message, nextToSend, OTHER } from "./outbox/cursor.ts";
import { acknowledge, moved, sendLive } from "./outbox/marks.ts";
import {
  addReading,
  describeOutbox,
  liveText,
  missReading,
  resend,
  saveOutbox,
  storedUpTo,
} from "./outbox/outbox.ts";
import { describeChannels } from "./sensors/channels.ts";

/** Places of the window that the backlog leaves to live readings. */
const LIVE_PLACES = 2;
/** Of the backlog; each PUBACK brings the next. */
const MOST_AT_ONCE = 2;
const READY_EVERY_MS = 60000;
const RUNNING = 0;
const ENDING = 1;
const ENDED = 2;
/** How long a clean end waits for what is in flight. */
const END_DEADLINE_MS = 2000;

/** Tokens of what is no reading; a reading's is its sequence number. */
const NO_READING = 0;
const GOODBYE = -2;

let base = "";
let boot = "";
/** Counts the logins of this boot; `conn` on the wire. */
let logins = 0;
let readyDue = 0;
/** Commands without an id to answer to, or whose answer found the window full. */
let unanswered = 0;
let ending = RUNNING;

/** `topicBase` is `<prefix>/<device>/`; `bootName` names this boot on the wire. */
export function startPublisher(topicBase: string, bootName: string): void {
  base = topicBase;
  boot = bootName;
}

/** Says something on the console, and to the broker where there is one. */
export function log(text: string): void {
  print(`espulse: ${text}`);
  publishOnce(`${base}log`, global.JSON.stringify({ v: 1, level: "info", text, up: up() }));
}

function stateMessage(state: State["state"]): string {
  return `{"v":1,"state":"${state}","boot":"${boot}","conn":${logins}}`;
}

/** What the broker is to say when the login that is being made vanishes. */
export function will(): string {
  logins++;
  return field(`${base}state`) + field(stateMessage("lost"));
}

function sendBacklog(): void {
  // What is sent at once waits in memory, 50 variables a message.
  for (let sent = 0; sent < MOST_AT_ONCE && room > LIVE_PLACES; sent++) {
    const token = nextToSend();
    if (!token) return;
    publish(base + (isLoss ? "dropped" : "telemetry"), message, false, token);
  }
}

/** Birth, then presence, then readings: a reader knows the units before the first value. */
export function connected(): void {
  // The network can come back after a clean end.
  if (ending) return disconnect();
  moved(up());
  // First: a mark that is retained comes before the PUBACKs of what is published now.
  subscribe(`${base}stored`);
  publish(`${base}meta`, birthMessage(boot, describeChannels()), true, NO_READING);
  publish(`${base}state`, stateMessage("ready"), true, NO_READING);
  subscribe(`${base}cmd/+`);
  log("connected");
}

/** The session has lost its connection. */
export function connectionLost(reason: string): void {
  resend();
  print(`espulse: ${reason}`);
  if (ending) end();
}

/** One reading: into the outbox, and out again at once where that is possible. */
export function reading(
  at: number,
  offset: number,
  skipped: number,
  values: readonly number[],
): void {
  if (ending) return;
  const seq = addReading(at, offset, skipped, values);
  if (!isConnected()) return;
  if (room) {
    publish(`${base}telemetry`, liveText(at, offset, skipped), false, sendLive(seq));
  }
  sendBacklog();
  if (at >= readyDue && publish(`${base}state`, stateMessage("ready"), true, NO_READING)) {
    readyDue = at + READY_EVERY_MS;
  }
  if (unanswered) {
    log(`${unanswered} commands unanswered`);
    unanswered = 0;
  }
}

/** A reading is due, and there is no memory for it. */
export function noReading(at: number): void {
  if (!ending) missReading(at);
}

/** The broker has answered what was sent with `token`. */
export function delivered(token: number, isRefused: boolean): void {
  if (token > 0) {
    acknowledge(token);
    if (global.proven) global.proven(true);
  } else if (token === OTHER) {
    acknowledgeOther();
  } else if (token === GOODBYE) {
    end();
  }
  if (isRefused) log("subscription refused");
  if (!ending) sendBacklog();
}

/** A mark of a recorder (contract/telemetry.ts); what is none is left alone. */
function storedMark(payload: string): void {
  try {
    const { v, boot: owner, seq } = global.JSON.parse(payload);
    if (v === 1) storedUpTo(owner, seq, up());
  } catch {}
}

/** A command: `<base>cmd/<name>` with `{"id":"..."}`; the answer goes to `<base>reply/<id>`. */
export function command(topic: string, payload: string, isCut: boolean): void {
  if (topic === `${base}stored`) return storedMark(payload);
  let id = "";
  try {
    id = global.JSON.parse(payload).id;
  } catch {}
  const isPing = topic === `${base}cmd/ping`;
  const answer = isPing ? `true,"up":${up()}` : 'false,"error":"unknown command"';
  if (
    isCut ||
    !id ||
    // It becomes a topic: no wildcard, no level of its own [MQTT-3.3.2-2].
    /[^\w-]/.test(id) ||
    !publish(`${base}reply/${id}`, `{"v":1,"ok":${answer}}`, false, NO_READING)
  ) {
    // Counted, not told one by one: a flood of them would fill the memory with what waits to be sent.
    unanswered++;
  }
}

/** The last that is done, whether in order or because the interpreter is being torn down. */
export function end(): void {
  if (ending === ENDED) return;
  ending = ENDED;
  disconnect();
  saveOutbox();
  markCleanEnd();
  print(`espulse: stop {${describeOutbox()}}`);
}

/** Ends in order: no more readings, what is in flight acknowledged, presence told, DISCONNECT. */
export function stop(): void {
  if (ending) return;
  ending = ENDING;
  // Acknowledgements come in order [MQTT-4.6.0-2]: this one's says that all before it arrived.
  if (publish(`${base}state`, stateMessage("disconnected"), true, GOODBYE)) {
    setTimeout(end, END_DEADLINE_MS);
  } else {
    end();
  }
}
