// A reading in the very form our firmware gives it: known by its text, without parsing JSON, and
// ready to go out again as it came. Whatever has another form is none, however right it may be.
import { type Reading, WIRE_VERSION } from "../../firmware/contract/telemetry.ts";
import { type CanonicalParts, canonicalParts } from "./canonical-text.ts";
import { asBuffer } from "./message.ts";

const MOST_BYTES = 1024;

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
  /** Where in the payload its channels begin. */
  readonly channelsAt: number;

  constructor(parts: CanonicalParts) {
    const { boot, seq, up, t, skip, isQueued, channelsAt, head, tail } = parts;
    this.boot = boot;
    this.seq = seq;
    this.up = up;
    if (t !== undefined) this.t = t;
    if (skip !== undefined) this.skip = skip;
    if (isQueued) this.q = 1;
    this.head = head;
    this.tail = tail;
    this.channelsAt = channelsAt;
  }

  get d(): Reading["d"] {
    return (JSON.parse(`{${this.head}${this.tail}}`) as Reading).d;
  }
}

/** Undefined when it has another form, or is none at all. */
export function parseCanonical(payload: Uint8Array): CanonicalReading | undefined {
  if (payload.length > MOST_BYTES) return undefined;
  const parts = canonicalParts(asBuffer(payload));
  return parts === undefined ? undefined : new CanonicalReading(parts);
}
