// Carries the steps of a plan out on a board, each verified before the next.

import type { ConsoleSession } from "../console/session.ts";
import { sendFile } from "../console/upload.ts";
import { crc32 } from "../crc32.ts";
import { VerificationError } from "../errors.ts";
import { ask } from "./ask.ts";
import type { ConsoleReport } from "./at-console.ts";
import type { Step } from "./plan.ts";
import { makeRoom } from "./prepare.ts";

type WriteReport = Pick<ConsoleReport, "progress" | "notice">;

/**
 * @param begin called before each step; when it throws, that step is not begun
 * @throws VerificationError when a file is not what was written; DeviceError, DeadlineError, TransportError
 */
export async function carryOut(
  session: ConsoleSession,
  steps: readonly Step[],
  report: WriteReport,
  begin: (index: number) => void = () => {},
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    begin(index);
    if (step.kind === "write") await writeFile(session, step.name, step.bytes, report);
    else if (step.kind === "put") await put(session, step.name, step.bytes, step.at);
    else if (step.kind === "allocate") await allocate(session, step.name, step.size);
    else await erase(session, step.name);
  }
}

/** Told of when it has to be sent again. @throws as `sendFile` and `makeRoom` */
export async function writeFile(
  session: ConsoleSession,
  name: string,
  bytes: Uint8Array,
  report: WriteReport,
): Promise<void> {
  const notice = (text: string): void => report.notice(text);
  await sendFile(session, name, bytes, {
    onProgress: (sent, all) => report.progress(name, sent, all),
    async beforeAgain(why) {
      notice(`${name} is sent again: ${why}`);
      // Room for it was made once. Storage must not tidy itself up: a power cut then loses everything.
      await erase(session, name);
      const freeBytes = Number(await ask(session, 'require("Storage").getFree()'));
      await makeRoom(session, { freeBytes }, [{ kind: "write", name, bytes }], notice);
    },
  });
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
  const sumThere = await ask(
    session,
    `((s,n,a,b)=>{var c=()=>E.CRC32(s.read(n,a,b.length))>>>0;if(c()!=${sum})s.write(n,b,a);return c()})(require("Storage"),"${name}",${at},atob("${base64}"))`,
  );
  if (sumThere !== sum) {
    const found = "others there; look at cable, supply and baud rate, and flash again";
    throw new VerificationError(`${bytes.length} bytes at ${at} of ${name}`, found);
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
