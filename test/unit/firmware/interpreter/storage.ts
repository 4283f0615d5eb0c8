// Flash and the Storage in it by the rules of src/jsflash.c, flash operation by flash operation, so that
// the power can be cut at each. Owns the bytes; knows nobody who uses them.

const ERASED = 0xff;
const HEADER_BYTES = 32;
const NAME_BYTES = 28;
const PAGE_BYTES = 4096;
/** Where Storage begins in the chip's flash. */
export const STORAGE_OFFSET = 0x320000;
export const STORAGE_BYTES = 128 * 1024;

/** The power went: nothing after it has run. */
export class PowerCut extends Error {
  override name = "PowerCut";
}

interface FlashFile {
  readonly name: string;
  /** The flash itself. */
  readonly bytes: Uint8Array;
  /** Of its content, from the start of Storage. */
  readonly at: number;
}

export class FlashStorage {
  readonly image = new Uint8Array(STORAGE_BYTES).fill(ERASED);
  /** Flash operations so far: a header, contents, a deletion, a page erased. */
  operations = 0;
  /** The operation, counted from 1, during which the power goes. */
  cutAt = Infinity;
  /** What that operation still did: nothing, a part of it, or everything. */
  cutLeaves: "nothing" | "a part" | "everything" = "nothing";
  /** The power has gone: nothing is done any more, whoever catches the error. */
  isCut = false;
  /** Of the bytes of a write or an erase that is cut off in the midst, how many were done. */
  cutShare = 0.25;
  /** How many times each page was erased, by address. */
  readonly erasures = new Map<number, number>();
  /** False: as on a build for ESP-IDF 5, which erases nothing (targets/esp32/jshardware.c). */
  erases = true;

  /** As long as no header has changed. */
  #files: FlashFile[] | undefined;

  /** In the order they lie in flash. */
  get files(): FlashFile[] {
    this.#files ??= this.#walk();
    return this.#files;
  }

  #walk(): FlashFile[] {
    const files: FlashFile[] = [];
    for (let at = 0; at + HEADER_BYTES <= this.image.length; ) {
      const view = new DataView(this.image.buffer, at);
      const size = view.getUint32(0, true);
      if (size === 0 || size === 0xffffffff) break;
      const content = at + HEADER_BYTES;
      const raw = Buffer.from(this.image.subarray(at + 4, at + 4 + NAME_BYTES)).toString("latin1");
      // Deleted: the first four bytes of its name are 0.
      if (view.getUint32(4) !== 0) {
        const bytes = this.image.subarray(content, content + (size & 0xffffff));
        files.push({ name: raw.replace(/\0+$/, ""), bytes, at: content });
      }
      at = (content + (size & 0xffffff) + 3) & ~3;
    }
    return files;
  }

  read = (name: string, offset = 0, length = 0): string | undefined => {
    const file = this.#find(name);
    if (!file) return undefined;
    const part =
      length > 0 ? file.bytes.subarray(offset, offset + length) : file.bytes.subarray(offset);
    return Buffer.from(part).toString("latin1");
  };

  /** A string is searched for, not taken as a pattern (jswrap_string_match, src/jswrap_string.c). */
  list = (text: string): string[] =>
    this.files.map(({ name }) => name).filter((name) => name.includes(text));

  write = (name: string, text: string, offset = 0, fileSize = 0): boolean => {
    if (offset < 0 || fileSize < 0) return false;
    const bytes = Buffer.from(text, "latin1");
    const size = fileSize || bytes.length;
    if (size === 0) throw new Error("Can't create zero length file");
    let file = this.#find(name);
    if (offset === 0 && (!file || file.bytes.length !== size || !isErased(file.bytes))) {
      if (file && bytes.length === size && Buffer.compare(file.bytes, bytes) === 0) return true;
      if (file) this.erase(name);
      file = this.#create(name, size);
    }
    if (!file) throw new Error("Unable to find or create file");
    if (offset + bytes.length > file.bytes.length) throw new Error("Too much data for file size");
    if (!isErased(file.bytes.subarray(offset, offset + bytes.length))) {
      throw new Error("File already written with different data");
    }
    this.#program(file.at + offset, bytes);
    return true;
  };

  erase = (name: string): void => {
    const file = this.#find(name);
    if (file) this.#program(file.at - NAME_BYTES, Buffer.alloc(4), true);
  };

  /** The module `Flash` (src/jswrap_flash.c). */
  readonly flash = {
    read: (length: number, address: number): Uint8Array => {
      const at = address - STORAGE_OFFSET;
      return Uint8Array.from(this.image.subarray(at, at + length));
    },
    getPage: (address: number): { addr: number; length: number } | undefined =>
      address < 0x400000 ? { addr: address & ~(PAGE_BYTES - 1), length: PAGE_BYTES } : undefined,
    getFree: () => [{ addr: 0xe000, length: 0x2000 }],
    erasePage: (address: number): void => {
      if (!this.erases) return;
      const page = (address & ~(PAGE_BYTES - 1)) - STORAGE_OFFSET;
      this.#files = undefined;
      this.erasures.set(page, (this.erasures.get(page) ?? 0) + 1);
      this.#operate((share) => this.image.fill(ERASED, page, page + PAGE_BYTES * share));
    },
  };

  #create(name: string, size: number): FlashFile {
    const last = this.#end();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(size);
    header.write(name, 4, "latin1");
    this.#program(last, header, true);
    return this.#find(name)!;
  }

  #end(): number {
    let at = 0;
    for (;;) {
      const size = new DataView(this.image.buffer, at).getUint32(0, true);
      if (size === 0xffffffff) return at;
      at = (at + HEADER_BYTES + size + 3) & ~3;
    }
  }

  #find(name: string): FlashFile | undefined {
    return this.files.find((file) => file.name === name);
  }

  /** Flash cells go from 1 to 0 alone. */
  #program(at: number, bytes: Uint8Array, isHeader = false): void {
    if (isHeader) this.#files = undefined;
    this.#operate((share) => {
      for (let i = 0; i < Math.ceil(bytes.length * share); i++) this.image[at + i]! &= bytes[i]!;
    });
  }

  #operate(run: (share: number) => void): void {
    if (this.isCut) throw new PowerCut("before this flash operation");
    this.operations++;
    this.isCut = this.operations === this.cutAt;
    if (!this.isCut || this.cutLeaves === "everything") run(1);
    else if (this.cutLeaves === "a part") run(this.cutShare);
    if (this.isCut) throw new PowerCut(`at flash operation ${this.operations}`);
  }

  /** The power is there again. */
  restore(): void {
    this.#files = undefined;
    this.cutAt = Infinity;
    this.isCut = false;
  }
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === ERASED);
}
