// What lies on a board: its Storage files, whose code it boots, how much room there is. Asks through
// the console, changes nothing.
import {
  BOOT_SCRIPT,
  ENTRY_BYTES,
  ERASED,
  LEDGER,
  OWN_CODE,
  SEAL,
  STANDBY,
} from "../../firmware/contract/ledger.ts";
import { OUTBOX } from "../../firmware/contract/outbox.ts";
import type { ConsoleSession } from "../console/session.ts";
import { isSealed } from "../layout/ledger.ts";
import { ask } from "./ask.ts";

/** Whatever Espruino would run by itself (jsfLoadBootCodeFromFlash), and what save() leaves. */
const CODE_FILES = [".boot0", STANDBY, ".boot2", ".boot3", BOOT_SCRIPT, ".bootrst", ".varimg"];
const LIST_MS = 20_000;
/** In a literal; doubled until it is an entry. */
const ERASED_WRITTEN = `\\x${ERASED.toString(16)}`;
/** Of a file, a line of the console. */
const READ_BYTES = 600;

export interface BoardFile {
  readonly name: string;
  readonly length: number;
  readonly crc: number;
}

export interface Survey {
  /** `getSerial()`. */
  readonly serial: string;
  /** Bluetooth's console is on. */
  readonly hasBluetooth: boolean;
  readonly files: readonly BoardFile[];
  readonly freeBytes: number;
  /** Of the ledger that counts. */
  readonly ledger?: { readonly name: string; readonly bytes: Uint8Array };
  /** Names of the files with code that is not Espulse's. */
  readonly foreign: readonly string[];
}

/** @throws DeviceError, DeadlineError, TransportError */
export async function surveyBoard(session: ConsoleSession): Promise<Survey> {
  const listed = await ask(
    session,
    // Half a megabyte of readings is nothing to judge.
    `(s=>[getSerial(),typeof ESP32!="undefined"&&ESP32.enableBLE&&ESP32.getState().BLE?1:0,s.getFree(),s.list(undefined,{sf:false}).map(n=>(t=>[n,t.length,n=="${OUTBOX}"?0:E.CRC32(t),n[0]=="."?btoa(s.read(n,0,${OWN_CODE.length})):""])(s.read(n)))])(require("Storage"))`,
    LIST_MS,
  );
  const [serial, bluetooth, freeBytes, found] = listed as Listed;
  const files = found.map(([name, length, crc]) => ({ name, length, crc: crc >>> 0 }));
  const foreign = found
    .filter(([name, , , start]) => CODE_FILES.includes(name) && !isOwnCode(fromBase64(start)))
    .map(([name]) => name);
  const survey = {
    serial: String(serial),
    hasBluetooth: bluetooth === 1,
    files,
    freeBytes,
    foreign,
  };
  for (const file of ledgersOf(files)) {
    const bytes = await readLedger(session, file);
    if (isSealed(bytes)) return { ...survey, ledger: { name: file.name, bytes } };
  }
  return survey;
}

/** Of a file whose name begins like those of code, its first bytes as well. */
type Listed = [unknown, number, number, [string, number, number, string][]];

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, "base64");
}

/** The newest first: one that is whole counts. */
export function ledgersOf(files: readonly BoardFile[]): BoardFile[] {
  const numberOf = ({ name }: BoardFile): number => Number(name.slice(LEDGER.length));
  return files
    .filter(({ name }) => /^ledger\d+$/.test(name))
    .sort((a, b) => numberOf(b) - numberOf(a));
}

/** Up to where it is written, in whole entries, and its seal: the rest would take its time too. */
async function readLedger(
  session: ConsoleSession,
  { name, length }: BoardFile,
): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length, ERASED);
  const json = await ask(
    session,
    `((r,e,n)=>{while(e.length<${ENTRY_BYTES})e+=e;while(n>0&&r.substr(n-${ENTRY_BYTES},${ENTRY_BYTES})===e)n-=${ENTRY_BYTES};return[n,r.charCodeAt(${SEAL}),btoa(r.substr(0,Math.min(n,${READ_BYTES})))]})(require("Storage").read("${name}"),"${ERASED_WRITTEN}",${SEAL + 1 - ENTRY_BYTES})`,
  );
  const [written, seal, start] = json as [number, number | null, string];
  const begun = fromBase64(start);
  bytes.set(begun);
  bytes.set(await readFile(session, name, Math.min(written, length), begun.length), begun.length);
  if (length > SEAL) bytes[SEAL] = seal ?? ERASED;
  return bytes;
}

/** Names of the files that Espulse puts on a board, its code apart. */
export const OWN_FILES = /^(slot[01]|conf[01]|ledger\d+|boots\d+|outbox)$/;

/** Also when a power cut came before these first bytes were written. */
export function isOwnCode(start: Uint8Array): boolean {
  return [...OWN_CODE].every(
    (character, at) => start[at] === ERASED || start[at] === character.charCodeAt(0),
  );
}

/** The content of a file that is there, `from` a place in it. @throws as `surveyBoard` */
export async function readFile(
  session: ConsoleSession,
  name: string,
  length: number,
  from = 0,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let at = from; at < length; at += READ_BYTES) {
    const count = Math.min(READ_BYTES, length - at);
    const json = await ask(
      session,
      `btoa(require("Storage").read(${JSON.stringify(name)},${at},${count}))`,
    );
    parts.push(fromBase64(String(json)));
  }
  return Buffer.concat(parts);
}
