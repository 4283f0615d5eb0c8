// Readings over an outage, a restart in it and a recorder that comes late: on every runtime, against a
// real Mosquitto. Ten readings a second, so that a minute has as many as ten have.
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { SmallRecorder } from "../doubles/small-recorder.ts";
import { until } from "../doubles/until.ts";
import { onEachRuntime, type TestBoard } from "./runtimes.ts";

const INTERVAL_MS = 100;
const PINS = [
  { name: "light", pin: "D34", kind: "analog" },
  { name: "door", pin: "D4", kind: "digital" },
] as const;

function counts(board: TestBoard): { made: number; waiting: number } {
  const line = board.lines.findLast((text) => text.startsWith("espulse: stop "));
  return JSON.parse(line!.slice("espulse: stop ".length));
}

onEachRuntime("the outbox", (runtime) => {
  describe.skipIf(skipMosquitto)("(needs mosquitto)", () => {
    let mosquitto: Mosquitto;
    let recorder: SmallRecorder | undefined;
    beforeEach(async () => {
      mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
    });
    afterEach(async () => {
      await recorder?.close();
      recorder = undefined;
      await mosquitto.close();
    });
    const port = () => mosquitto.ports[0]!;

    it("keeps what was made in an outage, over a power cut, and loses at most what it says", async () => {
      recorder = await SmallRecorder.start(port());
      const board = await runtime.start(port(), { interval: INTERVAL_MS, pins: PINS });
      const first = recorder.boot("7f3a12c4-1");
      await until(() => first.mark >= 20);
      await board.setWifi(false);
      await delay(75_000);
      await board.powerCycle();
      await delay(5_000);
      await board.setWifi(true);
      const second = recorder.boot("7f3a12c4-2");
      await until(() => recorder!.metas.some(({ boot }) => boot === "7f3a12c4-2"));
      const { before, wear } = recorder.metas.at(-1) as {
        before: { boot: string; seq: number; most: number };
        wear: number;
      };
      expect(before.boot).toBe("7f3a12c4-1");
      expect(wear).toBe(1);
      // All that is in flash comes, and at most a minute of it is not there.
      await until(
        () => first.mark >= before.seq,
        () => `${first.mark} of ${before.seq}`,
      );
      const highest = Math.max(...first.readings.keys());
      expect(highest).toBe(before.seq);
      expect(before.most).toBe(602);
      expect(before.seq).toBeGreaterThan(120);
      expect(recorder.missing("7f3a12c4-1", before.seq)).toEqual([]);
      await until(() => second.mark >= 150);
      expect(recorder.conflicts).toEqual([]);
      const backlog = first.order.filter((seq) => first.readings.get(seq)!.q === 1);
      expect(backlog).toEqual(backlog.toSorted((a, b) => a - b));
    }, 300_000);

    it("sends what waits while live readings stay on time", async () => {
      recorder = await SmallRecorder.start(port());
      const board = await runtime.start(port(), { interval: INTERVAL_MS, pins: PINS });
      const kept = recorder.boot("7f3a12c4-1");
      await until(() => kept.mark >= 20);
      await board.setWifi(false);
      await delay(30_000);
      await board.setWifi(true);
      await until(
        () => kept.mark >= 320,
        () => `${kept.mark}`,
      );
      const late = recorder.liveAt.map(({ up, at }) => at - up);
      expect(Math.max(...late) - Math.min(...late)).toBeLessThan(2000);
      await board.evaluate('E.emit("stop")');
      await until(
        () => board.lines.some((line) => line.startsWith("espulse: stop ")),
        () => board.lines.slice(-10).join("\n"),
      );
      const { made, waiting } = counts(board);
      await until(() => kept.mark >= made - waiting);
      expect(waiting).toBeLessThan(20);
      expect(recorder.missing("7f3a12c4-1", made).length).toBeLessThanOrEqual(waiting);
      expect(recorder.conflicts).toEqual([]);
    });
  });
});
