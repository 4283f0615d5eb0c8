// The files in a board's Storage area as jsflash.c lays them out: one after the other, replaced
// ones left as trash until compaction. Owns contents, sizes and addresses; knows no JavaScript.
import { FlashContent } from "./flash-content.ts";
import { FlashFolder } from "./flash-folder.ts";
import { FlashPower, PowerCut } from "./flash-power.ts";

/** sizeof(JsfFileHeader): the size, and a name of 28 bytes. */
const HEADER_BYTES = 32;
const MAX_NAME_LENGTH = 28;
/** What an erase takes. */
const PAGE_BYTES = 4096;

interface FlashFile {
  name: string;
  readonly content: FlashContent;
  /** Of the header, from the start of Storage. */
  readonly address: number;
  deleted: boolean;
}

/** Why a write was refused, in the interpreter's words. */
export class FlashError extends Error {
  override name = "FlashError";
}

export interface FlashSurroundings {
  /** Size of the Storage area. */
  readonly bytes: number;
  /** Keeps the files between runs; without it they live as long as this object. */
  readonly folder?: string;
  /** Compaction tells itself on the console. */
  readonly print: (text: string) => void;
}

export class FlashStorage {
  readonly power = new FlashPower();
  /** Grows with each change of what is in it. */
  changes = 0;
  #files: FlashFile[] = [];
  readonly #folder: FlashFolder | undefined;

  constructor(private readonly surroundings: FlashSurroundings) {
    if (surroundings.folder === undefined) return;
    this.#folder = new FlashFolder(surroundings.folder);
    for (const { name, bytes } of this.#folder.load()) this.#append(name, FlashContent.of(bytes));
  }

  #end(): number {
    const last = this.#files.at(-1);
    return last === undefined ? 0 : last.address + occupied(last.content.length);
  }

  #append(name: string, content: FlashContent): FlashFile {
    const file = { name, content, address: this.#end(), deleted: false };
    this.#files.push(file);
    return file;
  }

