// Carries the steps of a plan out on a board, each verified before the next.

import type { ConsoleSession } from "../console/session.ts";
import { sendFile } from "../console/upload.ts";
import { crc32 } from "../crc32.ts";
import { VerificationError } from "../errors.ts";
import type { Step } from "./plan.ts";

const WRITE_MS = 10_000;

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
  const { json } = await session.evaluate(
    `(s=>(s.write("${name}",atob("${base64}"),${at}),E.CRC32(s.read("${name}",${at},${bytes.length}))))(require("Storage"))`,
    WRITE_MS,
  );
  if (Number(json) >>> 0 !== crc32(bytes)) {
    throw new VerificationError(`${bytes.length} bytes at ${at} of ${name}`, "others there");
  }
}

async function erase(session: ConsoleSession, name: string): Promise<void> {
  await session.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),0)`, WRITE_MS);
}
