// A Storage in the memory of a test that a plan is carried out on: the simulated board's own flash.

import { crc32 } from "../../host/crc32.ts";
import type { Present, Step } from "../../host/flash/plan.ts";
import { ledgersOf } from "../../host/flash/survey.ts";
import { isSealed } from "../../host/layout/ledger.ts";
import { FlashStorage } from "../../host/simulator/node/flash-storage.ts";

export const STORAGE_BYTES = 917_504;

export function newStorage(folder?: string): FlashStorage {
  return new FlashStorage({
    bytes: STORAGE_BYTES,
    print: () => {},
    ...(folder === undefined ? {} : { folder }),
  });
}

/** What a survey of it says. */
export function presentOn(flash: FlashStorage): Present {
  const files = flash.list().map(({ name }) => {
    const bytes = flash.read(name)!;
    return { name, length: bytes.length, crc: crc32(bytes) };
  });
  const counts = ledgersOf(files).find(({ name }) => isSealed(flash.read(name)!));
  if (counts === undefined) return { files };
  return { files, ledger: { name: counts.name, bytes: Uint8Array.from(flash.read(counts.name)!) } };
}

export function carryOutOn(flash: FlashStorage, steps: readonly Step[]): void {
  for (const step of steps) {
    if (step.kind === "erase") flash.erase(step.name);
    else if (step.kind === "allocate") flash.write(step.name, Uint8Array.of(0xff), 0, step.size);
    else if (step.kind === "put") flash.write(step.name, step.bytes, step.at);
    else {
      flash.erase(step.name);
      flash.write(step.name, step.bytes);
    }
  }
}
