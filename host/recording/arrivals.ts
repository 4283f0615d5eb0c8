// A batch of messages -> the rows it adds to a recording, and what of it was there before. Notes
// readings in the series as it goes; knows no database.
import type { Reading } from "../../firmware/contract/telemetry.ts";
import { type CanonicalReading, parseCanonical } from "../telemetry/canonical-reading.ts";
import { decodeReading, splitTopic } from "../telemetry/decode.ts";
import type { Message } from "../telemetry/message.ts";
import { Besides } from "./besides.ts";
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

export class Arrivals {
  readonly rows = new RowColumns();
  /** Readings whose name was there before. */
  readonly repeats = new RowColumns();
  /** By row of `repeats`. */
  repeated: Message[] = [];
  readonly besides: Besides;
  /** Of topics that are none of these. */
  others = 0;
  readonly #book: SeriesBook;
  readonly #shapes: Shapes;
  readonly #places = new Map<string, Place>();

  constructor(book: SeriesBook, shapes: Shapes) {
    this.besides = new Besides(book);
    this.#book = book;
    this.#shapes = shapes;
  }

  collect(messages: readonly Message[]): void {
    this.#clear();
    for (const message of messages) this.#take(message);
  }

  #clear(): void {
    this.rows.clear();
    this.repeats.clear();
    this.repeated = [];
    this.besides.clear();
    this.others = 0;
  }

  #take(message: Message): void {
    const place = this.#placeOf(message.topic);
    switch (place.kind) {
      case "telemetry":
        this.#takeReading(message, place);
        break;
      case "dropped":
        this.besides.takeDropped(message);
        break;
      case "state":
        this.besides.takeState(message);
        break;
      case "meta":
        this.besides.takeMeta(message);
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
        this.besides.refuse(message, decoded);
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
}
