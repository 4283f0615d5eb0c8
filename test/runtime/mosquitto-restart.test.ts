// A real Mosquitto killed in the middle of a run: board and reader both come back and go on.
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { openClient } from "../../host/telemetry/client.ts";
import { TelemetryReader } from "../../host/telemetry/reader.ts";
import { skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { until } from "../doubles/until.ts";
import { onEachRuntime } from "./runtimes.ts";

onEachRuntime("Mosquitto killed and restarted", (runtime) => {
  describe.skipIf(skipMosquitto)("(needs mosquitto)", () => {
    it("loses no reading that was made: board and reader reconnect", async () => {
      const mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
      const port = mosquitto.ports[0]!;
      const reader = new TelemetryReader();
      const events: string[] = [];
      const client = await openClient({
        broker: { url: `mqtt://127.0.0.1:${port}` },
        subscriptions: [{ filter: "espulse/+/telemetry" }, { filter: "espulse/+/state" }],
        signal: new AbortController().signal,
        onMessage: (message) => void reader.take(message),
        onEvent: ({ kind }) => events.push(kind),
        // Before the board, so that it misses nothing the board sends at once.
        backOff: () => 100,
      });
      const seen = () => reader.totals().received;
      const untilSeen = (count: number, what: string) =>
        until(
          () => seen() >= count,
          () => `${what}; received ${seen()}`,
        );
      try {
        await runtime.start(port);
        await untilSeen(3, "three readings");
        await mosquitto.kill();
        await delay(2500);
        await mosquitto.start();
        const before = seen();
        await untilSeen(before + 6, "readings after the restart");
        // What was acknowledged and not delivered before the kill is Mosquitto's to lose.
        const { missing, duplicates } = reader.totals();
        expect(missing).toBeLessThanOrEqual(1);
        expect(duplicates).toBeLessThanOrEqual(8);
        expect(events).toContain("lost");
        expect(events.filter((kind) => kind === "connected").length).toBe(2);
      } finally {
        await client.close();
        await mosquitto.close();
      }
    });
  });
});
