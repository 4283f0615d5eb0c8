// The cadence over a minute against a real Mosquitto: contiguous, a second apart, without drift.
import { describe, expect, it } from "vitest";
import { openClient } from "../../host/telemetry/client.ts";
import { decodeReading } from "../../host/telemetry/decode.ts";
import { startMosquitto } from "../doubles/mosquitto.ts";
import { onEachRuntime } from "../runtime/runtimes.ts";

const READINGS = 60;
const SECOND_MS = 1000;

/** What a drift adds to each value: between the medians of the first and the last quarter. */
function drift(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  // A host that was busy for a moment is no drift, so no mean.
  const median = (part: readonly number[]) =>
    part.toSorted((a, b) => a - b)[Math.floor(part.length / 2)]!;
  return (
    (median(values.slice(-quarter)) - median(values.slice(0, quarter))) / (values.length - quarter)
  );
}

onEachRuntime("a minute against Mosquitto", (runtime) => {
  describe("keeps the second", () => {
    it(`${READINGS} contiguous readings, mean within 5 ms of 1000, no drift`, async () => {
      const mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
      const port = mosquitto.ports[0]!;
      const arrivals: { seq: number; up: number; rx: number }[] = [];
      const client = await openClient({
        broker: { url: `mqtt://127.0.0.1:${port}` },
        subscriptions: [{ filter: "espulse/+/telemetry" }],
        signal: new AbortController().signal,
        onMessage: ({ topic, payload }) => {
          const decoded = decodeReading(topic, payload);
          if (!decoded.ok) throw new Error(decoded.why);
          const { seq, up } = decoded.reading;
          arrivals.push({ seq, up, rx: performance.now() });
        },
      });
      try {
        const board = await runtime.start(port);
        const end = performance.now() + (READINGS + 20) * SECOND_MS;
        while (arrivals.length < READINGS && performance.now() < end) {
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        const seqs = arrivals.slice(0, READINGS).map(({ seq }) => seq);
        expect(seqs).toEqual(Array.from({ length: READINGS }, (_, i) => i + 1));
        // The first may wait for the connection; from the second on each is live.
        const live = arrivals.slice(1, READINGS);
        const gaps = live.slice(1).map(({ rx }, i) => rx - live[i]!.rx);
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const deviation = Math.sqrt(
          gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length,
        );
        const driftMs = drift(live.map(({ rx, seq }) => rx - seq * SECOND_MS));
        const vars = JSON.parse(await board.evaluate("process.memory()")).usage as number;
        console.log(
          `${runtime.name}: mean ${mean.toFixed(3)} ms, sd ${deviation.toFixed(2)} ms, ` +
            `least ${Math.min(...gaps).toFixed(1)}, most ${Math.max(...gaps).toFixed(1)}, ` +
            `drift ${(driftMs * 1000).toFixed(1)} us a reading, vars ${vars}`,
        );
        expect(Math.abs(mean - SECOND_MS)).toBeLessThan(5);
        expect(Math.abs(driftMs)).toBeLessThan(1);
      } finally {
        await client.close();
        await mosquitto.close();
      }
    }, 120_000);
  });
});
