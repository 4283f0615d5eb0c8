// A recorder behind the broker of a test: keeps readings and losses by boot, tells its marks when it is
// asked to, and may be deaf for a while, as if the broker had lost what it acknowledged.
import type { BoardBench } from "../board-bench.ts";
import { TOPICS } from "../board-bench.ts";
import { publishOf } from "../mqtt/wire.ts";

interface Kept {
  readonly contents: Map<number, string>;
  readonly lost: Set<number>;
  mark: number;
}

export class RecorderEnd {
  readonly boots = new Map<string, Kept>();
  readonly conflicts: string[] = [];
  isDeaf = false;
  #newest = "";
  #board: BoardBench | undefined;
  #taken = 0;

  /** Hears what this board sends from now on. */
  attach(board: BoardBench): void {
    this.#board = board;
    this.#taken = 0;
  }

  kept(boot: string): Kept {
    let kept = this.boots.get(boot);
    if (kept === undefined) {
      kept = { contents: new Map(), lost: new Set(), mark: 0 };
      this.boots.set(boot, kept);
    }
    return kept;
  }

  /** Takes what has come since; a deaf one forgets it. */
  listen(): void {
    const { published } = this.#board!.broker;
    for (const { topic, payload } of published.slice(this.#taken)) {
      if (!this.isDeaf) this.#take(topic.slice(TOPICS.length), payload);
    }
    this.#taken = published.length;
  }

  #take(kind: string, payload: string): void {
    if (kind === "telemetry") {
      const { boot, seq } = JSON.parse(payload) as { boot: string; seq: number };
      const content = payload.replace(',"q":1', "");
      const { contents } = this.kept(boot);
      const before = contents.get(seq);
      if (before !== undefined && before !== content) this.conflicts.push(`${before} ${content}`);
      contents.set(seq, content);
      this.#newest = boot;
    } else if (kind === "dropped") {
      const { boot, from, to } = JSON.parse(payload) as { boot: string; from: number; to: number };
      const { lost } = this.kept(boot);
      for (let seq = from; seq <= to; seq++) lost.add(seq);
    }
  }

  /** Tells the marks that have moved, of the newest boot the last. */
  tell(all = false): void {
    const names = [...this.boots.keys()].sort(
      (a, b) => Number(a === this.#newest) - Number(b === this.#newest),
    );
    for (const name of names) {
      const kept = this.kept(name);
      const before = kept.mark;
      while (kept.contents.has(kept.mark + 1) || kept.lost.has(kept.mark + 1)) kept.mark++;
      if (kept.mark === 0 || (kept.mark === before && !all)) continue;
      const mark = JSON.stringify({ v: 1, boot: name, seq: kept.mark });
      this.#board!.broker.deliver(publishOf(`${TOPICS}stored`, mark));
    }
  }
}
