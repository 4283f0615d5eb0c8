// A recorder's session over scripted streams, with the time in the test's hands and a commit that the
// test lets succeed or fail.
import { BATCH_LIMITS } from "../../host/recording/batch-pacer.ts";
import { RecorderSession, type SessionOptions } from "../../host/recording/session.ts";
import type { SessionEvent } from "../../host/recording/session-events.ts";
import type { Committed } from "../../host/recording/store.ts";
import { ManualClock, settled } from "./manual-clock.ts";
import { ScriptedStream, type StreamAnswers } from "./scripted-stream.ts";

const NOTHING = {
  ...{ duplicate: 0, conflicting: 0, quarantined: 0, noted: 0, ignored: 0 },
};

export class RecorderBench {
  readonly clock = new ManualClock();
  readonly streams: ScriptedStream[] = [];
  readonly events: SessionEvent[] = [];
  /** Payloads of every commit that succeeded. */
  readonly commits: string[][] = [];
  attempts = 0;
  failure: Error | undefined;
  /** By payload: `marks` of a commit. */
  marksOf: (payloads: readonly string[]) => Committed["marks"] = () => [];
  readonly session: RecorderSession;
  answersOf: (index: number) => StreamAnswers | Error;

  constructor(
    answersOf: (index: number) => StreamAnswers | Error = () => ({}),
    change: Partial<SessionOptions> = {},
  ) {
    this.answersOf = answersOf;
    this.session = new RecorderSession({
      broker: { url: "mqtt://broker.test" },
      prefix: "espulse",
      clientId: "espulse0123456789abcdef",
      expectsSession: false,
      clock: this.clock,
      utcMs: () => 1_764_000_000_000 + this.clock.now(),
      random: () => 0,
      batches: BATCH_LIMITS,
      open: (version, receive) => {
        const answers = this.answersOf(this.streams.length);
        const isError = answers instanceof Error;
        const stream = new ScriptedStream(version, receive, isError ? {} : answers);
        this.streams.push(stream);
        if (isError) stream.destroy(answers);
        return stream;
      },
      commit: async (messages) => {
        this.attempts++;
        if (this.failure) throw this.failure;
        const payloads = messages.map(({ payload }) => Buffer.from(payload).toString());
        this.commits.push(payloads);
        return { ...NOTHING, stored: messages.length, marks: this.marksOf(payloads) };
      },
      newestMarks: () => [],
      onEvent: (event) => this.events.push(event),
      ...change,
    });
  }

  get stream(): ScriptedStream {
    return this.streams.at(-1)!;
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  /** Connected and subscribed. */
  async start(): Promise<this> {
    const started = this.session.start();
    await settled();
    await started;
    return this;
  }
}
