// A flash that is interrupted: what the board runs afterwards, on both runtimes, and that it is told.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import { useFlashing } from "../doubles/flashing.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { type SerialBoard, slotThatRuns, startSerialBoard } from "../doubles/serial-board.ts";

const { flashAt, program } = useFlashing();
const changed = () => program({ after: ";0" });
let mosquitto: Mosquitto;
let port = 0;
let board: SerialBoard | undefined;

beforeAll(async () => {
  if (skipMosquitto) return;
  mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
  port = mosquitto.ports[0]!;
});
afterAll(() => mosquitto?.close());
afterEach(() => board?.close());

/** Interrupted as soon as the flash says this of a step, or of a file it sends. */
async function flashUntil(address: string, moment: string) {
  const interruption = new AbortController();
  const interruptAt = (text: string): void => {
    if (text.startsWith(moment)) interruption.abort();
  };
  const report = { step: interruptAt, progress: interruptAt, notice: () => {}, line: () => {} };
  const { signal } = interruption;
  const options = { device: "attic", signal, report };
  const { error } = await flashAt(address, port, { program: changed(), options });
  expect(exitStatusOf(error), error?.message).toBe(130);
  return error!.message;
}

describe.each([
  ["node", false],
  ["espruino", skipEspruino],
] as const)("on a board of the runtime %s", (runtime, skip) => {
  const test = it.skipIf(skip || skipMosquitto);

  test("before the switch the bundle before runs, after it the new one", async () => {
    board = await startSerialBoard(runtime);
    const { address } = board;
    expect((await flashAt(address, port, { options: { device: "attic" } })).error).toBe(undefined);
    for (const moment of ["identify", "slot1"]) {
      const message = await flashUntil(address, moment);
      expect(message).toMatch(
        /^interrupted before the switch: (attic|the board at \S+) runs what it had$/,
      );
      await expect.poll(() => slotThatRuns(board!), { timeout: 60_000 }).toBe("slot0");
    }
    const message = await flashUntil(address, "restart");
    expect(message).toMatch(
      /^interrupted after the switch: attic runs what was sent, and that is not/,
    );
    await expect.poll(() => slotThatRuns(board!), { timeout: 60_000 }).toBe("slot1");
  });

  test("a first flash leaves the board without a bundle", async () => {
    board = await startSerialBoard(runtime);
    const message = await flashUntil(board.address, "slot0");
    expect(message).toBe("interrupted before the switch: attic has no bundle yet");
    const again = await flashAt(board.address, port, { options: { device: "attic" } });
    expect(again.receipt?.slot).toBe("slot0");
  });
});
