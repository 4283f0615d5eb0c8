// The session with a scripted board, byte by byte; what the real interpreter does is in
// test/integration/console-session.test.ts.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConsoleSession } from "../../../host/console/session.ts";
import { evaluation } from "../../../host/console/statements.ts";
import { DeadlineError, DeviceError, TransportError } from "../../../host/errors.ts";
import {
  type ScriptedDevice,
  type Step,
  scriptedDevice,
  settled,
} from "../../doubles/scripted-device.ts";
import { ManualScheduler } from "../simulator/node/manual-scheduler.ts";

const CTRL_C = "\x03";
const probe = (n: number): string => `\x1b[2H\x10print("\\x1eP${n}")\n`;
const prompt = (n: number): Step => ({ expect: probe(n), reply: `\x1eP${n}\r\n>` });
const question = (n: number, source: string): string =>
  `\x10${evaluation(`E${n}`, source)}\n\x10print("\\x1eZ${n}")\n`;

let clock: ManualScheduler;
let device: ScriptedDevice;
let lines: string[];
beforeEach(() => {
  clock = new ManualScheduler();
  lines = [];
});
afterEach(() => device.transport.close());

async function opened(...steps: Step[]): Promise<ConsoleSession> {
  device = scriptedDevice([prompt(1), ...steps]);
  return ConsoleSession.open(device.transport, { clock, onLine: (line) => lines.push(line) });
}

/** Time passes as long as something waits for it. */
async function resultOf<Result>(promise: Promise<Result>, within = 60_000): Promise<Result> {
  let isDone = false;
  promise.then(
    () => {
      isDone = true;
    },
    () => {
      isDone = true;
    },
  );
  for (let ms = 0; ms < within && !isDone; ms += 100) {
    await settled();
    if (!isDone) clock.advance(100);
  }
  return promise;
}

describe("opening", () => {
  it("sends no Ctrl-C to a board that answers", async () => {
    await opened();
    device.expectDone();
  });

  it("leaves a silent board alone for 3 s, then interrupts it once", async () => {
    device = scriptedDevice([
      { expect: probe(1) + probe(2) + probe(3) + CTRL_C },
      {
        expect: probe(4),
        reply: "Execution Interrupted\r\n\x1eP1\r\n\x1eP2\r\n\x1eP3\r\n\x1eP4\r\n>",
      },
    ]);
    const opening = ConsoleSession.open(device.transport, { clock });
    for (let ms = 0; ms < 2900; ms += 100) {
      await settled();
      clock.advance(100);
    }
    await settled();
    expect(device.received()).toBe(probe(1) + probe(2) + probe(3));
    await resultOf(opening);
    device.expectDone();
  });

  it("asks again at once when a half packet took the question (NAK)", async () => {
    device = scriptedDevice([{ expect: probe(1), reply: "\x15" }, prompt(2)]);
    await ConsoleSession.open(device.transport, { clock });
    device.expectDone();
  });

  it("gives up with what came instead", async () => {
    device = scriptedDevice([
      { expect: probe(1), reply: "ets Jul 29 2019\r\nwaiting for download" },
    ]);
    const failure = await resultOf(
      ConsoleSession.open(device.transport, { clock }).catch((error: unknown) => error),
    );
    expect(failure).toBeInstanceOf(DeadlineError);
    expect((failure as Error).message).toContain(
      'no answer from an Espruino console; last came "ets Jul 29 2019\\nwaiting for download";',
    );
  });

  it("fails when the cable is cut", async () => {
    device = scriptedDevice([]);
    const opening = ConsoleSession.open(device.transport, { clock });
    await device.cut();
    await expect(opening).rejects.toBeInstanceOf(TransportError);
  });
});

describe("evaluating", () => {
  it("finds the answer between what the program prints, and tells that apart", async () => {
    const session = await opened({
      expect: question(2, "6*7"),
      reply: "tick\r\n\x1eE2 J42\r\n\r\x1b[Jtack\x1b[D\r\n\x1eZ2\r\n>",
    });
    expect(await session.evaluate("6*7")).toEqual({ json: 42, text: "42" });
    expect(lines).toEqual(["tick", "tack"]);
  });

  it("waits while the board says XOFF", async () => {
    const session = await opened();
    await device.send("\x13");
    await settled();
    const answer = session.evaluate("1");
    await settled();
    expect(device.received()).toBe("");
    await device.send("\x11");
    await settled();
    expect(device.received()).toBe(question(2, "1"));
    await device.send("\x1eE2 J1\r\n\x1eZ2\r\n>");
    expect((await answer).json).toBe(1);
  });

  it("does not wait for ever for an XON that never comes", async () => {
    const session = await opened();
    await device.send("\x13");
    await settled();
    await expect(resultOf(session.evaluate("1"))).rejects.toThrow(
      "the board said XOFF, and no XON for 10 s",
    );
    const answer = session.evaluate("2");
    await settled();
    expect(device.received()).toBe(question(3, "2"));
    await device.send("\x1eE3 J2\r\n\x1eZ3\r\n>");
    expect((await answer).json).toBe(2);
  });

  it("has no value when the board throws: its words are the error", async () => {
    const session = await opened({
      expect: question(2, "x"),
      reply: 'Uncaught ReferenceError: "x" is not defined\r\n    at eval\r\n\x1eZ2\r\n>',
    });
    const failure = await session.evaluate("x").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect((failure as DeviceError).output).toBe(
      'Uncaught ReferenceError: "x" is not defined\n    at eval',
    );
  });

  it("interrupts at its deadline; a late answer is not the next question's", async () => {
    const session = await opened(
      { expect: question(2, "while(1);") },
      { expect: CTRL_C, reply: "\x1eE2 J0\r\nExecution Interrupted\r\n\x1eZ2\r\n>" },
      { expect: question(3, "3"), reply: "\x1eE3 J3\r\n\x1eZ3\r\n>" },
    );
    const endless = session.evaluate("while(1);", 1500);
    const next = session.evaluate("3");
    await expect(resultOf(endless)).rejects.toThrow(
      "while(1);: no answer within 1.5 s; it was interrupted",
    );
    expect((await resultOf(next)).json).toBe(3);
    device.expectDone();
  });

  it("refuses what is longer than a line may be, and sends nothing", async () => {
    const session = await opened();
    await expect(session.evaluate(`"${"x".repeat(900)}"`)).rejects.toThrow("the console takes 900");
    device.expectDone();
  });
});

describe("interrupting", () => {
  it("sends no Ctrl-C to a board that idles", async () => {
    const session = await opened(prompt(2));
    expect(await session.interrupt()).toBe(false);
    device.expectDone();
  });

  it("reaches the statement that is running", async () => {
    const session = await opened(
      { expect: question(2, "f()") },
      { expect: CTRL_C, reply: "Execution Interrupted\r\n\x1eZ2\r\n>" },
    );
    const running = session.evaluate("f()").catch((error: unknown) => error);
    await settled();
    expect(await resultOf(session.interrupt())).toBe(true);
    expect(((await running) as DeviceError).output).toBe("Execution Interrupted");
  });
});
