// Messages -> what they mean to a reader: readings with their place in the sequence, presence,
// losses, and what is wrong. Knows no client and no output; counts as it goes.
import type { State } from "../../firmware/contract/state.ts";
import type { Dropped, Reading } from "../../firmware/contract/telemetry.ts";
import { parseCanonical } from "./canonical-reading.ts";
import {
  decodeDropped,
  decodeMeta,
  decodeReading,
  decodeState,
  splitTopic,
  type Undecodable,
} from "./decode.ts";
import type { Message } from "./message.ts";
import { PresenceBoard } from "./presence.ts";
import { type Arrival, SequenceLedger, type Series } from "./sequence.ts";

export interface TakenReading {
  readonly kind: "reading";
  readonly topic: string;
  readonly device: string;
  readonly reading: Reading;
  readonly rx: number;
  /** A retained reading is an old one: it has no place in the sequence. */
  readonly arrival: Arrival | "retained";
  /** Ticks the board missed since the reading before. */
  readonly skipped: number;
  /** Channel -> unit, as far as the device has told. */
  readonly units: ReadonlyMap<string, string>;
}

export type Taken =
  | TakenReading
  | {
      readonly kind: "presence";
      readonly device: string;
      readonly state: State;
      readonly rx: number;
    }
  | {
      readonly kind: "dropped";
      readonly device: string;
      readonly dropped: Dropped;
      readonly rx: number;
    }
  | { readonly kind: "undecodable"; readonly topic: string; readonly problem: Undecodable }
  /** Nothing to show: a birth, a state that says nothing new. */
  | { readonly kind: "quiet" }
  /** No topic of a device's readings. */
  | { readonly kind: "other"; readonly topic: string };

export interface ReaderTotals {
  readonly received: number;
  readonly missing: number;
  readonly duplicates: number;
  readonly dropped: number;
  readonly malformed: number;
  readonly unknownVersion: number;
}

const MOST_DEVICES = 10_000;
const MOST_TOPICS = 4 * MOST_DEVICES;
const NO_UNITS: ReadonlyMap<string, string> = new Map();

/** What is known of a device, found once for each of its topics. */
interface Device {
  readonly id: string;
  units: ReadonlyMap<string, string>;
  /** Boot of its newest reading, and the ticks missed in it so far. */
  boot: string;
  skip: number;
  /** Of the reading before: most often that of the next one. */
  series: Series | undefined;
}

interface Place {
  readonly kind: string;
  readonly device: Device;
}

const QUIET: Taken = { kind: "quiet" };

export class TelemetryReader {
  readonly sequence = new SequenceLedger();
  readonly presence = new PresenceBoard();
  readonly #devices = new Map<string, Device>();
  readonly #places = new Map<string, Place>();
  #malformed = 0;
  #unknownVersion = 0;

  take(message: Message): Taken {
    const place = this.#placeOf(message.topic);
    switch (place?.kind) {
      case "telemetry":
        return this.#takeReading(message, place.device);
      case "dropped":
        return this.#takeDropped(message);
      case "state":
        return this.#takeState(message, place.device.id);
      case "meta":
        return this.#takeMeta(message, place.device);
      default:
        return { kind: "other", topic: message.topic };
    }
  }

  totals(): ReaderTotals {
    return {
      ...this.sequence.totals(),
      malformed: this.#malformed,
      unknownVersion: this.#unknownVersion,
    };
  }

  #placeOf(topic: string): Place | undefined {
    const known = this.#places.get(topic);
    if (known !== undefined) return known;
    const split = splitTopic(topic);
    if (split === undefined) return undefined;
    const place = { kind: split.kind, device: this.#deviceOf(split.device) };
    if (this.#places.size >= MOST_TOPICS) this.#places.clear();
    this.#places.set(topic, place);
    return place;
  }

  #deviceOf(id: string): Device {
    const known = this.#devices.get(id);
    if (known !== undefined) return known;
    if (this.#devices.size >= MOST_DEVICES) {
      this.#devices.delete(this.#devices.keys().next().value!);
      // One of them may lead to the device that was forgotten.
      this.#places.clear();
    }
    const device = { id, units: NO_UNITS, boot: "", skip: 0, series: undefined };
    this.#devices.set(id, device);
    return device;
  }

  #takeReading({ topic, payload, retain, rx }: Message, device: Device): Taken {
    let reading: Reading | undefined = parseCanonical(payload);
    if (reading === undefined) {
      const decoded = decodeReading(topic, payload);
      if (!decoded.ok) return this.#refuse(topic, decoded);
      reading = decoded.reading;
    }
    const arrival = retain ? "retained" : this.#note(device, reading);
    const skipped = arrival === "next" ? noteSkip(device, reading) : 0;
    const { id, units } = device;
    return { kind: "reading", topic, device: id, reading, rx, arrival, skipped, units };
  }

  #note(device: Device, { boot, seq }: Reading): Arrival {
    let { series } = device;
    if (series === undefined || series.boot !== boot || series.isForgotten) {
      series = device.series = this.sequence.seriesOf(device.id, boot);
    }
    return this.sequence.note(series, seq);
  }

  #takeDropped({ topic, payload, rx }: Message): Taken {
    const decoded = decodeDropped(topic, payload);
    if (!decoded.ok) return this.#refuse(topic, decoded);
    const { device, dropped } = decoded;
    this.sequence.noteDropped(device, dropped.boot, dropped.from, dropped.to);
    return { kind: "dropped", device, dropped, rx };
  }

  #takeState({ topic, payload, rx }: Message, device: string): Taken {
    // An empty payload clears the retained message: the device was removed.
    if (payload.length === 0) return QUIET;
    const decoded = decodeState(topic, payload);
    if (!decoded.ok) return this.#refuse(topic, decoded);
    const { state } = decoded;
    if (this.presence.note(device, state) !== "changed") return QUIET;
    return { kind: "presence", device, state, rx };
  }

  #takeMeta({ topic, payload }: Message, device: Device): Taken {
    if (payload.length === 0) {
      device.units = NO_UNITS;
      return QUIET;
    }
    const decoded = decodeMeta(topic, payload);
    if (!decoded.ok) return this.#refuse(topic, decoded);
    device.units = decoded.meta.units;
    return QUIET;
  }

  #refuse(topic: string, problem: Undecodable): Taken {
    if (problem.kind === "malformed") this.#malformed++;
    else this.#unknownVersion++;
    return { kind: "undecodable", topic, problem };
  }
}

/** Ticks missed since the reading before. */
function noteSkip(device: Device, { boot, skip = 0 }: Reading): number {
  // Of a boot not seen before only the sum is known, not when.
  const skipped = device.boot === boot ? Math.max(0, skip - device.skip) : 0;
  device.boot = boot;
  device.skip = skip;
  return skipped;
}
