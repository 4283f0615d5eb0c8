// Runs of `watch` as tests start them: what they show is kept, and they end with their test.
import { afterEach, beforeEach } from "vitest";
import { Screen } from "../../host/telemetry/screen.ts";
import { type WatchOptions, watch } from "../../host/telemetry/watch.ts";
import { CapturedOutput } from "./captured-output.ts";

/** For the tests of the file in which it is called. */
export function useWatching() {
  let interruption: AbortController;
  beforeEach(() => {
    interruption = new AbortController();
  });
  afterEach(() => interruption.abort());
  function run(broker: { readonly url: string }, change: Partial<WatchOptions> = {}) {
    const stdout = new CapturedOutput();
    const stderr = new CapturedOutput();
    const ended = watch({
      broker: { url: broker.url },
      prefix: "espulse",
      filters: [],
      raw: false,
      json: false,
      qos: 1,
      screen: new Screen(stdout, stderr, {}),
      interrupted: interruption.signal,
      ...change,
    });
    ended.catch(() => {});
    return { stdout, stderr, ended, connected: stderr.until("connected to") };
  }
  return { run, interrupt: () => interruption.abort() };
}
