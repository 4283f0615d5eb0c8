// A log in a flash of its own, opened again and again as boots do. Knows blocks by boot and numbers alone.
import { Interpreter } from "../../../doubles/firmware-globals.ts";
import type { FlashStorage } from "../interpreter/storage.ts";

type Log = typeof import("../../../../firmware/outbox/log.ts");

export interface Block {
  readonly boot: string;
  readonly from: number;
  readonly to: number;
  readonly isLoss: boolean;
  /** Something that is no block came before it. */
  readonly wasDamaged: boolean;
  readonly at: number;
}

export class LogBench {
  log!: Log;
  interpreter!: Interpreter;
  /** What was given up with a page, as it was told. */
  readonly given: [boot: string, from: number, to: number][] = [];

  constructor(
    readonly storage: FlashStorage,
    readonly outboxBytes = 5 * 4096,
  ) {}

  /** As a boot does. */
  async open(): Promise<void> {
    this.interpreter?.restore();
    this.interpreter = new Interpreter({}, this.storage, this.outboxBytes);
    this.log = await import("../../../../firmware/outbox/log.ts");
    this.log.openLog((boot, from, to) => this.given.push([boot, from, to]));
  }

  /** Readings `from` to `to` of a boot, in a block of so many bytes of readings. */
  append(boot: string, from: number, to: number, packed = 340): boolean {
    const head = Buffer.alloc(15);
    head.writeUInt16BE(15 + packed, 0);
    head.writeUInt16BE(to - from + 1, 2);
    head.writeUInt32BE(from, 5);
    const body = head.toString("latin1") + "r".repeat(packed);
    return this.log.append(this.log.READINGS, body, `${boot}\ntemp,vars\n`);
  }

  /** All blocks that are not done, in the order of the log. */
  blocks(): Block[] {
    const { log } = this;
    const blocks: Block[] = [];
    for (let at = log.nextBlock(0); at; ) {
      const { wasDamaged } = log;
      const bytes = log.look(at);
      const isLoss = log.kind === log.LOSS;
      const to = isLoss ? log.upOrLast : log.first + log.count - 1;
      const boot = log.textOf(at)[0]!;
      blocks.push({ boot, from: log.first, to, isLoss, wasDamaged: wasDamaged > 0, at });
      at = log.nextBlock(at + bytes);
    }
    return blocks;
  }

  /** The same, shortly: "boot 1-50", "boot -1-50" for a loss. */
  get told(): string[] {
    return this.blocks().map(
      ({ boot, from, to, isLoss }) => `${boot} ${isLoss ? "-" : ""}${from}-${to}`,
    );
  }

  close(): void {
    this.interpreter.restore();
  }
}
