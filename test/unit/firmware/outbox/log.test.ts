// The log in flash: what is written is found again, also after a power cut at any operation and with any
// byte damaged; what has to be given up is told first; no other file is touched.
import { createHash } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { seededWhole } from "../../../doubles/seeded-random.ts";
import { FlashStorage } from "../interpreter/storage.ts";
import { LogBench } from "./log-bench.ts";

let bench: LogBench;
afterEach(() => bench.close());

const LEAVES = ["nothing", "a part", "everything"] as const;

async function opened(storage = new FlashStorage(), outboxBytes?: number): Promise<LogBench> {
  bench = new LogBench(storage, outboxBytes);
  await bench.open();
  return bench;
}

/** Of a boot: so many blocks of 50 readings. */
function fill(boot: string, blocks: number, first = 1): boolean {
  for (let i = 0; i < blocks; i++) {
    expect(bench.append(boot, first + 50 * i, first + 50 * i + 49)).toBe(true);
  }
  return true;
}

function markDone(boot: string): void {
  for (const block of bench.blocks()) if (block.boot === boot) bench.log.markDone(block.at);
}

function others(storage: FlashStorage): string {
  const hash = createHash("sha256");
  for (const { name, bytes } of storage.files)
    if (name !== "outbox") hash.update(name).update(bytes);
  return hash.digest("hex");
}

describe("what is written", () => {
  it("is found again by the next boot, which goes on behind it", async () => {
    await opened();
    fill("a-1", 3);
    await bench.open();
    expect(bench.log).toMatchObject({ lastBoot: "a-1", lastSeq: 150, isWritten: 1 });
    fill("a-2", 2);
    expect(bench.told).toEqual(["a-1 1-50", "a-1 51-100", "a-1 101-150", "a-2 1-50", "a-2 51-100"]);
    expect(bench.log.newestPage).toBe(1);
  });

  it("and marked done is passed over, page by page", async () => {
    await opened();
    fill("a-1", 30);
    const places = bench.blocks().map(({ at }) => at);
    for (const at of places.slice(0, 20)) bench.log.markDone(at);
    bench.log.markPagesDone(places[0]!, places[20]!);
    expect(bench.told[0]).toBe("a-1 1001-1050");
    await bench.open();
    expect(bench.told[0]).toBe("a-1 1001-1050");
    expect(bench.told).toHaveLength(10);
  });

  it("never crosses a page, and never begins a file anew", async () => {
    const { storage } = await opened();
    const before = others(storage);
    const { at: begin } = storage.files.find(({ name }) => name === "outbox")!;
    fill("a-1", 100);
    expect(storage.files.filter(({ name }) => name === "outbox").map((file) => file.at)).toEqual([
      begin,
    ]);
    expect(others(storage)).toBe(before);
    for (const { at, isLoss } of bench.blocks()) {
      if (!isLoss) expect(Math.floor((at + 377) / 4096)).toBe(Math.floor(at / 4096));
    }
  });
});

