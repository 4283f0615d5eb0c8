// The session with the real interpreter, through the real serial port, on a pseudo-terminal: whatever
// the last user left at the console, the next one comes to a prompt.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConsoleSession } from "../../host/console/session.ts";
import { sendFile } from "../../host/console/upload.ts";
import { DeadlineError, DeviceError, VerificationError } from "../../host/errors.ts";
import { openTransport } from "../../host/transport/transport.ts";
import {
  type InterpreterConsole,
  startInterpreterConsole,
} from "../doubles/interpreter-console.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { seededWhole } from "../doubles/seeded-random.ts";

describe.skipIf(skipSocat || skipEspruino)("a session (ESPRUINO_BIN, socat)", () => {
  let console: InterpreterConsole;
  beforeAll(async () => {
    console = await startInterpreterConsole();
  });
  afterAll(() => console.close());

  async function withSession<Result>(use: (session: ConsoleSession) => Promise<Result>) {
    const session = await ConsoleSession.open(await openTransport(console.path));
    try {
      return await use(session);
    } finally {
      await session.close();
    }
  }

  /** What is typed, then nothing more: the cable is cut, once the board has printed `shown`. */
  async function typed(bytes: string, shown = ""): Promise<void> {
    const transport = await openTransport(console.path);
    await transport.write(Buffer.from(bytes, "latin1"));
    let text = "";
    for await (const chunk of shown === "" ? [] : transport) {
      text += Buffer.from(chunk).toString("latin1");
      if (text.includes(shown)) break;
    }
    await transport.close();
  }

  it("evaluates, as JSON where it can", () =>
    withSession(async (session) => {
      const values: [string, unknown][] = [
        ["1 + 1", 2],
        ['"a\\n\\"b\\u0001" // text', 'a\n"b\u0001'],
        ["{ a: [1, 2.5, null], b: { c: true } }", { a: [1, 2.5, null], b: { c: true } }],
        ['"25 °C, ✓"', "25 °C, ✓"],
        ["({ a: '\\xe4' }).a", "ä"],
        ["var kept = 5; kept + 1", 6],
        ["kept", 5],
        ["new Uint8Array([1, 2])", [1, 2]],
        ["D5", "D5"],
      ];
      for (const [source, json] of values) {
        expect((await session.evaluate(source)).json, source).toEqual(json);
      }
      const texts: [string, string][] = [
        ["undefined", "undefined"],
        ["0/0", "NaN"],
        ["print", "function () { [native code] }"],
      ];
      for (const [source, text] of texts) {
        expect(await session.evaluate(source), source).toEqual({ json: undefined, text });
      }
    }));

  it("says what the board said of a failure, and goes on", () =>
    withSession(async (session) => {
      const failure = await session.evaluate("nope.x").catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DeviceError);
      expect((failure as DeviceError).output).toContain('ReferenceError: "nope" is not defined');
      await expect(session.evaluate("f(")).rejects.toBeInstanceOf(DeviceError);
      await expect(session.evaluate('"open')).rejects.toBeInstanceOf(DeviceError);
      expect((await session.evaluate("7")).json).toBe(7);
    }));

  it("interrupts what does not end, and the program's own timers stay", () =>
    withSession(async (session) => {
      await session.evaluate("var ticks=0;setInterval(()=>{ticks++},20);0");
      const endless = session.evaluate("while(true);", 300);
      await expect(endless).rejects.toBeInstanceOf(DeadlineError);
      const { json } = await session.evaluate("ticks");
      await expect
        .poll(async () => (await session.evaluate("ticks")).json)
        .toBeGreaterThan(json as number);
      await session.evaluate("clearInterval()");
    }));

  it("knows the board", () =>
    withSession(async (session) => {
      const { version, board, serial } = await session.identity();
      expect(version).toMatch(/^2v\d+/);
      expect(board).toMatch(/^LINUX/);
      expect(serial).toMatch(/\w+/);
    }));

  it.each([
    ["a half line", "print('half"],
    ["open brackets", "{ ([\n  1,\n"],
    ["an unfinished string with lines", "`abc\nfoo(\n"],
    ["a line that began without echo", "\x10print(1"],
    ["a cursor that was moved", "abc\x1b[D\x1b[D"],
    ["half an escape", "abc\x1b["],
    ["DLE alone", "\x10"],
    ["echo off", "echo(0)\n"],
    ["a program that prints", "setInterval(function(){print('tick')},20)\n"],
    ["a loop without end", "while(true);\n"],
    ["a loop without end, without echo", "\x10while(true);\n"],
    [
      "a loop without end in a timer",
      "setTimeout(function(){print('be'+'gun');while(true);},1)\n",
      "begun",
    ],
    ["the debugger", "debugger\n"],
    ["a packet without a header", "\x10\x01"],
    ["half a header", "\x10\x01\x60"],
    ["half a packet", '\x10\x01\x60\x17{"fn":"he'],
    ["a packet that the next line completes", '\x10\x01\x60\x17{"fn":"hello","s":200'],
    ["a file that was begun", '\x10\x01\x60\x17{"fn":"hello","s":2000}\x10\x01\x84\x00abc'],
  ])("recovers from %s", async (_, left, shown?: string) => {
    await typed(left, shown);
    await withSession(async (session) => {
      expect((await session.evaluate("6*7")).json).toBe(42);
      await session.evaluate("clearInterval();clearTimeout();0").catch(() => {});
      await session.evaluate("echo(1)");
    });
    expect(console.isRunning()).toBe(true);
  });

  it("sends files, by packets, and what packets cannot carry by lines", () =>
    withSession(async (session) => {
      const below = seededWhole(4);
      const any = Uint8Array.from({ length: 3000 }, () => below(256));
      const script = Buffer.from("print('x');\n".repeat(400));
      const lengths = [1, 2, 3, 4, 259, 260, 1024, 1027, 1028, 2052];
      for (const length of lengths) {
        const seen: number[] = [];
        await sendFile(session, "a.js", script.subarray(0, length), {
          onProgress: (sent) => seen.push(sent),
        });
        expect(seen.at(-1)).toBe(length);
        const { json } = await session.evaluate('require("Storage").read("a.js")');
        expect(json).toBe(script.subarray(0, length).toString());
      }
      await sendFile(session, "any.bin", any);
      const read = 'E.toArrayBuffer(require("Storage").read("any.bin"))';
      const { json } = await session.evaluate(`new Uint8Array(${read}).slice(1000,1100)`);
      expect(json).toEqual([...any.subarray(1000, 1100)]);
    }));

  it("tells what Storage has when it is not the file, and what the board said", () =>
    withSession(async (session) => {
      await session.evaluate('require("Storage").write("full","x",0,1040000)');
      const file = new Uint8Array(20_000).fill(0x20);
      const failure = await sendFile(session, "new.js", file).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(VerificationError);
      expect((failure as Error).message).toMatch(
        /^expected new\.js in Storage with 20000 bytes and CRC-32 \w{8}, found no such file; the board said: .*Unable to find or create file/,
      );
      await session.evaluate('require("Storage").eraseAll()');
    }));
});
