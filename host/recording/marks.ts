// Marks that wait to be published: of each boot the newest. Pure; knows neither broker nor time.
import type { Mark } from "./series.ts";

export class Marks {
  /** Device -> boot -> seq, the device that waits longest first. */
  readonly #waiting = new Map<string, Map<string, number>>();

  get size(): number {
    return this.#waiting.size;
  }

  add({ device, boot, seq }: Mark): void {
    let boots = this.#waiting.get(device);
    if (boots === undefined) {
      boots = new Map();
      this.#waiting.set(device, boots);
    }
    boots.set(boot, Math.max(seq, boots.get(boot) ?? 0));
  }

  /** All of the device that waits longest, its newest boot last: the broker retains the last. */
  take(): Mark[] {
    for (const [device, boots] of this.#waiting) {
      this.#waiting.delete(device);
      return [...boots]
        .map(([boot, seq]) => ({ device, boot, seq }))
        .sort((a, b) => bootNumber(a.boot) - bootNumber(b.boot));
    }
    return [];
  }
}

function bootNumber(boot: string): number {
  return Number(boot.slice(boot.indexOf("-") + 1));
}
