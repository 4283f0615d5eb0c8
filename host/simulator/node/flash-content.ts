// The bytes of one file in a board's flash. A large file that is mostly erased takes room only where it
// was written: a fleet of a thousand boards has a thousand logs. Knows no file and no name.

const ERASED = 0xff;
/** A fraction of a page: of most boards' logs there is one head of a page, and nothing more. */
const PIECE_BYTES = 512;
/** From this size on a file is kept in pieces. */
const LARGE_BYTES = 65_536;

export class FlashContent {
  readonly length: number;
  #bytes: Uint8Array | undefined;
  /** Whether other boards have the same bytes, which a write would change. */
  #isShared = false;
  readonly #pieces = new Map<number, Uint8Array>();

  /** A file that is erased, or one with these bytes, which are not copied. */
  constructor(content: number | Uint8Array) {
    this.length = typeof content === "number" ? content : content.length;
    if (typeof content !== "number") this.#bytes = content;
    else if (content < LARGE_BYTES) this.#bytes = new Uint8Array(content).fill(ERASED);
  }

  /** One with bytes of which what is erased takes no room. */
  static of(bytes: Uint8Array): FlashContent {
    if (bytes.length < LARGE_BYTES) return new FlashContent(bytes);
    const content = new FlashContent(bytes.length);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      if (!isErased(piece)) content.put(at, piece);
    }
    return content;
  }

  /** Takes bytes in place of its own, which are the same, and which others have as well. */
  share(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#isShared = true;
  }

  /** The bytes themselves where they are in one piece: as on the board, later writes show in what was read. */
  part(from = 0, to = this.length): Uint8Array {
    if (this.#bytes !== undefined) return this.#bytes.subarray(from, to);
    const part = new Uint8Array(Math.max(0, Math.min(to, this.length) - from)).fill(ERASED);
    for (let at = from - (from % PIECE_BYTES); at < to; at += PIECE_BYTES) {
      const piece = this.#pieces.get(at);
      if (piece === undefined) continue;
      const start = Math.max(from, at);
      part.set(piece.subarray(start - at, Math.min(to, this.length) - at), start - from);
    }
    return part;
  }

  put(at: number, data: Uint8Array): void {
    if (this.#bytes !== undefined) {
      if (this.#isShared) this.#bytes = Uint8Array.from(this.#bytes);
      this.#isShared = false;
      this.#bytes.set(data, at);
      return;
    }
    for (let done = 0; done < data.length; ) {
      const offset = (at + done) % PIECE_BYTES;
      const start = at + done - offset;
      const written = data.subarray(done, done + PIECE_BYTES - offset);
      let piece = this.#pieces.get(start);
      if (piece === undefined) {
        piece = new Uint8Array(PIECE_BYTES).fill(ERASED);
        this.#pieces.set(start, piece);
      }
      piece.set(written, offset);
      done += written.length;
    }
  }

  isErased(from = 0, to = this.length): boolean {
    if (this.#bytes !== undefined) return isErased(this.#bytes.subarray(from, to));
    for (const at of this.#pieces.keys()) {
      if (at >= to || at + PIECE_BYTES <= from) continue;
      if (!isErased(this.part(Math.max(from, at), Math.min(to, at + PIECE_BYTES)))) return false;
    }
    return true;
  }

  /** Erases a part; whole pieces of a large file take no room any more. */
  erase(from: number, to: number): void {
    if (this.#bytes !== undefined) {
      this.put(from, new Uint8Array(to - from).fill(ERASED));
      return;
    }
    for (const at of [...this.#pieces.keys()]) {
      if (at >= to || at + PIECE_BYTES <= from) continue;
      if (at >= from && at + PIECE_BYTES <= to) this.#pieces.delete(at);
      else this.#pieces.get(at)!.fill(ERASED, Math.max(0, from - at), Math.max(0, to - at));
    }
  }
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === ERASED);
}
