// A reading as one line of JSON. One in the form our firmware gives it goes out as it came, with what
// the reader knows put in; the line is the same as that of any other form.
import { CanonicalReading } from "./canonical-reading.ts";
import type { Message } from "./message.ts";
import { jsonLine } from "./printable.ts";
import type { TakenReading } from "./reader.ts";

export class ReadingJson {
  // A line is made of few pieces, each of them most often the same as in the line before.
  readonly #start = new Piece((topic: string) => `{"topic":${jsonLine(topic)},"device":"`);
  readonly #rx = new Piece((rx: number) => `","rx":${rx},"rxIso":"${new Date(rx).toISOString()}",`);
  readonly #t = new Piece((t: number) => `,"tIso":"${new Date(t).toISOString()}"`);
  readonly #end = new Piece((arrival: string) => `,"arrival":"${arrival}"}`);

  line(taken: TakenReading, { qos, retain }: Message): string {
    const { topic, device, reading, rx, arrival } = taken;
    if (!(reading instanceof CanonicalReading)) return readingJson(taken, qos, retain);
    const { head, tail, t } = reading;
    const tIso = t === undefined ? "" : this.#t.of(t);
    const end = `,"qos":${qos},"retain":${retain}`;
    return (
      this.#start.of(topic) +
      device +
      this.#rx.of(rx) +
      head +
      tIso +
      tail +
      end +
      this.#end.of(arrival)
    );
  }
}

const MOST_PIECES = 10_000;

class Piece<Of> {
  readonly #made = new Map<Of, string>();
  readonly #make: (of: Of) => string;
  constructor(make: (of: Of) => string) {
    this.#make = make;
  }
  of(value: Of): string {
    const known = this.#made.get(value);
    if (known !== undefined) return known;
    if (this.#made.size >= MOST_PIECES) this.#made.clear();
    const made = this.#make(value);
    this.#made.set(value, made);
    return made;
  }
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
