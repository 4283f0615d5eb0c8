// Publishes what is stored, so that boards may free it: once a second for each device, and again
// whatever a lost connection left without its PUBACK. Knows no store.
import type { Clock } from "../clock.ts";
import { reasonText } from "../telemetry/reason-codes.ts";
import type { Link } from "./link.ts";
import { Marks } from "./marks.ts";
import type { Mark } from "./series.ts";

export interface MarkPublisherOptions {
  readonly clock: Clock;
  readonly prefix: string;
  readonly onRefused: (topic: string, reason: string) => void;
}

/** A device at 10 readings a second needs no 10 marks. */
const INTERVAL_MS = 1000;
/** What the broker takes before it has acknowledged one, unless it says less. */
const MOST_IN_FLIGHT = 20;

export class MarkPublisher {
  readonly #options: MarkPublisherOptions;
  readonly #marks = new Marks();
  #link: Link | undefined;
  #window = MOST_IN_FLIGHT;
  #inFlight = 0;
  #cancel: (() => void) | undefined;
  #isDue = false;
  #hasTold = false;
  #onIdle: () => void = () => {};

  constructor(options: MarkPublisherOptions) {
    this.#options = options;
  }

  add(marks: readonly Mark[]): void {
    for (const mark of marks) this.#marks.add(mark);
    if (marks.length > 0) this.#schedule();
  }

  /** @param receiveMaximum as the broker's CONNACK says */
  attach(link: Link, receiveMaximum = MOST_IN_FLIGHT): void {
    this.#link = link;
    this.#window = Math.min(MOST_IN_FLIGHT, receiveMaximum);
    this.#inFlight = 0;
    this.#isDue = true;
    this.#publish();
  }

  detach(): void {
    this.#link = undefined;
    this.#inFlight = 0;
    this.#onIdle();
  }

  /** Publishes at once; resolves when all is acknowledged, or the connection is gone. */
  async flush(): Promise<void> {
    if (this.#link === undefined) return;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    this.#isDue = true;
    this.#publish();
    await idle;
  }

  stop(): void {
    this.#cancel?.();
  }

  #schedule(): void {
    if (this.#isDue || this.#cancel !== undefined || this.#link === undefined) return;
    this.#cancel = this.#options.clock.after(INTERVAL_MS, () => {
      this.#cancel = undefined;
      this.#isDue = true;
      this.#publish();
    });
  }

  #publish(): void {
    const link = this.#link;
    if (link === undefined || !this.#isDue) return;
    while (this.#inFlight < this.#window && this.#marks.size > 0) {
      for (const mark of this.#marks.take()) void this.#send(link, mark);
    }
    if (this.#marks.size > 0) return;
    this.#isDue = false;
    if (this.#inFlight === 0) this.#onIdle();
  }

  async #send(link: Link, mark: Mark): Promise<void> {
    const topic = `${this.#options.prefix}/${mark.device}/stored`;
    this.#inFlight++;
    try {
      const code = await link.publish(topic, `{"v":1,"boot":"${mark.boot}","seq":${mark.seq}}`);
      if (code >= 128) this.#refused(topic, reasonText(code));
    } catch {
      // The next connection.
      this.#marks.add(mark);
      return;
    }
    if (link !== this.#link) return;
    this.#inFlight--;
    if (this.#isDue) this.#publish();
    else if (this.#inFlight === 0) this.#onIdle();
  }

  #refused(topic: string, reason: string): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    this.#options.onRefused(topic, reason);
  }
}
