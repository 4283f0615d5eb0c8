// The power is cut at every operation on flash of an update, and in the midst of each write: what boots
// then, and whether the next flash succeeds. The boot script and the flash are the real ones; time is
// the test's.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { BOOT_SCRIPT, GOOD, STANDBY } from "../../firmware/contract/ledger.ts";
import { buildLoader } from "../../host/build/build-program.ts";
import { dataChunks } from "../../host/console/upload.ts";
import { planFlash, type Step, type Wanted } from "../../host/flash/plan.ts";
import { isOwnCode } from "../../host/flash/survey.ts";
import { decodeLedger } from "../../host/layout/ledger.ts";
import type { FlashStorage } from "../../host/simulator/node/flash-storage.ts";
import { carryOutOn, newStorage, presentOn } from "../doubles/flashed-storage.ts";
import { bench } from "../unit/simulator/node/bench.ts";

let loader: Uint8Array;
let olderLoader: Uint8Array;
let folder: string;
let folders = 0;
beforeAll(async () => {
  const code = await buildLoader(loadBoard("esp32-devkitc"));
  loader = Buffer.from(code, "latin1");
  olderLoader = Buffer.from(`${code}//older`, "latin1");
  folder = mkdtempSync(join(tmpdir(), "espulse-cut-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Says which one it is and with what settings; of three packets. */
const bundle = (name: string): Uint8Array =>
  Buffer.from(
    `print("runs ${name} with "+JSON.parse(require("Storage").read(conf)).device);//${"-".repeat(2500)}`,
  );
const settings = (device: string): Uint8Array => Buffer.from(JSON.stringify({ v: 1, device }));

function wanted(changes: Partial<Wanted>): Wanted {
  return {
    bundle: bundle("old"),
    settings: settings("old"),
    isSettingsProven: true,
    loader,
    slots: 2,
    outboxBytes: 0,
    ...changes,
  };
}

function flash(storage: FlashStorage, changes: Partial<Wanted>): void {
  carryOutOn(storage, planFlash(presentOn(storage), wanted(changes)).steps);
}

function markGood(storage: FlashStorage): void {
  const { name, bytes } = presentOn(storage).ledger!;
  for (const { offset, verdict } of decodeLedger(bytes)) {
    if (verdict === "pending") storage.write(name, Uint8Array.of(0), offset + GOOD);
  }
}

function isFull(storage: FlashStorage): boolean {
  return decodeLedger(presentOn(storage).ledger!.bytes).length === 15;
}

/** What is done to flash for a step, one after the other; a write also as far as the supply lasted. */
function operations(step: Step): ((flash: FlashStorage) => void)[][] {
  if (step.kind === "erase") return [[(flash) => flash.erase(step.name)]];
  if (step.kind === "allocate") throw new Error("no outbox was asked for");
  const { name, bytes } = step;
  const write = (at: number, part: Uint8Array) => {
    const ends = [1, 9, part.length >> 1, part.length - 1].filter((end) => end < part.length);
    return [...new Set([...ends, part.length])]
      .filter((end) => end > 0)
      .map((end) => (flash: FlashStorage) => {
        flash.write(name, part.subarray(0, end), at, step.kind === "write" ? bytes.length : 0);
      });
  };
  if (step.kind === "put") return [write(step.at, bytes)];
  let at = 0;
  const chunks = [...dataChunks(bytes)].map((chunk) => {
    const begin = at;
    at += chunk.length;
    return write(begin, chunk);
  });
  return [
    [(flash) => flash.erase(name)],
    [(flash) => flash.write(name, new Uint8Array(0), 0, bytes.length)],
    ...chunks,
  ];
}

/** Every state that a cut leaves behind. */
function* cuts(
  before: FlashStorage,
  steps: readonly Step[],
): Generator<{ flash: FlashStorage; where: string }> {
  const done: ((flash: FlashStorage) => void)[] = [];
  for (const step of steps) {
    for (const [index, ends] of operations(step).entries()) {
      for (const [end, operation] of ends.entries()) {
        const flash = copyOf(before);
        for (const earlier of done) earlier(flash);
        operation(flash);
        yield { flash, where: `${step.kind} ${step.name}, operation ${index}.${end}` };
      }
      done.push(ends.at(-1)!);
    }
  }
}

function copyOf(flash: FlashStorage, into?: string): FlashStorage {
  const copy = newStorage(into);
  for (const { name } of flash.list()) copy.write(name, Uint8Array.from(flash.read(name)!));
  return copy;
}

/** What a board with this flash prints, also after cuts of its supply; it changes the flash. */
async function booted(flash: FlashStorage, powerCuts: number): Promise<[string[], FlashStorage]> {
  const storageFolder = join(folder, `${folders++}`);
  copyOf(flash, storageFolder);
  const { board, scheduler, said } = await bench("", { blank: true, storageFolder });
  scheduler.advance(1000);
  for (let cut = 0; cut < powerCuts; cut++) {
    const cycled = board.powerCycle();
    scheduler.advance(1000);
    await cycled;
  }
  await board.close();
  return [said(), newStorage(storageFolder)];
}

const NEW = { bundle: bundle("new"), settings: settings("new") };

interface Update {
  readonly board: () => FlashStorage;
  readonly changes: Partial<Wanted>;
  readonly boots: readonly string[];
}

const good = (changes: Partial<Wanted> = {}): FlashStorage => {
  const storage = newStorage();
  flash(storage, changes);
  markGood(storage);
  return storage;
};

const UPDATES: Record<string, Update> = {
  "of a blank board": { board: () => newStorage(), changes: NEW, boots: ["new with new"] },
  "of bundle and settings": {
    board: good,
    changes: NEW,
    boots: ["old with old", "old with new", "new with new"],
  },
  "with settings on trial": {
    board: good,
    changes: { ...NEW, isSettingsProven: false },
    boots: ["old with old", "old with new", "new with new", "new with old"],
  },
  "of the boot script as well": {
    board: () => good({ loader: olderLoader }),
    changes: NEW,
    boots: ["old with old", "old with new", "new with new"],
  },
  "of the boot script, with a bundle that was never proven": {
    board: () => {
      const storage = newStorage();
      flash(storage, { loader: olderLoader });
      return storage;
    },
    changes: NEW,
    boots: ["old with old", "old with new", "new with new"],
  },
  "with a full ledger": {
    board: () => {
      const storage = good();
      for (let n = 0; !isFull(storage); n++) {
        flash(storage, { bundle: bundle(`old${n}`) });
        markGood(storage);
      }
      return storage;
    },
    changes: NEW,
    boots: ["old12 with old", "old12 with new", "new with new"],
  },
  "while a bundle is on trial": {
    board: () => {
      const storage = good();
      flash(storage, { bundle: bundle("trial"), settings: settings("trial") });
      return storage;
    },
    changes: NEW,
    boots: ["trial with trial", "old with trial", "trial with new", "old with new", "new with new"],
  },
};

describe("a power cut in an update", () => {
  it.for(Object.entries(UPDATES))("%s", async ([name, { board, changes, boots }]) => {
    const before = board();
    const { steps } = planFlash(presentOn(before), wanted(changes));
    let count = 0;
    for (const { flash: cut, where } of cuts(before, steps)) {
      count++;
      const [lines, after] = await booted(cut, 5);
      const runs = lines.filter((line) => line.startsWith("runs "));
      expect(lines.join("\n"), where).not.toMatch(/died|safe mode/);
      for (const run of runs) expect(boots, where).toContain(run.slice("runs ".length));
      // A blank board runs nothing until the boot script is there.
      if (name !== "of a blank board" || runs.length > 0) expect(runs, where).toHaveLength(6);
      for (const script of [BOOT_SCRIPT, STANDBY]) {
        const bytes = after.read(script);
        expect(bytes === undefined || isOwnCode(bytes), where).toBe(true);
      }
      flash(after, changes);
      const [next] = await booted(after, 0);
      expect(next, `the next flash after ${where}`).toEqual(["runs new with new"]);
    }
    console.log(`${name}: ${count} cuts`);
  });
});
