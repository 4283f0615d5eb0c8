// Bytes of a topic -> what the wire contract says they are, or why not. Checked by hand, because
// every reading passes here; unknown fields are ignored, an unknown `v` is not. Never throws.
import type { Meta } from "../../firmware/contract/meta.ts";
import type { State } from "../../firmware/contract/state.ts";
import { type Dropped, type Reading, WIRE_VERSION } from "../../firmware/contract/telemetry.ts";
import { DEVICE_ID_PATTERN, type TopicKind } from "../../firmware/contract/topics.ts";
import { expected, Fault, type Fields, isObject, parseFields, text, whole } from "./fields.ts";

export interface Undecodable {
  readonly ok: false;
  readonly kind: "malformed" | "unknown-version";
  /** Names the field, what it should be and what it is; safe to print. */
  readonly why: string;
}

export type Decoded =
  | { readonly ok: true; readonly device: string; readonly reading: Reading }
  | Undecodable;

/** The birth message as a reader needs it; units are kept as they came. */
export interface DecodedMeta {
  readonly boot: string;
  readonly board: string;
  readonly serial: string;
  readonly runtime: string;
  /** One of the two. */
  readonly sha256?: string;
  readonly crc32?: string;
  readonly reset: string;
  readonly cause?: string;
  readonly before?: NonNullable<Meta["before"]>;
  readonly wear?: number;
  readonly interval: number;
  readonly units: ReadonlyMap<string, string>;
}

const BOOT = /^[0-9a-f]{8}-\d{1,10}$/;
const CHANNEL = /^[A-Za-z][A-Za-z0-9_.-]{0,31}$/;
const SHORT_TEXT = /^[\x20-\x7e]{0,64}$/;
const UNIT = /^[\x21-\x7e]{1,16}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const CRC32 = /^[0-9a-f]{8}$/;
const MOST_CHANNELS = 64;
/** The last millisecond a JavaScript Date can hold (ECMA-262, 21.4.1.1). */
const LAST_TIME = 8.64e15;

export function decodeReading(topic: string, payload: Uint8Array): Decoded {
  return decode(topic, "telemetry", payload, (device, fields) => {
    const reading: Mutable<Reading> = {
      v: WIRE_VERSION,
      boot: text(fields, "boot", BOOT, "8 hex digits, - and a counter"),
      seq: whole(fields, "seq", 1, Number.MAX_SAFE_INTEGER),
      up: whole(fields, "up", 0, Number.MAX_SAFE_INTEGER),
      d: channelValues(fields.d),
    };
    if (fields.t !== undefined) reading.t = whole(fields, "t", 0, LAST_TIME);
    if (fields.skip !== undefined) reading.skip = whole(fields, "skip", 0, Number.MAX_SAFE_INTEGER);
    if (fields.q !== undefined) {
      if (fields.q !== 1) throw expected("q", "1 or nothing", fields.q);
      reading.q = 1;
    }
    return { ok: true, device, reading };
  });
}

export function decodeDropped(
  topic: string,
  payload: Uint8Array,
): { readonly ok: true; readonly device: string; readonly dropped: Dropped } | Undecodable {
  return decode(topic, "dropped", payload, (device, fields) => {
    const from = whole(fields, "from", 1, Number.MAX_SAFE_INTEGER);
    return {
      ok: true,
      device,
      dropped: {
        v: WIRE_VERSION,
        boot: text(fields, "boot", BOOT, "8 hex digits, - and a counter"),
        from,
        to: whole(fields, "to", from, Number.MAX_SAFE_INTEGER),
        why: text(fields, "why", SHORT_TEXT, "up to 64 printable characters"),
      },
    };
  });
}

export function decodeState(
  topic: string,
  payload: Uint8Array,
): { readonly ok: true; readonly device: string; readonly state: State } | Undecodable {
  return decode(topic, "state", payload, (device, fields) => {
    const { state } = fields;
    if (state !== "ready" && state !== "disconnected" && state !== "lost") {
      throw expected("state", "ready, disconnected or lost", state);
    }
    const boot = text(fields, "boot", BOOT, "8 hex digits, - and a counter");
    const conn = whole(fields, "conn", 1, Number.MAX_SAFE_INTEGER);
    return { ok: true, device, state: { v: WIRE_VERSION, state, boot, conn } };
  });
}

