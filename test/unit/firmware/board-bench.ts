// The whole firmware, booted from its main module on the interpreter's globals, with a broker at the
// other end. The seam for tests that ask what a board does, not how a part of it is written.
import type { Settings } from "../../../firmware/contract/settings.ts";
import { Interpreter, SETTINGS } from "../../doubles/firmware-globals.ts";
import type { FlashStorage } from "./interpreter/storage.ts";
import { BrokerEnd } from "./mqtt/broker-end.ts";
import { publishOf } from "./mqtt/wire.ts";

export const TOPICS = `${SETTINGS.prefix}/${SETTINGS.device}/`;

/** One timer, which is late by {@link LATENESS_MS}, and not the next. */
const UP_TO_FIRST_BEAT_MS = 0.2;
/** No timer fires at the very instant. */
const LATENESS_MS = 0.05;

interface BootOptions {
  readonly settings?: Partial<Settings> | "none";
  /** Of a board that has booted before. */
  readonly storage?: FlashStorage;
  /** Of the file for readings that a host has made; 0 for none. */
  readonly outboxBytes?: number;
  /** The network is there before the program starts, as after a soft restart. */
  readonly isOnline?: boolean;
}

interface WireReading {
  readonly boot: string;
  readonly seq: number;
  readonly up: number;
  readonly t?: number;
  readonly skip?: number;
  readonly q?: number;
  readonly d: Record<string, number | null>;
}

export class BoardBench {
  readonly broker: BrokerEnd;

  private constructor(readonly interpreter: Interpreter) {
    this.broker = new BrokerEnd(interpreter);
  }

  static async boot(options: BootOptions = {}): Promise<BoardBench> {
    const bench = new BoardBench(
      new Interpreter(options.settings, options.storage, options.outboxBytes),
    );
    bench.loop.lateness = () => LATENESS_MS;
    if (options.isOnline ?? true) bench.interpreter.radio.gain();
    await import("../../../firmware/main.ts");
    // The program starts from a timer of its own; the first beat, from the next, is the test's.
    bench.loop.advance(UP_TO_FIRST_BEAT_MS);
    return bench;
  }

  get loop() {
    return this.interpreter.loop;
  }

  get lines() {
    return this.interpreter.lines;
  }

  /** The bytes of each reading, as they arrived. */
  get telemetry(): string[] {
    return this.broker.of("telemetry").map(({ payload }) => payload);
  }

  get readings(): WireReading[] {
    return this.telemetry.map((payload) => JSON.parse(payload) as WireReading);
  }

  get seqs(): number[] {
    return this.readings.map(({ seq }) => seq);
  }

  get states(): { state: string; boot: string; conn: number }[] {
    return this.broker.of("state").map(({ payload }) => JSON.parse(payload));
  }

  get logs(): { text: string }[] {
    return this.broker.of("log").map(({ payload }) => JSON.parse(payload));
  }

  /** Topics after the device, oldest first: `meta!` where retained, `log` at QoS 0 with `?`. */
  get order(): string[] {
    return this.broker.published.map(
      ({ topic, isRetained, qos }) =>
        `${topic.slice(TOPICS.length)}${isRetained ? "!" : ""}${qos === 0 ? "?" : ""}`,
    );
  }

  /** What the board prints when it ends. */
  get summary(): { made: number; acked: number; dropped: number; waiting: number } | undefined {
    const line = this.lines.find((text) => text.startsWith("espulse: stop "));
    return line === undefined ? undefined : JSON.parse(line.slice("espulse: stop ".length));
  }

  pass(milliseconds: number): void {
    this.loop.advance(milliseconds);
  }

  /** A command from a peer, answered in the same moment. */
  command(name: string, payload: string, id?: number): void {
    this.broker.deliver(publishOf(`${TOPICS}cmd/${name}`, payload, id === undefined ? {} : { id }));
  }

  close(): void {
    this.interpreter.restore();
    if (this.loop.errors.length > 0) throw this.loop.errors[0];
  }
}
