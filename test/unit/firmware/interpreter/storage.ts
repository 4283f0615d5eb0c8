// Storage by the rules of jsfWriteFile (src/jsflash.c), flash operation by flash operation, so that
// the power can be cut at each. Owns the files; knows nobody who uses them.

const ERASED = 0xff;

/** The power went: nothing after it has run. */
export class PowerCut extends Error {
  override name = "PowerCut";
}

interface FlashFile {
  name: string;
  readonly bytes: Uint8Array;
}

export class FlashStorage {
  /** In the order they lie in flash. */
  readonly files: FlashFile[] = [];
  /** Flash operations so far: a header, contents, a deletion. */
  operations = 0;
  /** The operation, counted from 1, during which the power goes. */
  cutAt = Infinity;
  /** What that operation still did: nothing, a part of it, or everything. */
  cutLeaves: "nothing" | "a part" | "everything" = "nothing";

  read = (name: string): string | undefined => {
    const file = this.#find(name);
    return file && Buffer.from(file.bytes).toString("latin1");
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
    this.#operate(
      () => file.bytes.set(bytes, offset),
      // Flash cells go from 1 to 0, each in its own time.
      () =>
        file.bytes.set(
          bytes.map((byte) => byte | 0x40),
          offset,
        ),
    );
    return true;
  };

  erase = (name: string): void => {
    const file = this.#find(name);
    if (!file) return;
    this.#operate(
      () => this.files.splice(this.files.indexOf(file), 1),
      () => {
        file.name = `\0${name.slice(1)}`;
      },
    );
  };

  #create(name: string, size: number): FlashFile {
    const file = { name, bytes: new Uint8Array(size).fill(ERASED) };
    this.#operate(
      () => this.files.push(file),
      () => this.files.push({ ...file, name: name.slice(0, 4) }),
    );
    return file;
  }

  #find(name: string): FlashFile | undefined {
    return this.files.find((file) => file.name === name);
  }

  #operate(whole: () => void, part: () => void): void {
    this.operations++;
    const isCut = this.operations === this.cutAt;
    if (!isCut || this.cutLeaves === "everything") whole();
    else if (this.cutLeaves === "a part") part();
    if (isCut) throw new PowerCut(`at flash operation ${this.operations}`);
  }
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === ERASED);
}
