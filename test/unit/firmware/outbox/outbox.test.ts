// What a board does with readings that are not safe yet: when they go to flash, what frees them, what is
// sent again and what is told as lost. The whole firmware, against a broker in the test's hand.
import { afterEach, describe, expect, it } from "vitest";
import type { Settings } from "../../../../firmware/contract/settings.ts";
import { BoardBench, TOPICS } from "../board-bench.ts";
import { FlashStorage } from "../interpreter/storage.ts";
import { publishOf } from "../mqtt/wire.ts";

let board: BoardBench;
afterEach(() => board.close());

const BOOT = "7f3a12c4-1";

const mark = (seq: number, boot = BOOT) =>
  board.broker.deliver(publishOf(`${TOPICS}stored`, JSON.stringify({ v: 1, boot, seq })));
const dropped = () =>
  board.broker.of("dropped").map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
const meta = () => JSON.parse(board.broker.of("meta").at(-1)!.payload) as Record<string, unknown>;
const seqsSince = (index: number) => board.seqs.slice(index);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

async function start(settings: Partial<Settings> = {}, outboxBytes?: number): Promise<void> {
  board = await BoardBench.boot({
    settings,
    ...(outboxBytes === undefined ? {} : { outboxBytes }),
  });
}

/** Flash operations of a stretch of time. */
function operations(milliseconds: number): number {
  const { storage } = board.interpreter;
  const before = storage.operations;
  board.pass(milliseconds);
  return storage.operations - before;
}

/** Power off, and on: the settings stay. */
async function reboot(): Promise<void> {
  const { storage } = board.interpreter;
  board.interpreter.restore();
  board = await BoardBench.boot({ storage });
}

describe("flash", () => {
  it("is not written while the broker acknowledges and no recorder is known", async () => {
    await start();
    expect(operations(600_000)).toBe(0);
  });

  it("is not written while a recorder keeps up", async () => {
    await start();
    board.pass(2000);
    let written = 0;
    for (let second = 3; second < 600; second++) {
      written += operations(1000);
      mark(board.readings.at(-1)!.seq - 2);
    }
    expect(written).toBe(0);
  });

  it("gets one block a minute while a recorder does not", async () => {
    await start({ keepUntil: "stored" });
    const written = operations(1_200_000);
    expect(written).toBeGreaterThanOrEqual(20);
    // A page's head every eight blocks.
    expect(written).toBeLessThanOrEqual(28);
  });

  it("has every reading that is older than a minute, in an outage", async () => {
    await start();
    board.broker.isListening = false;
    board.interpreter.radio.lose();
    board.pass(300_000);
    await reboot();
    board.pass(3000);
    const { seq } = meta().before as { seq: number };
    expect(seq).toBeGreaterThanOrEqual(240);
    expect(meta().before).toEqual({ boot: BOOT, seq, most: 62 });
  });

  it("is freed as soon as marks cover it", async () => {
    await start({ keepUntil: "stored" });
    board.pass(600_000);
    mark(500);
    board.pass(2000);
    await reboot();
    board.pass(20_000);
    const again = board.readings.filter(({ boot }) => boot === BOOT).map(({ seq }) => seq);
    expect(Math.min(...again)).toBeGreaterThan(450);
    expect(Math.max(...again)).toBe((meta().before as { seq: number }).seq);
  });

  it("in `acknowledged` is freed by the PUBACK of its last reading", async () => {
    await start({ keepUntil: "acknowledged" });
    board.interpreter.radio.lose();
    board.pass(300_000);
    board.interpreter.radio.gain();
    board.pass(30_000);
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(range(1, board.seqs.length));
    await reboot();
    board.pass(20_000);
    expect(board.readings.filter(({ boot }) => boot === BOOT)).toEqual([]);
  });
});

