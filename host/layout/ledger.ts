// The ledger of a board's Storage (firmware/contract/ledger.ts) from the host's side: entries made,
// read and judged as the boot script judges them. Touches no board.
import {
  BAD,
  BOOT_BYTES,
  BOOTS,
  CRC,
  CRC_BYTES,
  DEATHS,
  ENTRY_BYTES,
  ERASED,
  GOOD,
  LEDGER_BYTES,
  MOST_DEATHS,
  NAME_BYTES,
  SEAL,
} from "../../firmware/contract/ledger.ts";
import { crc32 } from "../crc32.ts";

export interface LedgerEntry {
  /** Such as "slot0" or "conf1". */
  readonly file: string;
  readonly crc: number;
  readonly verdict: "pending" | "good" | "bad";
  /** Boots that died while it was on trial. */
  readonly deaths: number;
  /** Boots that began while it was on trial, as far as there was room to count them. */
  readonly boots: number;
  /** Where it begins in the file. */
  readonly offset: number;
}

/** An entry as it is appended: 128 bytes. */
export function encodeEntry(file: string, content: Uint8Array, isGood: boolean): Uint8Array {
  const entry = new Uint8Array(ENTRY_BYTES).fill(ERASED);
  entry.set(Buffer.from(file, "latin1").subarray(0, NAME_BYTES));
  new DataView(entry.buffer).setUint32(CRC, crc32(content));
  if (isGood) entry[GOOD] = 0;
  return entry;
}

/** A whole file with these entries and room for more, fifteen in all: 2048 bytes. */
export function encodeLedger(entries: readonly Uint8Array[]): Uint8Array {
  const ledger = new Uint8Array(LEDGER_BYTES).fill(ERASED);
  ledger[SEAL] = 0;
  for (const [index, entry] of entries.entries()) ledger.set(entry, index * ENTRY_BYTES);
  return ledger;
}

/** In the order they were written. What a power cut left half written is among them: its CRC fails. */
export function decodeLedger(bytes: Uint8Array): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (let offset = 0; offset + ENTRY_BYTES < bytes.length; offset += ENTRY_BYTES) {
    const entry = bytes.subarray(offset, offset + ENTRY_BYTES);
    if (entry.every((byte) => byte === ERASED)) break;
    const isMarked = (at: number): boolean => entry[at] !== ERASED;
    entries.push({
      file: Buffer.from(entry.subarray(0, NAME_BYTES)).toString("latin1"),
      crc: new DataView(entry.buffer, entry.byteOffset + CRC, CRC_BYTES).getUint32(0),
      verdict: isMarked(BAD) ? "bad" : isMarked(GOOD) ? "good" : "pending",
      deaths: entry.subarray(DEATHS, DEATHS + MOST_DEATHS).filter((byte) => byte !== ERASED).length,
      boots: entry.subarray(BOOTS).filter((_, at) => at % BOOT_BYTES === 0 && isMarked(BOOTS + at))
        .length,
      offset,
    });
  }
  return entries;
}

/** Where the next entry goes; undefined when the file is full. */
export function nextOffset(bytes: Uint8Array): number | undefined {
  const offset = decodeLedger(bytes).length * ENTRY_BYTES;
  return offset + ENTRY_BYTES < bytes.length ? offset : undefined;
}

/** False for one that was cut off while it was written. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length === LEDGER_BYTES && bytes[SEAL] !== ERASED;
}

/** What the boot script would pick: the newest entry that is not given up and whose file is whole. */
export function entryInUse(
  entries: readonly LedgerEntry[],
  stem: string,
  crcOf: (file: string) => number | undefined,
): LedgerEntry | undefined {
  return entries.findLast(
    ({ file, crc, verdict }) => file.startsWith(stem) && verdict !== "bad" && crcOf(file) === crc,
  );
}
