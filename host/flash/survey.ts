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
const ERASED_ENTRY = Buffer.alloc(ENTRY_BYTES, ERASED).toString("base64");
/** Of a file, a line of the console. */
const READ_BYTES = 600;

export interface BoardFile {
  readonly name: string;
  readonly length: number;
  readonly crc: number;
}

export interface Survey {
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
    `(s=>[s.getFree(),s.list(undefined,{sf:false}).map(n=>(t=>[n,t.length,n=="${OUTBOX}"?0:E.CRC32(t)])(s.read(n)))])(require("Storage"))`,
    LIST_MS,
  );
  const [freeBytes, found] = listed as [number, [string, number, number][]];
  const files = found.map(([name, length, crc]) => ({ name, length, crc: crc >>> 0 }));
  const foreign: string[] = [];
  for (const { name } of files) {
    if (CODE_FILES.includes(name) && !(await isOwn(session, name))) foreign.push(name);
  }
  for (const file of ledgersOf(files)) {
    const bytes = await readLedger(session, file);
    if (isSealed(bytes)) return { files, freeBytes, foreign, ledger: { name: file.name, bytes } };
  }
  return { files, freeBytes, foreign };
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
    `((r,e,n)=>{while(n>0&&r.substr(n-${ENTRY_BYTES},${ENTRY_BYTES})===e)n-=${ENTRY_BYTES};return[n,r.charCodeAt(${SEAL})]})(require("Storage").read("${name}"),atob("${ERASED_ENTRY}"),${SEAL + 1 - ENTRY_BYTES})`,
  );
  const [written, seal] = json as [number, number | null];
  bytes.set(await readFile(session, name, Math.min(written, length)));
  if (length > SEAL) bytes[SEAL] = seal ?? ERASED;
  return bytes;
}

async function isOwn(session: ConsoleSession, name: string): Promise<boolean> {
  return isOwnCode(await readFile(session, name, OWN_CODE.length));
}

/** Also when a power cut came before these first bytes were written. */
export function isOwnCode(start: Uint8Array): boolean {
  return [...OWN_CODE].every(
    (character, at) => start[at] === ERASED || start[at] === character.charCodeAt(0),
  );
}

/** The content of a file that is there. @throws as `surveyBoard` */
export async function readFile(
  session: ConsoleSession,
  name: string,
  length: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < length; from += READ_BYTES) {
    const count = Math.min(READ_BYTES, length - from);
    const json = await ask(
      session,
      `btoa(require("Storage").read(${JSON.stringify(name)},${from},${count}))`,
    );
    parts.push(Buffer.from(String(json), "base64"));
  }
  return Buffer.concat(parts);
}
