// Who waits for which answer of the broker, and until when. Knows no bytes. While nothing is read no
// answer can be seen, and none is late.
import type { Packet } from "mqtt-packet";
import type { Clock } from "../clock.ts";

export class Answers<Loss extends Error> {
  readonly #clock: Clock;
  readonly #onLate: (asked: string, deadlineMs: number) => void;
  readonly #waiting = new Map<
    string,
    { resolve(packet: Packet): void; reject(loss: Loss): void }
  >();
  #loss: Loss | undefined;
  #isReading = true;
  #readingSince: number;

  constructor(clock: Clock, onLate: (asked: string, deadlineMs: number) => void) {
    this.#clock = clock;
    this.#onLate = onLate;
    this.#readingSince = clock.now();
  }

  set isReading(isReading: boolean) {
    this.#isReading = isReading;
    this.#readingSince = this.#clock.now();
  }

  /**
   * @param key of the packet that answers: its name, and its packet id where it has one
   * @throws Loss
   */
  expect<Answer extends Packet>(key: string, asked: string, deadlineMs?: number): Promise<Answer> {
    if (this.#loss !== undefined) return Promise.reject(this.#loss);
    const cancel = deadlineMs === undefined ? undefined : this.#deadline(asked, deadlineMs);
    return new Promise((resolve, reject) => {
      this.#waiting.set(key, {
        resolve: (packet) => {
          cancel?.();
          resolve(packet as Answer);
        },
        reject: (loss) => {
          cancel?.();
          reject(loss);
        },
      });
    });
  }

  settle(key: string, packet: Packet): void {
    const waiting = this.#waiting.get(key);
    this.#waiting.delete(key);
    waiting?.resolve(packet);
  }

  /** No answer comes any more. */
  lose(loss: Loss): void {
    this.#loss = loss;
    for (const { reject } of this.#waiting.values()) reject(loss);
    this.#waiting.clear();
  }

  #deadline(asked: string, deadlineMs: number): () => void {
    let cancel = () => {};
    const arm = (delayMs: number) => {
      cancel = this.#clock.after(delayMs, () => {
        const leftMs = this.#isReading
          ? this.#readingSince + deadlineMs - this.#clock.now()
          : deadlineMs;
        if (leftMs > 0) arm(leftMs);
        else this.#onLate(asked, deadlineMs);
      });
    };
    arm(deadlineMs);
    return () => cancel();
  }
}
