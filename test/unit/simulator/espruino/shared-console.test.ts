// One console for two, byte by byte: what goes to the interpreter when, and who hears what.
import { describe, expect, it } from "vitest";
import { SharedConsole } from "../../../../host/simulator/espruino/shared-console.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

function sharedBench() {
  const scheduler = new ManualScheduler();
  let written = "";
  let sent = "";
  const lines: string[] = [];
  const shim: [string, string][] = [];
  const shared = new SharedConsole({
    scheduler,
    write(bytes) {
      written += Buffer.from(bytes).toString("latin1");
    },
    send(bytes) {
      sent += Buffer.from(bytes).toString("latin1");
    },
    line: (text) => lines.push(text),
    hostLine: (kind, rest) => shim.push([kind, rest]),
  });
  return {
    shared,
    scheduler,
    lines,
    shim,
    type: (text: string) => shared.typed(Buffer.from(text, "latin1")),
    /** To the interpreter since the last call. */
    written(): string {
      const text = written;
      written = "";
      return text;
    },
    /** To whoever types. */
    sent(): string {
      const text = sent;
      sent = "";
      return text;
    },
  };
}

describe("what is typed", () => {
  it("goes through as it is", () => {
    const { type, written } = sharedBench();
    const text = "1+1\n\x10print(2)\n\x1b[2H\x10\x01\x80\x05\x02a\x10\xff\0";
    type(text);
    expect(written()).toBe(text);
  });

  it("loses Ctrl-D, at which the interpreter for Linux ends", () => {
    const { type, written } = sharedBench();
    type("a\x04b\x04\n");
    expect(written()).toBe("ab\n");
  });

  it("has a byte 03 of a packet wait until the interpreter is in the packet", async () => {
    const { type, written, scheduler } = sharedBench();
    type("\x10\x01\x80\x03a\x03\x03\n");
    expect(written()).toBe("\x10\x01\x80");
    scheduler.advance(150);
    await Promise.resolve();
    expect(written()).toBe("\x03a\x03\x03\n");
  });

  it("has Ctrl-C find a line that is not empty, which is then taken away", async () => {
    const { type, written, scheduler } = sharedBench();
    type("1\n\x032\n");
    expect(written()).toBe("1\n\x10x");
    scheduler.advance(150);
    await Promise.resolve();
    expect(written()).toBe("\x03");
    scheduler.advance(150);
    await Promise.resolve();
    expect(written()).toBe("\x1b[2H\n2\n");
  });

  it("has Ctrl-C wait for the line before it, where there is one", async () => {
    const { type, written, scheduler } = sharedBench();
    type("abc\x03d\n");
    expect(written()).toBe("abc");
    scheduler.advance(150);
    expect(written()).toBe("");
    await Promise.resolve();
    expect(written()).toBe("\x03");
    scheduler.advance(150);
    await Promise.resolve();
    expect(written()).toBe("d\n");
  });
});

