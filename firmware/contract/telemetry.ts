// What a reading and a loss look like on the wire. Owns the shapes; encoding and checking live
// with whoever sends or reads them.

export const WIRE_VERSION = 1;

/** `<prefix>/<device>/telemetry`, QoS 1: one reading, named for ever by (device, boot, seq). */
export interface Reading {
  readonly v: 1;
  /** `<install id, 8 hex digits>-<boot counter>` */
  readonly boot: string;
  /** Counts the readings made in this boot, from 1, without a gap. */
  readonly seq: number;
  /** Whole milliseconds since start, monotonic. */
  readonly up: number;
  /** Whole UTC milliseconds since 1970; absent until the board's clock is known. */
  readonly t?: number;
  /** Ticks missed in this boot so far; absent when 0. */
  readonly skip?: number;
  /** 1 when the reading waited in the outbox before it was sent. */
  readonly q?: 1;
  /** Channel name to value, in the unit `meta` tells; null where the sensor gave none. */
  readonly d: Readonly<Record<string, number | null>>;
}

/** `<prefix>/<device>/dropped`, QoS 1: readings `from`..`to` (inclusive) the board gave up. */
export interface Dropped {
  readonly v: 1;
  readonly boot: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}
