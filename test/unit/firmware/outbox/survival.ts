// A board with a recorder, through outages, power cuts at any flash operation and a broker that forgets
// what it acknowledged, at random; and the account of its readings afterwards.
import { expect } from "vitest";
import { seeded } from "../../../doubles/seeded-random.ts";
import { BoardBench } from "../board-bench.ts";
import { FlashStorage, PowerCut } from "../interpreter/storage.ts";
import { RecorderEnd } from "./recorder-end.ts";

interface Before {
  readonly boot: string;
  readonly seq: number;
  readonly most: number;
}

/** Readings of a minute and what may be due in its last second. */
const MOST = 62;

let board: BoardBench;

class Run {
  readonly recorder = new RecorderEnd();
  readonly storage = new FlashStorage();
  readonly random: () => number;
  /** Readings that each boot made. */
  readonly made = new Map<string, number>();
  /** What the boot after it said of each. */
  readonly before = new Map<string, Before>();
  boot = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  async start(): Promise<void> {
    for (let isUp = false; !isUp; ) {
      try {
        this.boot++;
        board = await BoardBench.boot({
          settings: { keepUntil: "stored" },
          storage: this.storage,
          isOnline: false,
        });
        isUp = true;
      } catch (error) {
        // While it was starting.
        if (!(error instanceof PowerCut)) throw error;
        this.storage.restore();
      }
    }
    board.interpreter.random = this.random;
    this.recorder.attach(board);
  }

  /** Runs on, until the power goes. */
  async pass(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0 && !this.storage.isCut; left -= 1000) {
      board.pass(Math.min(left, 1000));
    }
    if (this.storage.isCut) await this.powerCut();
    else this.recorder.listen();
  }

  async note(): Promise<void> {
    const { newest } = await import("../../../../firmware/outbox/ring.ts");
    this.made.set(`7f3a12c4-${this.boot}`, newest);
    for (const { payload } of board.broker.of("meta")) {
      const { before } = JSON.parse(payload) as { before?: Before };
      if (before) this.before.set(before.boot, before);
    }
  }

  async powerCut(): Promise<void> {
    this.recorder.listen();
    await this.note();
    board.loop.errors.splice(0);
    board.interpreter.restore();
    this.storage.restore();
    await this.start();
  }

  async step(): Promise<void> {
    const chance = this.random();
    const { radio, links } = board.interpreter;
    const { recorder, storage } = this;
    if (chance < 0.1) radio.lose();
    else if (chance < 0.45) radio.gain();
    else if (chance < 0.5 && links.length > 0) board.interpreter.link.drop();
    else if (chance < 0.55) recorder.isDeaf = !recorder.isDeaf;
    else if (chance < 0.8 && links.length > 0 && !recorder.isDeaf) recorder.tell();
    else if (chance < 0.82) await this.powerCut();
    else if (chance < 0.86) {
      storage.cutAt = storage.operations + 1 + Math.floor(this.random() * 20);
      storage.cutLeaves = (["nothing", "a part", "everything"] as const)[
        Math.floor(this.random() * 3)
      ]!;
      storage.cutShare = this.random();
    } else if (chance < 0.88) board.broker.isListening = !board.broker.isListening;
    await this.pass(this.random() ** 3 * 200_000);
  }

  /** Everything is well again. */
  async end(): Promise<void> {
    this.storage.cutAt = Infinity;
    this.recorder.isDeaf = false;
    board.broker.isListening = true;
    for (let second = 0; second < 1200; second++) {
      board.interpreter.radio.gain();
      await this.pass(1000);
      if (board.interpreter.links.length > 0) this.recorder.tell(second % 60 === 0);
    }
    await this.note();
  }
}

/** Runs one; every reading is kept, told as lost, or within what nobody can know. */
export async function survive(seed: number, steps: number): Promise<void> {
  const run = new Run(seed);
  await run.start();
  for (let i = 0; i < steps; i++) await run.step();
  await run.end();

  expect(run.recorder.conflicts).toEqual([]);
  for (const [boot, made] of run.made) {
    const { contents, lost } = run.recorder.kept(boot);
    const missing = Array.from({ length: made }, (_, i) => i + 1).filter(
      (seq) => !contents.has(seq) && !lost.has(seq),
    );
    // Of a boot whose next never came to the broker nobody tells: what it may have lost is the same.
    const untold = { seq: 0, most: MOST };
    const isLast = boot === `7f3a12c4-${run.boot}`;
    const { seq, most } = isLast ? { seq: made, most: 0 } : (run.before.get(boot) ?? untold);
    expect(
      missing.filter((one) => one <= seq),
      `${boot} of ${made}, ${seq} in flash`,
    ).toEqual([]);
    expect(missing.length, `${boot} of ${made}`).toBeLessThanOrEqual(most);
    // Nothing that was never made.
    expect(Math.max(0, ...contents.keys(), ...lost)).toBeLessThanOrEqual(made);
  }
  board.close();
}