describe("after a restart", () => {
  it("the other boots' readings come first, oldest first, marked and with the channels of then", async () => {
    await start({ pins: [{ name: "door", pin: "D4", kind: "digital" }] });
    board.interpreter.pins.set("D4", 1);
    board.interpreter.radio.lose();
    board.pass(200_000);
    board.interpreter.set({ pins: [] });
    await reboot();
    board.interpreter.radio.lose();
    board.pass(200_000);
    await reboot();
    board.pass(30_000);
    const queued = board.readings.filter(({ q }) => q === 1);
    const boots = [...new Set(queued.map(({ boot }) => boot))];
    expect(boots).toEqual([BOOT, "7f3a12c4-2", "7f3a12c4-3"]);
    for (const boot of boots) {
      const seqs = queued.filter((one) => one.boot === boot).map(({ seq }) => seq);
      expect(seqs).toEqual(range(1, seqs.length));
    }
    expect(queued[0]!.d).toMatchObject({ door: 1 });
    expect(Object.keys(queued.at(-1)!.d)).toEqual(["temp", "vars", "rssi"]);
  });

  it("a clean end has put everything there: nothing is unknown", async () => {
    await start();
    board.interpreter.radio.lose();
    board.pass(100_500);
    board.interpreter.kill();
    const { made, waiting } = board.summary!;
    expect(waiting).toBe(made);
    await reboot();
    board.pass(20_000);
    expect(meta()).toMatchObject({ reset: "clean", before: { boot: BOOT, seq: made, most: 0 } });
    const before = board.readings.filter(({ boot }) => boot === BOOT).map(({ seq }) => seq);
    expect(before).toEqual(range(1, made));
  });

  it("what was read twice has one content: as live, so from flash", async () => {
    await start({ keepUntil: "stored" });
    board.pass(120_000);
    const live = new Map(board.readings.map(({ seq, d, up }) => [seq, { d, up }]));
    await reboot();
    board.pass(20_000);
    const again = board.readings.filter(({ boot }) => boot === BOOT);
    expect(again.length).toBeGreaterThan(50);
    for (const { seq, d, up } of again) expect({ d, up }).toEqual(live.get(seq));
  });
});

