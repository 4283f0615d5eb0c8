// What devices say beside readings: losses, births and states, as far as they say anything new, and
// messages that nobody understands. Gathers the rows of a batch; knows no database.
import type { State } from "../../firmware/contract/state.ts";
import {
  type DecodedMeta,
  decodeDropped,
  decodeMeta,
  decodeState,
  type Undecodable,
} from "../telemetry/decode.ts";
import { asBuffer, type Message } from "../telemetry/message.ts";
import type { Series, SeriesBook } from "./series.ts";

export interface DroppedRow {
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  readonly why: string;
  readonly rx: number;
}

export interface MetaRow {
  readonly series: Series;
  readonly meta: DecodedMeta;
  readonly text: string;
  readonly rx: number;
}

export interface StateRow {
  readonly series: Series;
  readonly state: State;
  readonly rx: number;
}

export interface QuarantineRow {
  readonly message: Message;
  readonly problem: Undecodable;
}

export class Besides {
  dropped: DroppedRow[] = [];
  metas: MetaRow[] = [];
  states: StateRow[] = [];
  quarantine: QuarantineRow[] = [];
  /** Messages that said nothing new. */
  known = 0;
  /** By device: the newest that is on disk, as text. */
  readonly lastMeta = new Map<string, string>();
  readonly lastState = new Map<string, string>();
  readonly #batchMeta = new Map<string, string>();
  readonly #batchState = new Map<string, string>();
  readonly #book: SeriesBook;

  constructor(book: SeriesBook) {
    this.#book = book;
  }

  clear(): void {
    this.dropped = [];
    this.metas = [];
    this.states = [];
    this.quarantine = [];
    this.known = 0;
    this.#batchMeta.clear();
    this.#batchState.clear();
  }

  /** They are on disk. */
  settle(): void {
    for (const [device, text] of this.#batchMeta) this.lastMeta.set(device, text);
    for (const [device, text] of this.#batchState) this.lastState.set(device, text);
  }

  /** By what the device itself said last; undefined when it said nothing. */
  newestBoot(device: string): string | undefined {
    const meta = this.lastMeta.get(device);
    if (meta !== undefined) return (JSON.parse(meta) as { boot: string }).boot;
    return this.lastState.get(device)?.split(" ", 1)[0];
  }

  refuse(message: Message, problem: Undecodable): void {
    this.quarantine.push({ message, problem });
  }

  takeDropped(message: Message): void {
    const { topic, payload } = message;
    const rx = Math.trunc(message.rx);
    const decoded = decodeDropped(topic, payload);
    if (!decoded.ok) {
      this.refuse(message, decoded);
      return;
    }
    const { boot, from, to, why } = decoded.dropped;
    const series = this.#book.of(decoded.device, boot);
    if (this.#book.drop(series, from, to)) this.dropped.push({ series, from, to, why, rx });
    else this.known++;
  }

  takeState(message: Message): void {
    const { topic, payload } = message;
    const rx = Math.trunc(message.rx);
    // An empty payload clears the retained message: the device was removed.
    if (payload.length === 0) {
      this.known++;
      return;
    }
    const decoded = decodeState(topic, payload);
    if (!decoded.ok) {
      this.refuse(message, decoded);
      return;
    }
    const { device, state } = decoded;
    const text = stateText(state.boot, state.conn, state.state);
    if (text === (this.#batchState.get(device) ?? this.lastState.get(device))) {
      this.known++;
      return;
    }
    this.#batchState.set(device, text);
    this.states.push({ series: this.#book.of(device, state.boot), state, rx });
  }

  takeMeta(message: Message): void {
    const { topic, payload } = message;
    const rx = Math.trunc(message.rx);
    if (payload.length === 0) {
      this.known++;
      return;
    }
    const decoded = decodeMeta(topic, payload);
    if (!decoded.ok) {
      this.refuse(message, decoded);
      return;
    }
    const { device, meta } = decoded;
    const text = asBuffer(payload).toString("utf8");
    if (text === (this.#batchMeta.get(device) ?? this.lastMeta.get(device))) {
      this.known++;
      return;
    }
    this.#batchMeta.set(device, text);
    this.metas.push({ series: this.#book.of(device, meta.boot), meta, text, rx });
  }
}

export function stateText(boot: string, conn: number, state: string): string {
  return `${boot} ${conn} ${state}`;
}