describe("a statement of the simulator's", () => {
  it("goes at once where nothing is typed, and in order", () => {
    const { shared, written } = sharedBench();
    shared.run("a()");
    shared.run("b()");
    expect(written()).toBe("\x10a()\n\x10b()\n");
  });

  it.each([
    ["a line", "ab", "c\n"],
    ["open brackets", "f(\n", ")\n"],
    ["a line without echo", "\x10print(", "1)\n"],
    ["a packet", "\x10\x01\x20\x05a", "bcde"],
    ["an escape sequence", "\x1b[", "2H"],
  ])("waits for the end of %s", (_, begun, rest) => {
    const { shared, type, written, scheduler } = sharedBench();
    type(begun);
    shared.run("a()");
    scheduler.advance(900);
    expect(written()).toBe(begun);
    type(rest);
    expect(written()).toBe(`${rest}\x10a()\n`);
    scheduler.advance(10_000);
    expect(written()).toBe("");
  });

  it("goes in a packet when a line stays unfinished for a second, and the reply is its own", () => {
    const { shared, type, written, sent, scheduler, shim, lines } = sharedBench();
    type("ab");
    shared.run('print("\\x1fE1 2")');
    scheduler.advance(1000);
    const source = 'eval("print(\\"\\\\x1fE1 2\\")")';
    expect(written()).toBe(`ab\x10\x01\x20${String.fromCharCode(source.length)}${source}`);
    shared.received("\x1b[D\x1b[D\r\x1b[J\x1fE1 2\r\n\x06\x10\x01");
    shared.received("\x00\x04null>ab");
    expect(sent()).toBe("\x1b[D\x1b[D\r\x1b[J>ab");
    expect([shim, lines]).toEqual([[["E", "1 2"]], []]);
    type("c\n");
    expect(written()).toBe("c\n");
  });

  it("waits for a half packet until the board gives that up", () => {
    const { shared, type, written, scheduler } = sharedBench();
    type("\x10\x01\x20\x09ab");
    shared.run("a()");
    scheduler.advance(4900);
    expect(written()).toBe("\x10\x01\x20\x09ab");
    scheduler.advance(2000);
    expect(written()).toBe("\x10a()\n");
  });

  it("goes by the board's NAK, behind which a packet may come again at once", () => {
    const { shared, type, written } = sharedBench();
    type("\x10\x01\x20\x09ab");
    shared.received("\x15");
    type("\x10\x01\x20\x02ab");
    shared.run("a()");
    expect(written()).toBe("\x10\x01\x20\x09ab\x10\x01\x20\x02ab\x10a()\n");
  });

  it("goes after a restart, which takes away what was typed", () => {
    const { shared, type, written } = sharedBench();
    type("ab");
    shared.run("a()");
    shared.restarted();
    expect(written()).toBe("ab\x10a()\n");
  });
});

describe("what the interpreter says", () => {
  it("goes to whoever types, and as lines to the simulator", () => {
    const { shared, sent, lines } = sharedBench();
    shared.received("1+1\r\n=2\r\n>\r\x1b[Jtick\r\n>\x06\x06\x10\x01\x00\x01");
    expect(sent()).toBe("1+1\r\n=2\r\n>\r\x1b[Jtick\r\n>\x06\x06\x10\x01\x00\x01");
    expect(lines).toEqual(["1+1", "=2", "tick"]);
  });

  it("is not a line of the program's where it answers a host", () => {
    const { shared, sent, lines } = sharedBench();
    shared.received(">\x1eE1 J2\r\n>");
    expect(sent()).toBe(">\x1eE1 J2\r\n>");
    expect(lines).toEqual([]);
  });

  it("has lines of the shim for the simulator alone, and no prompt twice for them", () => {
    const { shared, sent, shim, lines } = sharedBench();
    for (const piece of [">", "\x1f", "K\r", "\n\x1fE1 ", "5\r\n", ">"]) shared.received(piece);
    expect(sent()).toBe(">");
    shared.received("\r\x1b[J\x1fW30\r\n>");
    expect(sent()).toBe("\r\x1b[J>");
    expect(shim).toEqual([
      ["K", ""],
      ["E", "1 5"],
      ["W", "30"],
    ]);
    expect(lines).toEqual([]);
  });

  it("does not show what a restart says on Linux, unless the program goes on", () => {
    const { shared, sent, lines } = sharedBench();
    shared.received(">Not implemented\n");
    expect(sent()).toBe(">");
    shared.received("more");
    expect(sent()).toBe("Not implemented\nmore");
    shared.received("\r\nNot implemented\r\n");
    shared.end();
    expect(sent()).toBe("\r\n");
    expect(lines).toEqual(["Not implemented", "more", "Not implemented"]);
  });

  it("is over when its process is", () => {
    const { shared, sent, lines, scheduler } = sharedBench();
    shared.received("last words");
    shared.end();
    shared.received("late");
    shared.run("a()");
    expect(sent()).toBe("last words");
    expect(lines).toEqual(["last words"]);
    expect(scheduler.pending).toBe(0);
  });
});