export function decodeMeta(
  topic: string,
  payload: Uint8Array,
): { readonly ok: true; readonly device: string; readonly meta: DecodedMeta } | Undecodable {
  const short = "up to 64 printable characters";
  return decode(topic, "meta", payload, (device, fields) => ({
    ok: true,
    device,
    meta: {
      boot: text(fields, "boot", BOOT, "8 hex digits, - and a counter"),
      board: text(fields, "board", SHORT_TEXT, short),
      serial: text(fields, "serial", SHORT_TEXT, short),
      runtime: text(fields, "runtime", SHORT_TEXT, short),
      ...(fields.sha256 === undefined && fields.crc32 !== undefined
        ? { crc32: text(fields, "crc32", CRC32, "8 hex digits") }
        : { sha256: text(fields, "sha256", SHA256, "64 hex digits") }),
      reset: text(fields, "reset", SHORT_TEXT, short),
      ...(fields.cause === undefined ? {} : { cause: text(fields, "cause", SHORT_TEXT, short) }),
      ...(fields.before === undefined ? {} : { before: bootBefore(fields.before) }),
      ...(fields.wear === undefined
        ? {}
        : { wear: whole(fields, "wear", 0, Number.MAX_SAFE_INTEGER) }),
      interval: whole(fields, "interval", 1, 2 ** 31),
      units: channelUnits(fields.channels),
    },
  }));
}

export interface TopicPlace {
  readonly device: string;
  readonly kind: string;
}

/** Device and kind of a topic `<prefix>/<device>/<kind>`, undefined when it has no such shape. */
export function splitTopic(topic: string): TopicPlace | undefined {
  const beforeKind = topic.lastIndexOf("/");
  const beforeDevice = topic.lastIndexOf("/", beforeKind - 1);
  if (beforeKind < 1 || beforeDevice < 1) return undefined;
  const device = topic.slice(beforeDevice + 1, beforeKind);
  if (!DEVICE_ID_PATTERN.test(device)) return undefined;
  return { device, kind: topic.slice(beforeKind + 1) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function decode<T>(
  topic: string,
  kind: TopicKind,
  payload: Uint8Array,
  check: (device: string, fields: Fields) => T,
): T | Undecodable {
  try {
    const place = splitTopic(topic);
    if (place === undefined || place.kind !== kind) {
      throw new Fault(`topic: expected <prefix>/<device>/${kind}`);
    }
    return check(place.device, parseFields(payload));
  } catch (fault) {
    if (fault instanceof Fault) return { ok: false, kind: fault.kind, why: fault.why };
    throw fault;
  }
}

function channelValues(value: unknown): Record<string, number | null> {
  if (!isObject(value)) throw expected("d", "an object of channels", value);
  const names = Object.keys(value);
  if (names.length > MOST_CHANNELS) throw new Fault(`d: more than ${MOST_CHANNELS} channels`);
  for (const name of names) {
    if (!CHANNEL.test(name)) throw expected("d", "channel names of letters and digits", name);
    // JSON writes 1e999 and reads Infinity.
    if (value[name] !== null && !Number.isFinite(value[name])) {
      throw expected(`d.${name}`, "a number or null", value[name]);
    }
  }
  return value as Record<string, number | null>;
}

function bootBefore(value: unknown): NonNullable<Meta["before"]> {
  if (!isObject(value)) throw expected("before", "an object", value);
  return {
    boot: text(value, "boot", BOOT, "8 hex digits, - and a counter", "before.boot"),
    seq: whole(value, "seq", 0, Number.MAX_SAFE_INTEGER),
    most: whole(value, "most", 0, Number.MAX_SAFE_INTEGER),
  };
}

function channelUnits(value: unknown): Map<string, string> {
  if (!Array.isArray(value)) throw expected("channels", "a list", value);
  if (value.length > MOST_CHANNELS) throw new Fault(`channels: more than ${MOST_CHANNELS}`);
  return new Map(
    value.map((channel: unknown, index) => {
      if (!isObject(channel)) throw expected(`channels.${index}`, "an object", channel);
      const name = text(channel, "n", CHANNEL, "letters and digits", `channels.${index}.n`);
      return [name, text(channel, "u", UNIT, "a unit", `channels.${index}.u`)];
    }),
  );
}
