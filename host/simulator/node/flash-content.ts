// The bytes of one file in a board's flash. A large file that is mostly erased takes room only where it
// was written: a fleet of a thousand boards has a thousand logs. Knows no file and no name.

const ERASED = 0xff;
const PAGE_BYTES = 4096;
/** From this size on a file is kept by the page. */
const LARGE_BYTES = 65_536;

export class FlashContent {
  readonly length: number;
  #bytes: Uint8Array | undefined;
  /** Whether other boards have the same bytes, which a write would change. */
  #isShared = false;
  readonly #pages = new Map<number, Uint8Array>();

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
    for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
      const page = bytes.subarray(at, at + PAGE_BYTES);
      if (!isErased(page)) content.put(at, page);
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
    for (let at = from - (from % PAGE_BYTES); at < to; at += PAGE_BYTES) {
      const page = this.#pages.get(at);
      if (page === undefined) continue;
      const start = Math.max(from, at);
      part.set(page.subarray(start - at, Math.min(to, this.length) - at), start - from);
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
      const offset = (at + done) % PAGE_BYTES;
      const start = at + done - offset;
      const piece = data.subarray(done, done + PAGE_BYTES - offset);
      let page = this.#pages.get(start);
      if (page === undefined) {
        page = new Uint8Array(PAGE_BYTES).fill(ERASED);
        this.#pages.set(start, page);
      }
      page.set(piece, offset);
      done += piece.length;
    }
  }

  isErased(from = 0, to = this.length): boolean {
    if (this.#bytes !== undefined) return isErased(this.#bytes.subarray(from, to));
    for (const at of this.#pages.keys()) {
      if (at >= to || at + PAGE_BYTES <= from) continue;
      if (!isErased(this.part(Math.max(from, at), Math.min(to, at + PAGE_BYTES)))) return false;
    }
    return true;
  }

  /** Erases a part; whole pages of a large file take no room any more. */
  erase(from: number, to: number): void {
    if (this.#bytes !== undefined) {
      this.put(from, new Uint8Array(to - from).fill(ERASED));
      return;
    }
    for (const at of [...this.#pages.keys()]) {
      if (at >= to || at + PAGE_BYTES <= from) continue;
      if (at >= from && at + PAGE_BYTES <= to) this.#pages.delete(at);
      else this.#pages.get(at)!.fill(ERASED, Math.max(0, from - at), Math.max(0, to - at));
    }
  }
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === ERASED);
}