  #find(name: string): FlashFile | undefined {
    const wanted = storedName(name);
    return this.#files.find((file) => !file.deleted && file.name === wanted);
  }

  /** jsfGetStorageStats().free: to the end of the area, trash not counted as free. */
  free(): number {
    return this.surroundings.bytes - this.#end();
  }

  /** Names and header addresses of the files, in the order they lie in flash. */
  list(): readonly { readonly name: string; readonly address: number }[] {
    return this.#files.filter((file) => !file.deleted);
  }

  /** The file's own bytes, not a copy: as on the board, later writes show in what was read. */
  read(name: string, from?: number, to?: number): Uint8Array | undefined {
    return this.#find(name)?.content.part(from, to);
  }

  /** Bytes of a file; undefined when there is none. */
  sizeOf(name: string): number | undefined {
    return this.#find(name)?.content.length;
  }

  /** Puts a file there as flashing does, whatever there was; its bytes are not copied. */
  flashFile(name: string, bytes: Uint8Array): void {
    const file = this.#find(name);
    if (file === undefined || !isEqual(file.content.part(), bytes)) this.write(name, bytes);
    this.#find(name)!.content.share(bytes);
  }

  /**
   * jsfWriteFile. False for a negative offset or size.
   * @throws FlashError in the interpreter's words.
   */
  write(name: string, data: Uint8Array, offset = 0, fileSize = 0): boolean {
    if (offset < 0 || fileSize < 0) return false;
    const size = fileSize || data.length;
    if (size === 0) throw new FlashError("Can't create zero length file");
    let file = this.#find(name);
    let isNew = false;
    if (
      offset === 0 &&
      (file === undefined || file.content.length !== size || !file.content.isErased())
    ) {
      if (file !== undefined && data.length === size && isEqual(file.content.part(), data)) {
        return true;
      }
      if (file !== undefined) this.#delete(file);
      file = this.#create(storedName(name), size);
      isNew = true;
    }
    if (file === undefined) throw new FlashError("Unable to find or create file");
    if (offset + data.length > file.content.length)
      throw new FlashError("Too much data for file size");
    if (!isNew && !file.content.isErased(offset, offset + data.length)) {
      throw new FlashError("File already written with different data");
    }
    this.changes++;
    const written = this.power.take(data.length);
    const done = written < data.length ? data.subarray(0, written) : data;
    file.content.put(offset, done);
    if (written > 0) this.#folder?.store(file.name, file.content.length, done, offset);
    if (written < data.length) throw new PowerCut();
    return true;
  }

  /** What lies from an address of Storage on, headers and what is free included (jshFlashRead). */
  readFlash(address: number, length: number): Uint8Array {
    const found = new Uint8Array(length).fill(0xff);
    for (const file of this.#files) {
      const start = file.address - address;
      if (start >= length || start + occupied(file.content.length) <= 0) continue;
      const header = headerOf(file);
      for (let i = 0; i < HEADER_BYTES; i++) {
        if (start + i >= 0 && start + i < length) found[start + i] = header[i]!;
      }
      const from = Math.max(0, -(start + HEADER_BYTES));
      const to = Math.min(file.content.length, length - start - HEADER_BYTES);
      if (to > from) found.set(file.content.part(from, to), start + HEADER_BYTES + from);
    }
    return found;
  }

  /**
   * Erases the page of an address (jshFlashErasePage). Of a file's header nothing may be in it: a board
   * would lose that file, and all behind it.
   */
  erasePage(address: number): void {
    this.power.step();
    this.changes++;
    const page = address - (address % PAGE_BYTES);
    for (const file of this.#files) {
      if (file.address < page + PAGE_BYTES && file.address + HEADER_BYTES > page) {
        throw new FlashError(`the page at ${page} of Storage has the header of ${file.name}`);
      }
      const start = file.address + HEADER_BYTES;
      const from = Math.max(0, page - start);
      const to = Math.min(file.content.length, page + PAGE_BYTES - start);
      if (to <= from) continue;
      file.content.erase(from, to);
      if (!file.deleted) {
        this.#folder?.store(file.name, file.content.length, file.content.part(from, to), from);
      }
    }
  }

  #delete(file: FlashFile): void {
    this.power.step();
    this.changes++;
    file.deleted = true;
    this.#folder?.remove(file.name);
  }

  /** jsfCreateFile: behind the last file, after a compaction where only that makes room. */
  #create(name: string, size: number): FlashFile | undefined {
    const required = occupied(size);
    if (this.free() < required) {
      // "only try and compact if we're sure there would be enough space"; trash counts without headers.
      const trash = this.#files.reduce(
        (sum, file) => sum + (file.deleted ? file.content.length : 0),
        0,
      );
      if (required >= this.free() + trash || !this.compact() || this.free() < required)
        return undefined;
    }
    this.power.step();
    const file = this.#append(name, new FlashContent(size));
    this.#folder?.create(name, file.content.part());
    return file;
  }

  erase(name: string): void {
    const file = this.#find(name);
    if (file !== undefined) this.#delete(file);
  }

  eraseAll(): void {
    for (const file of this.#files) if (!file.deleted) this.#delete(file);
    this.#files = [];
  }

  /** jsfCompact: moves the files together. False when there was nothing to gain. */
  compact(): boolean {
    if (!this.#files.some((file) => file.deleted)) return false;
    this.surroundings.print("Compacting... \n");
    const kept = this.#files.filter((file) => !file.deleted);
    this.#files = [];
    for (const { name, content } of kept) this.#append(name, content);
    return true;
  }
}

/** Bytes that a file takes: header, contents, up to the next multiple of 4 (JSF_ALIGNMENT). */
function occupied(size: number): number {
  return HEADER_BYTES + ((size + 3) & ~3);
}

/** JsfFileHeader: size, and the name, of which the first four bytes are 0 when the file was deleted. */
function headerOf({ name, content, deleted }: FlashFile): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(content.length);
  header.write(name, 4, "latin1");
  if (deleted) header.fill(0, 4, 8);
  return header;
}

/** jsfNameFromVar cuts to 28 bytes; jsfStripDriveFromName takes a drive such as "C:" off. */
function storedName(name: string): string {
  const cut = name.slice(0, MAX_NAME_LENGTH);
  return cut[1] === ":" ? cut.slice(2) : cut;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
