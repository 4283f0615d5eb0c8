// What a flash asks a simulated board over a line in memory that loses one byte, each time another:
// nothing is run by halves, and nothing believed that is not so.
import { afterEach, describe, expect, it } from "vitest";
import { ConsoleSession } from "../../host/console/session.ts";
import { ask } from "../../host/flash/ask.ts";
import { carryOut } from "../../host/flash/carry-out.ts";
import { restart, stopProgram } from "../../host/flash/prepare.ts";
import type { SimulatedBoard } from "../../host/simulator/simulated-board.ts";
import type { Transport } from "../../host/transport/transport.ts";
import { startBlankBoard } from "../doubles/blank-board.ts";

let boards: SimulatedBoard[] = [];
afterEach(async () => {
  const open = boards;
  boards = [];
  await Promise.all(open.map((board) => board.close()));
});

/** A board at a line in memory; `lose` says which byte, of those that go to it from now on. */
async function atBoard() {
  let receive = (_bytes: Uint8Array): void => {};
  let wake = (): void => {};
  const coming: Uint8Array[] = [];
  let isClosed = false;
  const left = { toBoard: Number.NaN, toHost: Number.NaN };
  const without = (bytes: Uint8Array, way: keyof typeof left): Uint8Array => {
    const at = left[way];
    left[way] = at - bytes.length;
    return at >= 0 && at < bytes.length
      ? Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
      : bytes;
  };
  const board = await startBlankBoard({
    send(bytes) {
      coming.push(without(Uint8Array.from(bytes), "toHost"));
      wake();
    },
    listen(listener) {
      receive = listener;
    },
  });
  boards.push(board);
  const transport: Transport = {
    address: "memory",
    write: async (bytes) => receive(without(Uint8Array.from(bytes), "toBoard")),
    close: async () => {
      isClosed = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      while (!isClosed) {
        const next = coming.shift();
        if (next !== undefined) yield next;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
  return { session: await ConsoleSession.open(transport), left, board };
}

describe("a question to a board", () => {
  it("has the answer of the board, or its error", async () => {
    const { session } = await atBoard();
    expect(await ask(session, '({a:[1,"x\\"y"]})')).toEqual({ a: [1, 'x"y'] });
    await expect(ask(session, "nope.x")).rejects.toThrow(/failed at .*ReferenceError/s);
    await session.close();
  });

  it.each(["toBoard", "toHost"] as const)(
    "is asked again when a byte %s was lost, whichever",
    async (way) => {
      await Promise.all(
        Array.from({ length: 60 }, async (_, at) => {
          const { session, left } = await atBoard();
          left[way] = at;
          expect(await ask(session, '"an answer of some length"'), `byte ${at}`).toBe(
            "an answer of some length",
          );
          await session.close();
        }),
      );
    },
  );

  it("restarts the board once, whichever byte of its answer is lost", async () => {
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const { session, left, board } = await atBoard();
        await stopProgram(session);
        const { boots } = board;
        left.toHost = at;
        await restart(session);
        // A second one would come within this.
        await session.link.wait(500, () => undefined);
        await session.inTurn(() => session.recover(3000));
        expect(board.boots - boots, `byte ${at}`).toBe(1);
        await session.close();
      }),
    );
  });

  it("writes a mark to its place or nowhere, whichever byte is lost", async () => {
    const step = { kind: "put", name: "ledger0", bytes: Uint8Array.of(0), at: 1034 } as const;
    await Promise.all(
      Array.from({ length: 150 }, async (_, third) => {
        const { session, left } = await atBoard();
        await session.evaluate('require("Storage").write("ledger0","\\xff",0,2048)');
        left.toBoard = third * 3;
        await carryOut(session, [step], { progress: () => {}, notice: () => {} });
        left.toBoard = Number.NaN;
        const { json } = await session.evaluate(
          '(f=>{var p=[];for(var i=0;i<2048;i++)if(f.charCodeAt(i)<255)p.push(i);return p})(require("Storage").read("ledger0"))',
        );
        expect(json, `byte ${third * 3}`).toEqual([1034]);
        await session.close();
      }),
    );
  });
});
