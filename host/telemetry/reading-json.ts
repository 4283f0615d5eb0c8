// A reading as one line of JSON. One in the form our firmware gives it goes out as it came, with what
// the reader knows put in; the line is the same as that of any other form.
import { CanonicalReading } from "./canonical-reading.ts";
import type { Message } from "./message.ts";
import { jsonLine } from "./printable.ts";
import type { TakenReading } from "./reader.ts";

const MOST_TOPICS = 10_000;

export class ReadingJson {
  // A line is put together from few pieces, each of them mostly that of a line before.
  readonly #starts = new Map<string, string>();
  readonly #iso = new IsoTime();
  #rx = Number.NaN;
  #rxText = "";

  line(taken: TakenReading, { qos, retain }: Message): string {
    const { topic, device, reading, rx, arrival } = taken;
    if (!(reading instanceof CanonicalReading)) return readingJson(taken, qos, retain);
    if (rx !== this.#rx) {
      this.#rx = rx;
      this.#rxText = `,"rx":${rx},"rxIso":"${new Date(rx).toISOString()}",`;
    }
    const start = this.#starts.get(topic) ?? this.#start(topic, device);
    const { head, tail, t } = reading;
    const tIso = t === undefined ? "" : `,"tIso":"${this.#iso.of(t)}"`;
    return start + this.#rxText + head + tIso + tail + endOf(qos, retain, arrival);
  }

  #start(topic: string, device: string): string {
    const start = jsonLine({ topic, device }).slice(0, -1);
    if (this.#starts.size >= MOST_TOPICS) this.#starts.clear();
    this.#starts.set(topic, start);
    return start;
  }
}

function endOf(qos: number, retain: boolean, arrival: string): string {
  // The ordinary case: one text for all.
  if (qos === 1 && arrival === "next") return `,"qos":1,"retain":false,"arrival":"next"}`;
  return `,"qos":${qos},"retain":${retain},"arrival":"${arrival}"}`;
}

function readingJson(taken: TakenReading, qos: number, retain: boolean): string {
  const { topic, device, reading, rx, arrival } = taken;
  const { v, boot, seq, up, t, skip, q, d } = reading;
  return jsonLine({
    topic,
    device,
    rx,
    rxIso: new Date(rx).toISOString(),
    v,
    boot,
    seq,
    up,
    ...(t === undefined ? {} : { t, tIso: new Date(t).toISOString() }),
    skip,
    q,
    d,
    qos,
    retain,
    arrival,
  });
}

const MILLISECONDS = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, "0")}Z`);

/** What `toISOString` gives, remembering the second: most times are in that of the one before. */
class IsoTime {
  #second = Number.NaN;
  #start = "";

  of(ms: number): string {
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#start = new Date(ms).toISOString().slice(0, -4);
    }
    return this.#start + MILLISECONDS[ms - 1000 * second]!;
  }
}
