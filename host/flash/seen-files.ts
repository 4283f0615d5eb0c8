// What files on a board held when they were read or written. Found again by length and checksum, which the
// board gives of what it has: such a file need not be read. Knows no board and no names.
import { crc32 } from "../crc32.ts";

export class SeenFiles {
  readonly #contents = new Map<number, Uint8Array>();

  add(bytes: Uint8Array): void {
    this.#contents.set(crc32(bytes), bytes);
  }

  find({ length, crc }: { readonly length: number; readonly crc: number }): Uint8Array | undefined {
    const bytes = this.#contents.get(crc);
    return bytes?.length === length ? bytes : undefined;
  }
}
