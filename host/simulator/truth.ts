// What a board really measured, boot by boot: known from its sensors and its flash, not from anything
// it says or sends. Holds for the firmware of Espulse, which reads the chip's temperature once a reading.
import type { FlashStorage } from "./node/flash-storage.ts";

export interface Sample {
  /** On the clock of the simulation, milliseconds. */
  readonly atMs: number;
  /** In whole degrees, as the interpreter hands it over. */
  readonly celsius: number;
}

/** Stem of the file in which the firmware counts its boots (firmware/boot-count.ts), and its size. */
const BOOTS = "boots";
const BOOTS_BYTES = 512;
const BYTES_A_BOOT = 2;
const ERASED = 0xff;

export class Truth {
  /** Boot counter -> reading `seq` is number `seq - 1`. */
  readonly boots = new Map<number, Sample[]>();
  #hasEnded = false;
  /** Of the boot that runs, and the state of the flash that told which it is. */
  #samples: Sample[] = [];
  #changes = -1;

  constructor(private readonly now: () => number) {}

  /** To be called each time the board reads its temperature. */
  sampled(celsius: number, storage: FlashStorage): void {
    if (this.#hasEnded) return;
    if (storage.changes !== this.#changes) {
      const boot = countedBoot(storage);
      this.#changes = storage.changes;
      this.#samples = this.boots.get(boot) ?? [];
      this.boots.set(boot, this.#samples);
    }
    this.#samples.push({ atMs: this.now(), celsius: Math.round(celsius) });
  }

  /** The program is told to stop: it makes no reading of what it samples after this. */
  end(): void {
    this.#hasEnded = true;
  }

  get made(): number {
    let made = 0;
    for (const samples of this.boots.values()) made += samples.length;
    return made;
  }
}

/** Number of the boot that runs, by the marks that the firmware has put into its flash. */
export function countedBoot(storage: FlashStorage): number {
  const epochs = storage
    .list()
    .filter(({ name }) => /^boots\d+$/.test(name))
    .map(({ name }) => Number(name.slice(BOOTS.length)));
  const epoch = Math.max(0, ...epochs);
  const bytes = storage.read(BOOTS + epoch) ?? new Uint8Array();
  let used = 0;
  while (used < bytes.length && bytes[used] !== ERASED) used += BYTES_A_BOOT;
  return (epoch * BOOTS_BYTES + used) / BYTES_A_BOOT;
}
