// A batch of messages -> the rows it adds to a recording, and what of it was there before. Notes
// readings in the series as it goes; knows no database.
import type { State } from "../../firmware/contract/state.ts";
import type { Reading } from "../../firmware/contract/telemetry.ts";
import { type CanonicalReading, parseCanonical } from "../telemetry/canonical-reading.ts";
import {
  type DecodedMeta,
  decodeDropped,
  decodeMeta,
  decodeReading,
  decodeState,
  splitTopic,
  type Undecodable,
} from "../telemetry/decode.ts";
import { asBuffer, type Message } from "../telemetry/message.ts";
import { RowColumns } from "./row-columns.ts";
import type { Series, SeriesBook } from "./series.ts";
import { readChannels, type Shapes } from "./shapes.ts";

const MOST_TOPICS = 40_000;

interface Place {
  readonly kind: string;
  readonly device: string;
  /** Of the reading before. */
  series: Series | undefined;
}

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

export class Arrivals {
  readonly rows = new RowColumns();
  /** Readings whose name was there before. */
  readonly repeats = new RowColumns();
  /** By row of `repeats`. */
  repeated: Message[] = [];
  dropped: DroppedRow[] = [];
  metas: MetaRow[] = [];
  states: StateRow[] = [];
  quarantine: QuarantineRow[] = [];
  /** Births, states and losses that said nothing new. */
  known = 0;
  /** Of topics that are none of these. */
  others = 0;
  readonly #book: SeriesBook;
  readonly #shapes: Shapes;
  readonly #places = new Map<string, Place>();
  /** By device: the newest that came, as text. */
  readonly lastMeta = new Map<string, string>();
  readonly lastState = new Map<string, string>();
  #batchMeta = new Map<string, string>();
  #batchState = new Map<string, string>();

  constructor(book: SeriesBook, shapes: Shapes) {
    this.#book = book;
    this.#shapes = shapes;
  }

  collect(messages: readonly Message[]): void {
    this.#clear();
    for (const message of messages) this.#take(message);
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

  #clear(): void {
    this.rows.clear();
    this.repeats.clear();
    this.repeated = [];
    this.dropped = [];
    this.metas = [];
    this.states = [];
    this.quarantine = [];
    this.known = this.others = 0;
    this.#batchMeta = new Map();
    this.#batchState = new Map();
  }

  #take(message: Message): void {
    const place = this.#placeOf(message.topic);
    switch (place.kind) {
      case "telemetry":
        this.#takeReading(message, place);
        break;
      case "dropped":
        this.#takeDropped(message);
        break;
      case "state":
        this.#takeState(message);
        break;
      case "meta":
        this.#takeMeta(message);
        break;
      default:
        this.others++;
    }
  }

  #placeOf(topic: string): Place {
    const known = this.#places.get(topic);
    if (known !== undefined) return known;
    // A topic of a kind we keep, whose device has no right name, is refused when it is decoded.
    const kind = topic.slice(topic.lastIndexOf("/") + 1);
    const place = { kind, device: splitTopic(topic)?.device ?? "", series: undefined };
    if (this.#places.size >= MOST_TOPICS) this.#places.clear();
    this.#places.set(topic, place);
    return place;
  }

  #takeReading(message: Message, place: Place): void {
    const { topic, payload, rx } = message;
    const canonical = place.device === "" ? undefined : parseCanonical(payload);
    let reading: Reading | undefined = canonical;
    if (reading === undefined) {
      const decoded = decodeReading(topic, payload);
      if (!decoded.ok) {
        this.quarantine.push({ message, problem: decoded });
        return;
      }
      reading = decoded.reading;
    }
    let { series } = place;
    if (series === undefined || series.boot !== reading.boot) {
      series = place.series = this.#book.of(place.device, reading.boot);
    }
    const isNew = this.#book.take(series, reading.seq);
    if (!isNew) this.repeated.push(message);
    const columns = isNew ? this.rows : this.repeats;
    const row = columns.add();
    columns.series.values[row] = series.id;
    columns.seq.set(row, reading.seq);
    columns.up.set(row, reading.up);
    if (reading.t !== undefined) columns.t.set(row, reading.t);
    columns.skip.set(row, reading.skip ?? 0);
    columns.q.values[row] = reading.q ?? 0;
    columns.rx.set(row, rx);
    columns.channels.values[row] = this.#channels(
      series,
      columns,
      row,
      reading,
      canonical,
      payload,
    );
  }

  #channels(
    series: Series,
    columns: RowColumns,
    row: number,
    reading: Reading,
    canonical: CanonicalReading | undefined,
    payload: Uint8Array,
  ): number {
    const { shape } = series;
    if (canonical !== undefined && shape !== undefined) {
      const { doubles } = columns;
      if (readChannels(payload, canonical.channelsAt, shape, doubles, row)) return shape.list;
    }
    const { d } = reading;
    const found = this.#shapes.of(Object.keys(d));
    series.shape = found;
    for (const set of [this.rows, this.repeats]) {
      while (set.doubles.length < this.#shapes.columns.length) set.addDoubles();
    }
    for (const [index, name] of found.names.entries()) {
      const value = d[name];
      if (value !== null) columns.doubles[found.columns[index]!]!.set(row, value!);
    }
    return found.list;
  }

  #takeDropped(message: Message): void {
    const { topic, payload, rx } = message;
    const decoded = decodeDropped(topic, payload);
    if (!decoded.ok) {
      this.quarantine.push({ message, problem: decoded });
      return;
    }
    const { boot, from, to, why } = decoded.dropped;
    const series = this.#book.of(decoded.device, boot);
    if (this.#book.drop(series, from, to)) this.dropped.push({ series, from, to, why, rx });
    else this.known++;
  }

  #takeState(message: Message): void {
    const { topic, payload, rx } = message;
    // An empty payload clears the retained message: the device was removed.
    if (payload.length === 0) {
      this.known++;
      return;
    }
    const decoded = decodeState(topic, payload);
    if (!decoded.ok) {
      this.quarantine.push({ message, problem: decoded });
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

  #takeMeta(message: Message): void {
    const { topic, payload, rx } = message;
    if (payload.length === 0) {
      this.known++;
      return;
    }
    const decoded = decodeMeta(topic, payload);
    if (!decoded.ok) {
      this.quarantine.push({ message, problem: decoded });
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
