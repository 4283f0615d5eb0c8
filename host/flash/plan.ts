// What a flash writes, and in what order: so that a board that is cut off between any two writes, or
// in the midst of one, boots what it had. Pure: given what lies on the board, it gives steps.
import {
  BAD,
  BOOT_SCRIPT,
  CONF,
  ERASED,
  LEDGER,
  SLOT,
  STANDBY,
} from "../../firmware/contract/ledger.ts";
import { OUTBOX } from "../../firmware/contract/outbox.ts";
import { crc32 } from "../crc32.ts";
import {
  decodeLedger,
  encodeEntry,
  encodeLedger,
  entryInUse,
  type LedgerEntry,
  nextOffset,
} from "../layout/ledger.ts";
import { type BoardFile, ledgersOf } from "./survey.ts";

export type Step =
  | { readonly kind: "write"; readonly name: string; readonly bytes: Uint8Array }
  /** Into a file that is there, where it is erased. */
  | { readonly kind: "put"; readonly name: string; readonly bytes: Uint8Array; readonly at: number }
  | { readonly kind: "erase"; readonly name: string }
  /** A file of so many bytes, erased. */
  | { readonly kind: "allocate"; readonly name: string; readonly size: number };

export interface Wanted {
  /** Absent: what runs stays. */
  readonly bundle?: Uint8Array;
  readonly settings: Uint8Array;
  /** The settings in use reach the same broker by the same network: these need no trial. */
  readonly isSettingsProven: boolean;
  readonly loader: Uint8Array;
  /** How many bundles the board holds. */
  readonly slots: number;
  /** For readings kept over a restart; 0 for none. */
  readonly outboxBytes: number;
}

export interface Present {
  readonly files: readonly BoardFile[];
  /** Of the ledger that counts. */
  readonly ledger?: { readonly name: string; readonly bytes: Uint8Array };
}

export interface Plan {
  readonly steps: readonly Step[];
  /** The first step that takes away what runs: whoever begins it goes on to the end. */
  readonly switchAt: number;
  /** The board boots one. */
  readonly hadBundle: boolean;
  /** Where the bundle is, or will be; undefined when there is none. */
  readonly slot?: string;
  /** Bytes of the bundle that have to be sent. */
  readonly bundleBytes: number;
}

const NEWLINE = 0x0a;

export function planFlash(present: Present, wanted: Wanted): Plan {
  const entries = present.ledger ? decodeLedger(present.ledger.bytes) : [];
  const crcs = new Map(present.files.map(({ name, crc }) => [name, crc]));
  const inUse = (stem: string) => entryInUse(entries, stem, (file) => crcs.get(file));
  const steps: Step[] = [];
  // One that is there keeps its readings, whatever its size. The first of all files is never moved.
  if (wanted.outboxBytes > 0 && !crcs.has(OUTBOX)) {
    steps.push({ kind: "allocate", name: OUTBOX, size: wanted.outboxBytes });
  }
  const added: Uint8Array[] = [];
  const kept: LedgerEntry[] = [];
  let overwriteAt: number | undefined;
  const place = (
    stem: string,
    content: Uint8Array | undefined,
    copies: number,
    isGood: boolean,
  ) => {
    const current = inUse(stem);
    if (content === undefined || (current && current.crc === crc32(content))) {
      if (current) kept.push(current);
      return current?.file;
    }
    const before = current && entryBefore(entries, current, stem, crcs);
    let name = `${stem}0`;
    if (current && copies > 1) {
      // What works must stay: of one on trial and a good one before it, the former makes room.
      const makesRoom = current.verdict === "pending" && before?.verdict === "good";
      if (makesRoom) {
        const { name: ledger } = present.ledger!;
        const at = current.offset + BAD;
        steps.push({ kind: "put", name: ledger, bytes: Uint8Array.of(0), at });
        kept.push(before);
        name = current.file;
      } else {
        kept.push(current);
        name = otherCopy(current.file);
      }
    } else if (current) overwriteAt ??= steps.length;
    steps.push({ kind: "write", name, bytes: content });
    added.push(encodeEntry(name, content, isGood));
    return name;
  };
  place(CONF, wanted.settings, 2, wanted.isSettingsProven);
  const slot = place(SLOT, wanted.bundle, wanted.slots, false);
  const switchAt = overwriteAt ?? steps.length;
  steps.push(...ledgerSteps(present, kept, added), ...loaderSteps(crcs, wanted.loader));
  const sent = steps.find((step) => step.kind === "write" && step.name === slot);
  return {
    steps,
    switchAt,
    hadBundle: inUse(SLOT) !== undefined && crcs.has(BOOT_SCRIPT),
    ...(slot === undefined ? {} : { slot }),
    bundleBytes: sent?.kind === "write" ? sent.bytes.length : 0,
  };
}

