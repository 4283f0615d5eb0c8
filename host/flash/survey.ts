// What lies on a board: its Storage files, whose code it boots, how much room there is. Asks through
// the console, changes nothing.
import { LEDGER, OWN_CODE } from "../../firmware/contract/ledger.ts";
import type { ConsoleSession } from "../console/session.ts";
import { readLedger } from "./read-ledger.ts";

export const BOOT_SCRIPT = ".bootcde";
/** Whatever Espruino would run by itself (jsfLoadBootCodeFromFlash), and what save() leaves. */
const CODE_FILES = [".boot0", ".boot1", ".boot2", ".boot3", BOOT_SCRIPT, ".bootrst", ".varimg"];
const LIST_MS = 20_000;
const READ_MS = 10_000;
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
  const { json } = await session.evaluate(
    '(s=>[s.getFree(),s.list(undefined,{sf:false}).map(n=>(t=>[n,t.length,E.CRC32(t)])(s.read(n)))])(require("Storage"))',
    LIST_MS,
  );
  const [freeBytes, listed] = json as [number, [string, number, number][]];
  const files = listed.map(([name, length, crc]) => ({ name, length, crc: crc >>> 0 }));
  const foreign: string[] = [];
  for (const { name } of files) {
    if (CODE_FILES.includes(name) && !(await isOwn(session, name))) foreign.push(name);
  }
  const ledger = files
    .filter(({ name }) => /^ledger\d+$/.test(name))
    .sort((a, b) => numberOf(a.name) - numberOf(b.name))
    .at(-1);
  if (ledger === undefined) return { files, freeBytes, foreign };
  const bytes = await readLedger(session, ledger.name, ledger.length);
  return { files, freeBytes, foreign, ledger: { name: ledger.name, bytes } };
}

function numberOf(ledger: string): number {
  return Number(ledger.slice(LEDGER.length));
}

async function isOwn(session: ConsoleSession, name: string): Promise<boolean> {
  const { json } = await session.evaluate(
    `require("Storage").read(${JSON.stringify(name)},0,${OWN_CODE.length})`,
    READ_MS,
  );
  return json === OWN_CODE;
}

/** The content of a file that is there, or a part of it. @throws as `surveyBoard` */
export async function readFile(
  session: ConsoleSession,
  name: string,
  length: number,
  start = 0,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (let from = start; from < length; from += READ_BYTES) {
    const count = Math.min(READ_BYTES, length - from);
    const { json } = await session.evaluate(
      `btoa(require("Storage").read(${JSON.stringify(name)},${from},${count}))`,
      READ_MS,
    );
    parts.push(Buffer.from(String(json), "base64"));
  }
  return Buffer.concat(parts);
}