describe("when the log is full", () => {
  it("the oldest page goes, and its readings are told as one loss that grows", async () => {
    await opened();
    fill("a-1", 200);
    const blocks = bench.blocks();
    const losses = blocks.filter(({ isLoss }) => isLoss);
    expect(losses).toHaveLength(1);
    expect(losses[0]).toMatchObject({ boot: "a-1", from: 1 });
    const readings = blocks.filter(({ isLoss }) => !isLoss);
    expect(readings[0]!.from).toBe(losses[0]!.to + 1);
    expect(readings.at(-1)!.to).toBe(10_000);
    expect(bench.given.at(-1)![2]).toBe(losses[0]!.to);
    // Five pages in the file, the first of them shared with its header.
    expect(bench.log.wear()).toBe(Math.ceil(bench.log.newestPage / 4));
  });

  it("of several boots each has its loss, and one that is safe has none", async () => {
    await opened();
    for (let boot = 1; boot <= 24; boot++) {
      fill(`a-${boot}`, 3);
      if (boot % 2 === 0) markDone(`a-${boot}`);
      await bench.open();
    }
    const losses = bench.blocks().filter(({ isLoss }) => isLoss);
    expect(losses.length).toBeGreaterThan(3);
    expect(losses.every(({ boot }) => Number(boot.slice(2)) % 2 === 1)).toBe(true);
    for (let boot = 1; boot <= 24; boot += 2) {
      const ranges = bench.blocks().filter(({ boot: name }) => name === `a-${boot}`);
      const told = ranges.flatMap(({ from, to }) =>
        Array.from({ length: to - from + 1 }, (_, i) => from + i),
      );
      expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
    }
    expect(bench.interpreter.lines).toEqual([]);
  });

  it("so many boots that their losses find no room are told on the console", async () => {
    await opened();
    const printed: string[] = [];
    for (let boot = 1; boot <= 100; boot++) {
      fill(`a-${boot}`, 1);
      printed.push(...bench.interpreter.lines);
      await bench.open();
    }
    const told = new Set(bench.blocks().map(({ boot }) => boot));
    for (let boot = 1; boot <= 100; boot++) {
      const isSaid = printed.some((line) => line.endsWith(`1 to 50 of a-${boot} are lost`));
      expect(told.has(`a-${boot}`) || isSaid, `a-${boot}`).toBe(true);
    }
    expect(printed.length).toBeGreaterThan(0);
  });

  it("the wear of its pages is even, and counted", async () => {
    const { storage } = await opened();
    fill("a-1", 300);
    const counts = [...storage.erasures.values()];
    expect(counts).toHaveLength(4);
    // The first page was erased once more, to see that it can be.
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    expect(bench.log.wear()).toBe(Math.max(...counts));
  });
});

describe("damage", () => {
  it("of any byte costs its block alone, and is never taken for readings", async () => {
    await opened();
    fill("a-1", 5);
    const all = bench.told;
    const { storage } = bench;
    const file = storage.files.find(({ name }) => name === "outbox")!;
    const image = Uint8Array.from(storage.image);
    const begin = file.bytes.indexOf("E".charCodeAt(0)) - 1 + 16;
    const blockBytes = 340 + 15 + 9 + "a-1\ntemp,vars\n".length;
    // The last only marks where it ends.
    for (let at = 0; at < blockBytes - 1; at++) {
      for (const value of [0, 1, 0x40, 0xff]) {
        storage.image.set(image);
        const place = file.at + begin + blockBytes + at;
        if (storage.image[place] === value) continue;
        storage.image[place] = value;
        await bench.open();
        const isDone = at === 0;
        expect(bench.told, `byte ${at} is ${value}`).toEqual(all.filter((_, i) => i !== 1));
        if (!isDone) {
          expect(bench.blocks().map(({ wasDamaged }) => wasDamaged)).toEqual([
            false,
            true,
            false,
            false,
          ]);
        }
      }
    }
  });

  it("of a page's head costs the page", async () => {
    await opened();
    fill("a-1", 20);
    const { storage } = bench;
    const file = storage.files.find(({ name }) => name === "outbox")!;
    const head = Buffer.from(file.bytes).indexOf("EO");
    storage.image[file.at + head + 5]! &= 0xfe;
    storage.image[file.at + head + 6] = 7;
    await bench.open();
    const told = bench.told;
    expect(told.length).toBeGreaterThan(8);
    expect(told.at(-1)).toBe("a-1 951-1000");
    fill("a-2", 60);
    expect(bench.told.at(-1)).toBe("a-2 2951-3000");
  });

  it("of all pages leaves a log that works", async () => {
    const storage = new FlashStorage();
    await opened(storage);
    const below = seededWhole(3);
    const file = storage.files.find(({ name }) => name === "outbox")!;
    for (let i = 0; i < file.bytes.length; i++) file.bytes[i]! &= below(256);
    await bench.open();
    expect(bench.log.isWritten).toBe(1);
    fill("a-1", 100);
    expect(bench.told.at(-1)).toBe("a-1 4951-5000");
  });
});

