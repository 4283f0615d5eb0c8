// Carries the steps of a plan out on a board, each verified before the next.

import type { ConsoleSession } from "../console/session.ts";
import { sendFile } from "../console/upload.ts";
import { crc32 } from "../crc32.ts";
import { VerificationError } from "../errors.ts";
import { ask } from "./ask.ts";
import type { Step } from "./plan.ts";

/** @throws VerificationError when a file is not what was written; DeviceError, DeadlineError, TransportError */
export async function carryOut(
  session: ConsoleSession,
  steps: readonly Step[],
  onProgress: (name: string, sentBytes: number, allBytes: number) => void = () => {},
): Promise<void> {
  for (const step of steps) {
    if (step.kind === "write") {
      await sendFile(session, step.name, step.bytes, {
        onProgress: (sent, all) => onProgress(step.name, sent, all),
      });
    } else if (step.kind === "put") await put(session, step.name, step.bytes, step.at);
    else if (step.kind === "allocate") await allocate(session, step.name, step.size);
    else await erase(session, step.name);
  }
}

async function put(
  session: ConsoleSession,
  name: string,
  bytes: Uint8Array,
  at: number,
): Promise<void> {
  const base64 = Buffer.from(bytes).toString("base64");
  const sum = crc32(bytes);
  // Asked again, it may be there already, and Storage would refuse it.
  const found = await ask(
    session,
    `((s,n,a,b)=>{var c=()=>E.CRC32(s.read(n,a,b.length))>>>0;if(c()!=${sum})s.write(n,b,a);return c()})(require("Storage"),"${name}",${at},atob("${base64}"))`,
  );
  if (found !== sum) {
    throw new VerificationError(`${bytes.length} bytes at ${at} of ${name}`, "others there");
  }
}

async function allocate(session: ConsoleSession, name: string, bytes: number): Promise<void> {
  // Of the byte that is written nothing is left: it is what an erased one has. Asked again, it is there.
  const length = await ask(
    session,
    `((s,n)=>{s.read(n,0,1)===undefined&&s.write(n,"\\xff",0,${bytes});return s.read(n).length})(require("Storage"),"${name}")`,
  );
  if (length !== bytes) throw new VerificationError(`${name} of ${bytes} bytes`, `${length} bytes`);
}

async function erase(session: ConsoleSession, name: string): Promise<void> {
  await ask(session, `(require("Storage").erase(${JSON.stringify(name)}),0)`);
}