function otherCopy(file: string): string {
  return `${file.slice(0, -1)}${file.endsWith("0") ? 1 : 0}`;
}

function entryBefore(
  entries: readonly LedgerEntry[],
  current: LedgerEntry,
  stem: string,
  crcs: ReadonlyMap<string, number>,
): LedgerEntry | undefined {
  const older = entries.filter(
    ({ offset, file }) => offset < current.offset && file !== current.file,
  );
  return entryInUse(older, stem, (file) => crcs.get(file));
}

/** The settings come first: a bundle that runs has some. */
function ledgerSteps(
  { files, ledger }: Present,
  kept: readonly LedgerEntry[],
  added: readonly Uint8Array[],
): Step[] {
  if (added.length === 0) return [];
  // The last byte is the seal.
  const at = ledger && nextOffset(ledger.bytes);
  const bytes = Buffer.concat(added);
  const isRoom = ledger && at !== undefined && at + bytes.length < ledger.bytes.length;
  const number = ledger ? Number(ledger.name.slice(LEDGER.length)) + 1 : 0;
  const name = isRoom ? ledger.name : `${LEDGER}${number}`;
  const carried = kept.map((entry) => carry(entry, ledger!.bytes));
  return [
    isRoom
      ? { kind: "put", name, bytes, at }
      : { kind: "write", name, bytes: encodeLedger([...carried, ...added]) },
    // The one before, and what power cuts left.
    ...ledgersOf(files)
      .filter((other) => other.name !== name)
      .map((other) => ({ kind: "erase", name: other.name }) as const),
  ];
}

/** With its verdict, and without the boots of its trial. */
function carry(entry: LedgerEntry, bytes: Uint8Array): Uint8Array {
  const fresh = encodeEntry(entry.file, new Uint8Array(0), entry.verdict === "good");
  // The name and the CRC-32, as they are.
  fresh.set(bytes.subarray(entry.offset, entry.offset + 9));
  return fresh;
}

function loaderSteps(crcs: ReadonlyMap<string, number>, loader: Uint8Array): Step[] {
  const isThere = (name: string): boolean => crcs.get(name) === crc32(loader);
  const steps: Step[] = [];
  const needsStandby = crcs.has(BOOT_SCRIPT) && !isThere(BOOT_SCRIPT);
  if (needsStandby && !isThere(STANDBY)) steps.push(...writeScript(STANDBY, loader));
  if (!isThere(BOOT_SCRIPT)) steps.push(...writeScript(BOOT_SCRIPT, loader));
  if (needsStandby || crcs.has(STANDBY)) steps.push({ kind: "erase", name: STANDBY });
  return steps;
}

/** Its first newline comes last: without, all of it is a comment (host/build/build-program.ts). */
function writeScript(name: string, loader: Uint8Array): Step[] {
  const at = loader.indexOf(NEWLINE);
  const bytes = Uint8Array.from(loader);
  bytes[at] = ERASED;
  return [
    { kind: "write", name, bytes },
    { kind: "put", name, bytes: Uint8Array.of(NEWLINE), at },
  ];
}