describe("a power cut", () => {
  it.each(LEAVES)(
    "at any flash operation, leaving %s of it, costs what was being written alone",
    async (leaves) => {
      // Through a page that fills, and one that is given up.
      const made = new FlashStorage();
      await opened(made);
      fill("a-1", 37);
      const start = Uint8Array.from(made.image);
      let isOver = false;
      for (let cutAt = 1; !isOver && cutAt < 200; cutAt++) {
        for (const cutShare of leaves === "a part" ? [0.01, 0.1, 0.5, 0.99] : [0.5]) {
          const storage = new FlashStorage();
          storage.image.set(start);
          bench.close();
          await opened(storage);
          const before = others(storage);
          Object.assign(storage, {
            cutAt: storage.operations + cutAt,
            cutLeaves: leaves,
            cutShare,
          });
          let written = 37;
          try {
            while (written < 60 && fill("a-1", 1, 50 * written + 1)) written++;
            isOver = true;
          } catch (error) {
            if (!storage.isCut) throw error;
          }
          storage.restore();
          await bench.open();
          fill("a-2", 10);
          const readable = new Set<number>();
          for (const { boot, from, to } of bench.blocks()) {
            if (boot === "a-1") for (let seq = from; seq <= to; seq++) readable.add(seq);
          }
          const what = `cut at ${cutAt}, ${cutShare} done, ${written} written`;
          for (let seq = 1; seq <= 50 * written; seq++) {
            if (!readable.has(seq)) expect.fail(`${seq} is not told: ${what}`);
          }
          expect(others(storage), what).toBe(before);
        }
      }
      expect(isOver).toBe(true);
    },
  );
});

describe("where flash cannot be used", () => {
  it("there is no log without the file", async () => {
    await opened(new FlashStorage(), 0);
    expect(bench.log.isWritten).toBe(0);
    expect(bench.append("a-1", 1, 50)).toBe(false);
  });

  it("nor in a file of one page", async () => {
    await opened(new FlashStorage(), 2 * 4096);
    expect(bench.log.isWritten).toBe(0);
  });

  it("a build that erases nothing is found out before the first reading is trusted to it", async () => {
    const storage = new FlashStorage();
    storage.erases = false;
    await opened(storage);
    for (let boots = 0; boots < 3; boots++) {
      expect(bench.log.isWritten).toBe(0);
      expect(bench.interpreter.lines).toEqual([
        "espulse: outbox: flash is not erased; readings are kept in memory alone",
      ]);
      await bench.open();
    }
  });

  it("one that stops to erase later tells it once, and what is there can still be read", async () => {
    const { storage } = await opened();
    fill("a-1", 20);
    storage.erases = false;
    let isWritten = true;
    for (let i = 20; i < 60 && isWritten; i++)
      isWritten = bench.append("a-1", 50 * i + 1, 50 * i + 50);
    expect(isWritten).toBe(false);
    expect(bench.append("a-1", 9000, 9001)).toBe(false);
    expect(bench.interpreter.lines).toHaveLength(1);
    expect(bench.told.length).toBeGreaterThan(20);
  });

  it("it is never erased where another file was taken for it", async () => {
    const { storage } = await opened();
    fill("a-1", 20);
    const before = Buffer.from(storage.image);
    // What the module reads is not what Storage reads: the address is wrong.
    const read = storage.flash.read;
    const erasures = [...storage.erasures];
    storage.flash.read = (length, address) => read(length, address + 4);
    for (let i = 20; i < 60; i++) bench.append("a-1", 50 * i + 1, 50 * i + 50);
    expect([...storage.erasures]).toEqual(erasures);
    expect(Buffer.compare(storage.image.subarray(0, 4096), before.subarray(0, 4096))).toBe(0);
    storage.flash.read = read;
  });
});
