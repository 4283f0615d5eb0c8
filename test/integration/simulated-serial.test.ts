// The console of simulated boards over a real pseudo-terminal and the real serial port: what holds for
// a board with Espruino on it holds for them, on both runtimes.
import { afterEach, describe, expect, it } from "vitest";
import { encodeLine } from "../../host/console/codec.ts";
import type { ConsoleSession } from "../../host/console/session.ts";
import { sendFile } from "../../host/console/upload.ts";
import { crc32 } from "../../host/crc32.ts";
import { DeviceError, VerificationError } from "../../host/errors.ts";
import { openTransport } from "../../host/transport/transport.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { seededWhole } from "../doubles/seeded-random.ts";
import { type SerialBoard, startSerialBoard } from "../doubles/serial-board.ts";
import { until } from "../doubles/until.ts";

const FILE = Buffer.from("print('text');\n".repeat(700));

let board: SerialBoard | undefined;
afterEach(async () => {
  await board?.close();
  board = undefined;
});

async function start(...given: Parameters<typeof startSerialBoard>): Promise<SerialBoard> {
  board = await startSerialBoard(...given);
  return board;
}

async function value(session: ConsoleSession, source: string): Promise<unknown> {
  return (await session.evaluate(source)).json;
}

/** What the board says to these bytes, up to the end that is expected. */
async function saidTo(address: string, bytes: string, end: string): Promise<string> {
  const transport = await openTransport(address);
  await transport.write(Buffer.from(bytes, "latin1"));
  let text = "";
  for await (const chunk of transport) {
    text += Buffer.from(chunk).toString("latin1");
    if (text.endsWith(end)) break;
  }
  await transport.close();
  return text;
}

it("an upload at 115200 baud uses 85 % of the line and more", async () => {
  const { open } = await start("node", { isPaced: true });
  const session = await open();
  const rates: number[] = [];
  // The machine may be busy with something else: one undisturbed upload is enough.
  for (let attempt = 0; attempt < 8 && !(Math.max(...rates) > 0.85); attempt++) {
    const startedAt = performance.now();
    let sentMs = 0;
    await sendFile(session, "file", FILE, {
      onProgress() {
        sentMs = performance.now() - startedAt;
      },
    });
    rates.push(FILE.length / (sentMs * 11.52));
  }
  expect(Math.max(...rates)).toBeGreaterThan(0.85);
  await session.close();
});

describe.skipIf(skipEspruino)("a board on the real interpreter at a serial port", () => {
  it("is interrupted in what does not end, and its timers stay", async () => {
    const { open } = await start("espruino", {
      bundle: "var ticks = 0; setInterval(function () { ticks++; }, 20);",
    });
    const session = await open();
    const endless = session.evaluate("while (true);", 300);
    await expect(endless).rejects.toThrow("it was interrupted");
    const other = session.evaluate("while (true);", 20_000).catch((error: unknown) => error);
    expect(await session.interrupt()).toBe(true);
    expect(await other).toBeInstanceOf(DeviceError);
    const ticks = await value(session, "ticks");
    await expect.poll(() => value(session, "ticks")).toBeGreaterThan(ticks as number);
    await session.close();
  });
});

