// A reading in the very form our firmware gives it: known by its text, without parsing JSON, and
// ready to go out again as it came. Whatever has another form is none, however right it may be.
import { type Reading, WIRE_VERSION } from "../../firmware/contract/telemetry.ts";
import { asBuffer } from "./message.ts";

/** Longer ones are rare, and the pattern looks for each channel's name in all that follows. */
const MOST_BYTES = 1024;

// Numbers and their order are such that JSON.stringify writes what JSON.parse made of them as they
// stood: no exponent, no final 0, 15 digits at most, and never so small that it gets an exponent.
const WHOLE = "(0|[1-9]\\d{0,14})";
const VALUE = "(?:null|0|-?(?:[1-9]\\d{0,8}(?:\\.\\d{0,5}[1-9])?|0\\.\\d{0,5}[1-9]))";
// No name twice: JSON.parse would keep the last.
const CHANNEL = `"([A-Za-z][A-Za-z0-9_.-]{0,31})":(?!.*"\\9":)${VALUE}(?:,(?=")|(?=\\}))`;
const PATTERN = new RegExp(
  `^\\{("v":${WIRE_VERSION},"boot":"([0-9a-f]{8}-\\d{1,10})","seq":([1-9]\\d{0,14}),"up":${WHOLE}(?:,"t":${WHOLE})?)` +
    `((?:,"skip":${WHOLE})?(,"q":1)?,"d":\\{(?:${CHANNEL}){0,64}\\})\\}$`,
);

export class CanonicalReading implements Reading {
  readonly v = WIRE_VERSION;
  readonly boot: string;
  readonly seq: number;
  readonly up: number;
  declare readonly t?: number;
  declare readonly skip?: number;
  declare readonly q?: 1;
  /** Its members as they came: `v` to `t`, and those after with their comma. */
  readonly head: string;
  readonly tail: string;

  constructor([, head, boot, seq, up, t, tail, skip, q]: readonly (string | undefined)[]) {
    this.boot = boot!;
    this.seq = Number(seq);
    this.up = Number(up);
    if (t !== undefined) this.t = Number(t);
    if (skip !== undefined) this.skip = Number(skip);
    if (q !== undefined) this.q = 1;
    this.head = head!;
    this.tail = tail!;
  }

  get d(): Reading["d"] {
    return (JSON.parse(`{${this.head}${this.tail}}`) as Reading).d;
  }
}

/** Undefined when it has another form, or is none at all. */
export function parseCanonical(payload: Uint8Array): CanonicalReading | undefined {
  if (payload.length > MOST_BYTES) return undefined;
  const match = PATTERN.exec(asBuffer(payload).toString("latin1"));
  return match === null ? undefined : new CanonicalReading(match);
}
