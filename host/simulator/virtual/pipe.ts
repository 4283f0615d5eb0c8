// One direction of a TCP connection of the model: bytes in the order they were sent, each at the time
// the network brings them. Owns delay, order and cuts; knows neither end.
import type { VirtualTime } from "./virtual-time.ts";

/** How the network treats what goes through it; looked at anew for all that is sent. */
export interface Weather {
  /** Milliseconds that the next bytes take. */
  latencyMs(): number;
  /** Pieces that the bytes come in. */
  cut(bytes: Buffer): readonly Buffer[];
}

export interface PipeEnd {
  /** False when there is no room: they are kept until {@link Pipe.resume}. */
  received(bytes: Buffer): boolean;
  /** FIN, or RST: nothing more comes. */
  ended(isReset: boolean): void;
}

interface Packet {
  /** Undefined for the end. */
  readonly bytes: Buffer | undefined;
  readonly isReset: boolean;
  readonly atMs: number;
}

export class Pipe {
  /** Sent and not received yet. */
  bytesUnderWay = 0;
  /** Told when some of them have been received. */
  onRoom: () => void = () => {};
  #end: PipeEnd | undefined;
  #packets: Packet[] = [];
  #lastMs = 0;
  #isPlanned = false;
  #isPaused = false;
  /** Its sender has finished. */
  isOver = false;
  /** Nothing comes through any more, and nobody is told. */
  #isDead = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly weather: Weather,
  ) {}

  to(end: PipeEnd): void {
    this.#end = end;
  }

  send(bytes: Buffer): void {
    if (this.isOver) return;
    this.bytesUnderWay += bytes.length;
    if (this.#isDead) return;
    for (const piece of this.weather.cut(bytes)) this.#add(piece, false);
  }

  /** Behind all that was sent (FIN), or at once and without it (RST). */
  finish(isReset: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    if (this.#isDead) return;
    if (isReset) this.#packets = [];
    this.#add(undefined, isReset);
  }

  /** What is under way is lost, and all that will be sent. */
  kill(): void {
    this.#isDead = true;
    this.#packets = [];
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#packets.length > 0) this.#plan();
  }

  #add(bytes: Buffer | undefined, isReset: boolean): void {
    const atMs = Math.max(this.#lastMs, this.time.now() + this.weather.latencyMs());
    this.#lastMs = atMs;
    this.#packets.push({ bytes, isReset, atMs });
    this.#plan();
  }

  #plan(): void {
    if (this.#isPlanned || this.#isPaused) return;
    this.#isPlanned = true;
    this.time.at(this.#packets[0]!.atMs, this.#bring);
  }

  readonly #bring = (): void => {
    this.#isPlanned = false;
    while (this.#packets.length > 0 && !this.#isPaused) {
      const { bytes, isReset, atMs } = this.#packets[0]!;
      if (atMs > this.time.now()) {
        this.#plan();
        return;
      }
      if (bytes === undefined) {
        this.#packets.shift();
        this.#end?.ended(isReset);
        return;
      }
      if (this.#end?.received(bytes) === false) {
        this.#isPaused = true;
        return;
      }
      this.#packets.shift();
      this.bytesUnderWay -= bytes.length;
      this.onRoom();
    }
  };
}