describe.each([
  ["node", false],
  ["espruino", skipEspruino],
] as const)("a board of the runtime %s at a serial port", (runtime, skip) => {
  const test = it.skipIf(skip);

  test("says who it is, evaluates, and tells what fails", async () => {
    const { open } = await start(runtime);
    const session = await open();
    expect(await session.identity()).toMatchObject({
      version: expect.stringMatching(/^2v\d+/),
      board: "ESP32",
    });
    expect(await value(session, "({ a: [1, 'x'] })")).toEqual({ a: [1, "x"] });
    expect(await value(session, "var kept = 5; kept + 1")).toBe(6);
    expect(await value(session, "kept")).toBe(5);
    expect(await value(session, '"25 °C"')).toBe("25 °C");
    const failure = await session.evaluate("nope.x").catch((error: unknown) => error);
    expect((failure as DeviceError).output).toMatch(/^Uncaught ReferenceError: "?nope"? is not/);
    await expect(session.evaluate("f(")).rejects.toBeInstanceOf(DeviceError);
    await expect(session.evaluate('"open')).rejects.toBeInstanceOf(DeviceError);
    expect(await value(session, "7")).toBe(7);
    await session.close();
  });

  test("is a console of Espruino's for whoever types", async () => {
    const { address } = await start(runtime);
    // The banner may have been on its way when the port was opened.
    await saidTo(address, "'be'+'gun'\n", 'begun"\r\n>');
    expect(await saidTo(address, "1+1\n", "2\r\n>")).toBe("1+1\r\n=2\r\n>");
    expect(await saidTo(address, "abc\b\b\b'x'\r", '"\r\n>')).toBe(
      "abc\b \b\b \b\b \b'x'\r\n=\"x\"\r\n>",
    );
    expect(await saidTo(address, "[1,\n2]\n", "]\r\n>")).toBe("[1,\r\n:2]\r\n=[ 1, 2 ]\r\n>");
    expect(await saidTo(address, "\x10print('q')\n", ">")).toBe("q\r\n>");
    expect(await saidTo(address, "\x10\x01\x20\x051+1+1", "3")).toBe("\x06\x10\x01\x00\x013");
    expect(await saidTo(address, "echo(0)\n", "\n")).toBe("echo(0)\r\n");
    expect(await saidTo(address, "print(4)\necho(1)\n", ">")).toMatch(/^4\r\n(=undefined\r\n)?>$/);
  });

  test("lives through any Ctrl-C and Ctrl-D", async () => {
    const { address, open } = await start(runtime);
    const transport = await openTransport(address);
    await transport.write(Buffer.from("\x03\x03\x04abc\x03\x03half\x04\x03\x03"));
    await transport.close();
    const session = await open();
    expect(await session.interrupt()).toBe(false);
    expect(await value(session, "6*7")).toBe(42);
    await session.close();
  });

  test("comes to a prompt, whatever was left there", async () => {
    const { address, open } = await start(runtime);
    const leftovers = [
      "print('half",
      "{ ([\n  1,\n",
      "`abc\nfoo(\n",
      "abc\x1b[D",
      "abc\x1b[",
      "\x10",
    ];
    leftovers.push("\x10\x01", "\x10\x01\x60", '\x10\x01\x60\x17{"fn":"he', "echo(0)\n");
    for (const left of leftovers) {
      const transport = await openTransport(address);
      await transport.write(Buffer.from(left, "latin1"));
      await transport.close();
      const session = await open();
      expect(await value(session, "6*7"), JSON.stringify(left)).toBe(42);
      await session.evaluate("echo(1)");
      await session.close();
    }
  });

  test("takes files by packets and by lines, while its program prints", async () => {
    const { open, lines } = await start(runtime, {
      bundle: "setInterval(function () { print('tick'); }, 20);",
    });
    const heard: string[] = [];
    const session = await open({ onLine: (line) => heard.push(line) });
    const below = seededWhole(4);
    const any = Uint8Array.from({ length: 3000 }, () => below(256));
    for (const [name, file] of [["code", FILE] as const, ["any", any] as const]) {
      await sendFile(session, name, file);
      expect(await value(session, `E.CRC32(require("Storage").read("${name}"))`)).toBe(crc32(file));
    }
    await session.close();
    // An Espruino that has no packets yet.
    const older = await open({ onLine: (line) => heard.push(line) });
    const env = "{ get: function () { return { VERSION: '2v24', BOARD: 'ESP32' }; } }";
    await older.evaluate(`Object.defineProperty(process, "env", ${env}), 1`);
    expect(await older.identity()).toMatchObject({ version: "2v24" });
    await sendFile(older, "lines", FILE);
    await older.close();
    expect(heard).toContain("tick");
    expect(lines).toContain("tick");
    for (const control of "\x06\x15\x1e\x1f") expect(lines.join()).not.toContain(control);
  });

  test("runs what was flashed, and is there again after its restart", async () => {
    const { board, open, lines } = await start(runtime);
    const session = await open();
    expect(await value(session, 'require("Storage").read(".bootcde")')).toBe(undefined);
    await sendFile(session, ".bootcde", Buffer.from("print('flashed');"));
    await session.link.write(encodeLine("E.reboot()"));
    await until(
      () => board.boots === 2 && lines.includes("flashed"),
      () => lines.join("\n"),
    );
    await session.close();
    const next = await open();
    expect(await value(next, "1")).toBe(1);
    await next.close();
    await board.powerCycle();
    const third = await open();
    expect(await value(third, "2")).toBe(2);
    await third.close();
  });

  test("has a prompt again after load(), reset() and eraseAll()", async () => {
    const { board, open } = await start(runtime, { bundle: "var name = 'first';" });
    const session = await open();
    await session.link.write(encodeLine("name = 'changed'; load()"));
    await session.recover();
    expect(await value(session, "name")).toBe("first");
    await session.link.write(encodeLine("reset()"));
    await session.recover();
    expect(await value(session, "typeof name")).toBe("undefined");
    await session.evaluate("require('Storage').eraseAll()");
    await board.powerCycle();
    await session.recover();
    expect(await value(session, "typeof name")).toBe("undefined");
    expect(await board.evaluate("1+1")).toBe("2");
    await session.close();
  });

  test("has a console of its own beside another", async () => {
    const first = await start(runtime, { bundle: "var name = 'first';" });
    const second = await startSerialBoard(runtime, { bundle: "var name = 'second';" });
    try {
      const sessions = await Promise.all([first.open(), second.open()]);
      const names = await Promise.all(sessions.map((session) => value(session, "name")));
      expect(names).toEqual(["first", "second"]);
      for (const session of sessions) await session.close();
    } finally {
      await second.close();
    }
  });

  test("is driven by the simulator while somebody types", async () => {
    const { board, address, open } = await start(runtime);
    const transport = await openTransport(address);
    await transport.write(Buffer.from("var typed = (5"));
    expect(await board.evaluate("1+1")).toBe("2");
    await transport.write(Buffer.from(" + 4)\n"));
    await transport.close();
    const session = await open();
    expect(await value(session, "typed")).toBe(9);
    const [answers, own] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, i) => board.evaluate(`${i}*2`))),
      sendFile(session, "file", FILE).then(() => "sent"),
    ]);
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => String(i * 2)));
    expect(own).toBe("sent");
    await session.close();
  });

  test.each(["drop", "nak", "xoff", "reboot", "ack"] as const)(
    "%s in the middle of an upload: the file is there in the end",
    async (kind) => {
      const { open } = await start(runtime, { faults: [{ kind, atByte: 5000 }] });
      const session = await open();
      const why: string[] = [];
      await sendFile(session, "file", FILE, { beforeAgain: async (text) => void why.push(text) });
      expect(await value(session, 'E.CRC32(require("Storage").read("file"))')).toBe(crc32(FILE));
      // An ACK for what was not written shows only in what is read back.
      if (kind === "ack")
        expect(why).toEqual([expect.stringMatching(/^read back, Storage has 10500 bytes/)]);
      await session.close();
      const next = await open();
      await sendFile(next, "file", FILE);
      await next.close();
    },
  );

  test("acknowledged three times, and never written: it is no success", async () => {
    // A packet of each attempt.
    const faults = [5000, 16_000, 27_000].map((atByte) => ({ kind: "ack" as const, atByte }));
    const { open } = await start(runtime, { faults });
    const session = await open();
    const error = await sendFile(session, "file", FILE).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(VerificationError);
    expect((error as Error).message).toContain("sent 3 times");
    await session.close();
  });
});
