// How the waiting for a board after a flash ends, at an embedded broker: by what its console says, by its
// port, by the time.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import { type Arrival, type ArrivalWatch, watchArrival } from "../../host/flash/arrival.ts";
import { type ReaderBroker, startReaderBroker } from "../doubles/reader-broker.ts";
import { BOOT, ToldBoard } from "../doubles/told-board.ts";

const SHA256 = "0".repeat(64);
const EXPECTED = { sha256: SHA256, crc32: "00000000" };
const ADDRESS = "/dev/pts/99";
const DIED = "espulse: the new bundle died: ";

let broker: ReaderBroker;
let arrival: ArrivalWatch;
let interruption: AbortController;

beforeEach(async () => {
  broker = await startReaderBroker();
  interruption = new AbortController();
  arrival = await watchArrival({
    config: { broker: { url: broker.url }, prefix: "espulse" },
    device: "attic",
    address: ADDRESS,
    signal: interruption.signal,
  });
});
afterEach(async () => {
  await arrival.close();
  await broker.close();
});

async function failureOf(waiting: Promise<Arrival>): Promise<Error> {
  const failure = await waiting.then(
    () => new Error("it arrived"),
    (error: unknown) => error as Error,
  );
  return failure;
}

describe("the waiting for a board", () => {
  it("ends with its birth and a reading", async () => {
    const waiting = arrival.wait(EXPECTED);
    const board = new ToldBoard(broker, "attic");
    await board.birth();
    await board.read();
    expect((await waiting).birth.boot).toBe(BOOT);
  });

  it("ends at once when it is in safe mode", async () => {
    const waiting = failureOf(arrival.wait(EXPECTED));
    for (let life = 0; life < 3; life++) arrival.line(`${DIED}Error: no sensor`);
    arrival.line("espulse: safe mode: no bundle that works; flash the board");
    const failure = await waiting;
    expect(exitStatusOf(failure)).toBe(7);
    expect(failure.message).toBe(
      "expected attic to run, found safe mode: the new bundle died: Error: no sensor; there is no bundle before it to go back to: mend the sources, and flash again",
    );
  });

  it("ends at once when its port is gone, and says what was done", async () => {
    const failure = await failureOf(arrival.wait({ ...EXPECTED, portGone: Promise.resolve() }));
    expect(exitStatusOf(failure)).toBe(3);
    expect(failure.message).toMatch(
      /^\/dev\/pts\/99: .*the device is gone .*attic, and not proven/,
    );
  });

  it("goes on where the port may go while the board restarts", async () => {
    const gone = { portGone: Promise.resolve(), isPortItsOwn: true };
    const failure = await failureOf(arrival.wait({ ...EXPECTED, ...gone, timeoutMs: 50 }));
    expect(exitStatusOf(failure)).toBe(27);
    expect(failure.message).toContain("its port has been gone since the restart");
  });

  it.each([
    [1, /it has died 1 of 3 times and is still on trial: at the last the board goes back/],
    [3, /it is given up: the board goes back to the bundle before/],
  ])("names the watchdog after %d deaths, and what comes next", async (deaths, next) => {
    const waiting = failureOf(arrival.wait({ ...EXPECTED, timeoutMs: 100 }));
    for (let i = 0; i < deaths; i++) arrival.line(`${DIED}restarted without a reason`);
    const failure = await waiting;
    expect(exitStatusOf(failure)).toBe(7);
    expect(failure.message).toContain("its watchdog restarted it, as one that hangs");
    expect(failure.message).toMatch(next);
  });

  it("ends when it is interrupted", async () => {
    const waiting = failureOf(arrival.wait(EXPECTED));
    interruption.abort();
    expect((await waiting).name).toBe("AbortError");
  });
});