describe("marks of a recorder", () => {
  it("alone free what was kept for one, also in a boot that has not heard of it yet", async () => {
    await start();
    board.pass(20_000);
    mark(10);
    board.interpreter.radio.lose();
    board.pass(200_000);
    // The broker has forgotten the mark: each boot begins with what PUBACKs free.
    for (let boot = 0; boot < 2; boot++) {
      await reboot();
      board.pass(30_000);
      const seqs = board.readings.filter(({ boot }) => boot === BOOT).map(({ seq }) => seq);
      expect(seqs.length).toBeGreaterThan(100);
      expect(seqs).toEqual(range(1, seqs.length));
    }
  });

  it("make a board keep until `stored` what it had freed by PUBACKs before", async () => {
    await start();
    board.pass(60_000);
    mark(10);
    board.pass(1000);
    const { length } = board.seqs;
    board.interpreter.link.drop();
    board.pass(5000);
    const again = seqsSince(length).filter((seq) => seq < 60);
    expect(Math.min(...again)).toBe(11);
  });

  it("`acknowledged` in the settings is not changed by them", async () => {
    await start({ keepUntil: "acknowledged" });
    board.pass(60_000);
    mark(10);
    const { length } = board.seqs;
    board.interpreter.link.drop();
    board.pass(5000);
    expect(Math.min(...seqsSince(length))).toBeGreaterThan(55);
  });

  it("that do not move bring everything after them again, after 30 s, then 60, 120", async () => {
    await start({ keepUntil: "stored" });
    board.pass(20_000);
    mark(10);
    const times: number[] = [];
    let { length } = board.seqs;
    for (let second = 0; second < 400; second++) {
      board.pass(1000);
      if (seqsSince(length).includes(11)) times.push(second);
      ({ length } = board.seqs);
    }
    const waits = times.map((at, i) => at - (times[i - 1] ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(3);
    for (const [i, wait] of waits.slice(0, 3).entries()) {
      expect(Math.abs(wait - 30 * 2 ** i)).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    ["of more than was made", '{"v":1,"boot":"7f3a12c4-1","seq":9999}'],
    ["of another version", '{"v":2,"boot":"7f3a12c4-1","seq":5}'],
    ["that are no JSON", "stored"],
    ["that are empty", ""],
    ["without a number", '{"v":1,"boot":"7f3a12c4-1"}'],
  ])("%s free nothing", async (_name, payload) => {
    await start({ keepUntil: "stored" });
    board.pass(20_000);
    board.broker.deliver(publishOf(`${TOPICS}stored`, payload));
    const { length } = board.seqs;
    board.interpreter.link.drop();
    board.pass(5000);
    expect(Math.min(...seqsSince(length))).toBe(1);
    expect(board.logs.map(({ text }) => text)).not.toContain("1 commands unanswered");
  });

  it("of a recorder that came late: what it can never have is told, so that its marks can move", async () => {
    await start();
    // More than memory holds, all of it acknowledged.
    board.pass(3_000_000);
    mark(1);
    const { length } = board.seqs;
    board.interpreter.link.drop();
    board.pass(20_000);
    const first = Math.min(...seqsSince(length));
    expect(first).toBeGreaterThan(1000);
    expect(dropped()).toContainEqual({
      v: 1,
      boot: BOOT,
      from: 2,
      to: first - 1,
      why: "no recorder",
    });
  });
});

describe("what is lost", () => {
  it("in an outage longer than the log holds is told with its exact range, over a restart too", async () => {
    await start({ keepUntil: "stored" }, 5 * 4096);
    board.interpreter.radio.lose();
    board.pass(6_000_000);
    await reboot();
    board.pass(25_000);
    const { seq } = meta().before as { seq: number };
    const got = board.readings.filter(({ boot }) => boot === BOOT).map((one) => one.seq);
    const [loss] = dropped();
    expect(dropped()).toHaveLength(1);
    expect(loss).toMatchObject({ v: 1, boot: BOOT, from: 1, why: "outbox full" });
    expect(got).toEqual(range((loss!.to as number) + 1, seq));
  });

  it("a block that is damaged is told as lost, between its neighbours", async () => {
    await start({ keepUntil: "stored" });
    board.interpreter.radio.lose();
    board.pass(500_000);
    const { storage } = board.interpreter;
    const { bytes } = storage.files.find(({ name }) => name === "outbox")!;
    const blocks: number[] = [];
    for (let at = Buffer.from(bytes).indexOf(BOOT); at >= 0; ) {
      blocks.push(at);
      at = Buffer.from(bytes).indexOf(BOOT, at + 1);
    }
    bytes[blocks[3]! - 5]! ^= 1;
    await reboot();
    board.pass(30_000);
    const got = board.readings.filter(({ boot }) => boot === BOOT).map(({ seq }) => seq);
    expect(dropped()).toHaveLength(1);
    const { from, to, why } = dropped()[0] as { from: number; to: number; why: string };
    expect(why).toBe("damaged");
    expect(to - from).toBeGreaterThan(30);
    const { seq } = meta().before as { seq: number };
    expect([...got, ...range(from, to)].toSorted((a, b) => a - b)).toEqual(range(1, seq));
  });

  it("for want of memory is told, and the readings go on", async () => {
    await start();
    board.pass(5500);
    board.interpreter.freeVars = 100;
    board.pass(10_000);
    expect(board.seqs).toHaveLength(6);
    board.interpreter.freeVars = 2000;
    board.pass(10_000);
    expect(dropped()).toHaveLength(1);
    expect(dropped()[0]).toMatchObject({ boot: BOOT, from: 7, to: 16 });
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual([...range(1, 6), ...range(17, 26)]);
    board.interpreter.kill();
    expect(board.summary).toEqual({ made: 26, acked: 16, dropped: 10, waiting: 0 });
  });

  it("for want of memory and then a restart is told by the next boot", async () => {
    await start({ keepUntil: "stored" });
    board.interpreter.radio.lose();
    board.pass(5500);
    board.interpreter.freeVars = 100;
    board.pass(10_000);
    board.interpreter.freeVars = 2000;
    board.pass(120_000);
    await reboot();
    board.pass(10_000);
    expect(dropped()).toContainEqual({ v: 1, boot: BOOT, from: 7, to: 16, why: "outbox full" });
  });
});

describe("without the file", () => {
  it("memory alone holds ten minutes, and the birth says nothing of the boot before", async () => {
    await start({}, 0);
    board.interpreter.radio.lose();
    board.pass(600_000);
    board.interpreter.radio.gain();
    board.pass(60_000);
    expect(dropped()).toEqual([]);
    expect(board.seqs.toSorted((a, b) => a - b)).toEqual(range(1, board.seqs.length));
    expect(meta()).not.toHaveProperty("before");
    expect(meta()).not.toHaveProperty("wear");
  });
});

describe("a flash of another board", () => {
  it("with files before and behind the outbox keeps them whole", async () => {
    const storage = new FlashStorage();
    for (let i = 0; i < 20; i++) storage.write(`before${i}`, "x".repeat(100 + 37 * i));
    for (let i = 0; i < 20; i += 3) storage.erase(`before${i}`);
    storage.write("outbox2", "y".repeat(300));
    storage.write("outbox", "\xff", 0, 5 * 4096);
    storage.write("behind", "z".repeat(5000));
    const files = () =>
      storage.files
        .filter(({ name }) => /^(before|behind|outbox2)/.test(name))
        .map(({ name, bytes }) => [name, Buffer.from(bytes).toString("latin1")]);
    const before = files();
    board = await BoardBench.boot({ storage, isOnline: false, settings: { keepUntil: "stored" } });
    board.pass(6_000_000);
    expect([...storage.erasures.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
      5,
    );
    expect(files()).toEqual(before);
  });
});
