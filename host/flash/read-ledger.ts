// A ledger off a board. Most of one is erased, and at 115200 baud the whole of it takes 0.25 s: what is
// erased is not sent.
import { ENTRY_BYTES, ERASED } from "../../firmware/contract/ledger.ts";
import type { ConsoleSession } from "../console/session.ts";
import { readFile } from "./survey.ts";

const LOOK_MS = 10_000;
const ERASED_ENTRY = Buffer.alloc(ENTRY_BYTES, ERASED).toString("base64");

/** @throws DeviceError, DeadlineError, TransportError */
export async function readLedger(
  session: ConsoleSession,
  name: string,
  length: number,
): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length, ERASED);
  for (const [from, to] of await writtenParts(session, name, length)) {
    bytes.set(await readFile(session, name, to, from), from);
  }
  return bytes;
}

/** In whole entries: where each part begins and ends. */
async function writtenParts(
  session: ConsoleSession,
  name: string,
  length: number,
): Promise<[from: number, to: number][]> {
  const { json } = await session.evaluate(
    `((r,e,l)=>{for(var i=0;i<r.length;i+=${ENTRY_BYTES})if(r.substr(i,${ENTRY_BYTES})!==e)l.push(i);return l})(require("Storage").read("${name}"),atob("${ERASED_ENTRY}"),[])`,
    LOOK_MS,
  );
  const parts: [number, number][] = [];
  for (const from of json as number[]) {
    const to = Math.min(from + ENTRY_BYTES, length);
    const last = parts.at(-1);
    if (last?.[1] === from) last[1] = to;
    else parts.push([from, to]);
  }
  return parts;
}
