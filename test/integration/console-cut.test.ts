// An upload to the real interpreter, cut at any byte: the next session comes to a prompt and uploads
// the whole file, and the board still boots what it had.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConsoleSession } from "../../host/console/session.ts";
import { sendFile } from "../../host/console/upload.ts";
import { openTransport, type Transport } from "../../host/transport/transport.ts";
import {
  type InterpreterConsole,
  startInterpreterConsole,
} from "../doubles/interpreter-console.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { seededWhole } from "../doubles/seeded-random.ts";

const FILE = Buffer.from("function f(a){return a+1}\n".repeat(100));
/** More than an upload of it takes, the questions before and after it included. */
const MOST_BYTES = 3300;
const CUTS = 8;
/** Another each time; put the number of a failure here to have it again. */
const SEED = (Date.now() % 2_147_483_645) + 1;

/** Lets so many bytes through, then the cable is cut. */
function cutAfter(transport: Transport, bytes: number): Transport {
  let left = bytes;
  return {
    address: transport.address,
    async write(all) {
      await transport.write(all.subarray(0, left));
      left -= all.length;
      if (left < 0) await transport.close();
    },
    close: () => transport.close(),
    [Symbol.asyncIterator]: () => transport[Symbol.asyncIterator](),
  };
}

describe.skipIf(skipSocat || skipEspruino)("an upload that is cut (ESPRUINO_BIN, socat)", () => {
  let board: InterpreterConsole;
  beforeEach(async () => {
    board = await startInterpreterConsole();
  });
  afterEach(() => board.close());

  it(`is whole the next time, and the boot code is what it was (seed ${SEED})`, async () => {
    const below = seededWhole(SEED);
    const open = async () => ConsoleSession.open(await openTransport(board.path));
    const first = await open();
    await sendFile(first, ".bootcde", Buffer.from("var booted=41+1;"));
    await first.close();
    for (let cut = 0; cut < CUTS; cut++) {
      const after = below(MOST_BYTES);
      const which = `cut ${cut} after ${after} bytes`;
      const transport = cutAfter(await openTransport(board.path), after);
      await ConsoleSession.open(transport)
        .then((session) => sendFile(session, "slot", FILE))
        .catch(() => {});
      await transport.close();
      if (cut % 2 === 1) await board.powerCycle();
      const next = await open();
      const boot = (await next.evaluate('require("Storage").read(".bootcde")')).json;
      expect(boot, which).toBe("var booted=41+1;");
      if (cut % 2 === 1) expect((await next.evaluate("booted")).json, which).toBe(42);
      await sendFile(next, "slot", FILE);
      await next.close();
    }
  });
});
