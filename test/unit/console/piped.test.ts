// Piped lines with a scripted board that hangs; what a board that answers does is in
// test/integration/console-runtimes.test.ts.
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { runPiped } from "../../../host/console/piped.ts";
import { ConsoleSession } from "../../../host/console/session.ts";
import { DeadlineError } from "../../../host/errors.ts";
import { scriptedDevice, settled } from "../../doubles/scripted-device.ts";
import { ManualScheduler } from "../simulator/node/manual-scheduler.ts";

it("sends nothing more to a board that Ctrl-C does not bring back", async () => {
  const clock = new ManualScheduler();
  const device = scriptedDevice([
    { expect: '\x1b[2H\x10print("\\x1eP1")\n', reply: "\x1eP1\r\n>" },
  ]);
  const session = await ConsoleSession.open(device.transport, { clock });
  const answers: string[] = [];
  const running = runPiped(session, {
    input: Readable.from(["while(1);\n", "6*7\n"]),
    answer: (text) => answers.push(text),
    tell: (text) => answers.push(text),
    json: false,
    timeoutMs: undefined,
    left: new AbortController().signal,
  });
  let failure: unknown;
  running.catch((error: unknown) => {
    failure = error;
  });
  for (let ms = 0; ms < 60_000 && failure === undefined; ms += 100) {
    await settled();
    clock.advance(100);
  }
  expect(failure).toBeInstanceOf(DeadlineError);
  expect((failure as Error).message).toBe(
    "line 1: while(1);: no answer within 5 s; Ctrl-C does not end it; restart the board",
  );
  expect(device.received()).not.toContain("6*7");
  expect(answers).toEqual([]);
  await session.close();
});
