// The board's side of the console, byte by byte; what the real interpreter says to the same bytes is
// held against it in the integration tests.
import { describe, expect, it } from "vitest";
import { consoleBench } from "./console-bench.ts";

describe("a line", () => {
  it("is echoed, run, and answered with its value and a prompt", () => {
    const { type, ran } = consoleBench();
    expect(type("1+1")).toBe("1+1");
    expect(type("\n")).toBe("\r\n=1+1\r\n>");
    expect(type("2\r")).toBe("2\r\n=2\r\n>");
    expect(ran).toEqual(["1+1", "2"]);
  });

  it("is not run when it is empty", () => {
    const { type, ran } = consoleBench();
    expect(type("\n")).toBe("\r\n>");
    expect(ran).toEqual([]);
  });

  it("has its error in the place of a value", () => {
    expect(consoleBench().type("a!\n")).toBe("a!\r\nUncaught a!\r\n>");
  });

  it("goes on while brackets are open", () => {
    const { type, ran } = consoleBench();
    expect(type("f(\n")).toBe("f(\r\n:");
    expect(type("1)\n")).toBe("1)\r\n=f(\r\n1)\r\n>");
    expect(ran).toEqual(["f(\n1)"]);
  });

  it("goes on at ESC LF, whole or not", () => {
    expect(consoleBench().type("1\x1b\n2\n")).toBe("1\r\n:2\r\n=1\r\n2\r\n>");
  });

  it("has no echo, no value and no prompt of its own behind DLE", () => {
    const { type, console, ran } = consoleBench();
    expect(type("\x101+1\n")).toBe("");
    expect(type("\x10a!\n")).toBe("Uncaught a!\r\n>");
    console.print("x\n");
    expect(type("2\n")).toBe("\r\x1b[Jx\r\n=2\r\n>");
    expect(ran).toEqual(["1+1", "a!", "2"]);
  });

  it("takes DLE for nothing in its middle", () => {
    const { type, ran } = consoleBench();
    expect(type("a\x10b\n")).toBe("ab\r\n=ab\r\n>");
    expect(ran).toEqual(["ab"]);
  });

  it("has neither echo nor prompt with echo off", () => {
    const { type, console } = consoleBench();
    console.isEchoOn = false;
    expect(type("1\n")).toBe("");
    console.print("said\n");
    expect(type("")).toBe("said\r\n");
    console.isEchoOn = true;
    expect(type("1\n")).toBe("1\r\n=1\r\n>");
  });

  it("is edited: backspace, delete, cursor, home, end", () => {
    const { type, ran } = consoleBench();
    expect(type("abc\x08")).toBe("abc\x08 \x08");
    expect(type("\x7f")).toBe("\x08 \x08");
    expect(type("bc\x1b[D\x1b[D")).toBe("bc\x1b[D\x1b[D");
    expect(type("X")).toBe("Xbc\b\b");
    expect(type("\x1b[C\x1b[3~")).toBe("\x1b[C \b");
    expect(type("\x1b[H0\x1b[F1\n")).toContain("\r\n=0aXb1\r\n>");
    expect(ran).toEqual(["0aXb1"]);
  });

  it("is emptied by ESC [ 2 H and by Ctrl-C, with a new prompt, and nothing happens when it is empty", () => {
    const { type, ran } = consoleBench();
    expect(type("ab\x1b[2H")).toBe("ab\x1b[D\x1b[D\r\x1b[J>");
    expect(type("\x1b[2H")).toBe("");
    expect(type("f(\n1\x03")).toBe("f(\r\n:1\x1b[D\x1b[A\r\x1b[J>");
    expect(type("\x03")).toBe("");
    // What came with it is taken first.
    expect(type("\x0312")).toBe("12\x1b[D\x1b[D\r\x1b[J>");
    expect(ran).toEqual([]);
  });

  it("ignores NUL, SOH and sequences it does not know; tab is four spaces", () => {
    const { type } = consoleBench();
    expect(type("\0\x01\x1b[5~\x1b[A\x1bOP\x1bx\x07")).toBe("");
    expect(type("\t1\n")).toBe("    1\r\n=    1\r\n>");
  });

  it("tells what it is at ENQ, where nothing is typed", () => {
    const { type } = consoleBench();
    expect(type("\x05")).toBe("Espruino 2v29 TEST\r\n");
    expect(type("a\x05")).toBe("a");
  });

  it("steps aside for what the program prints", () => {
    const { type, console, said } = consoleBench();
    type("ab");
    console.print("tick\ntock\n");
    expect(said()).toBe("\x1b[D\x1b[D\r\x1b[Jtick\r\ntock\r\n");
    expect(type("")).toBe(">ab");
    console.write("raw\n");
    expect(said()).toBe("raw\n");
  });
});

describe("a packet", () => {
  it("EVAL: ACK and the value, or NAK and the error", () => {
    const { type, ran } = consoleBench();
    expect(type("\x10\x01\x20\x051+1+1")).toBe("\x06\x10\x01\x00\x051+1+1");
    expect(type("\x10\x01\x20\x02a!")).toBe("\x15\r\x1b[JUncaught a!\r\n>");
    expect(ran).toEqual(["1+1+1", "a!"]);
  });

  it("leaves the line that is typed, and its echo", () => {
    const { type, ran } = consoleBench();
    expect(type("1+\x10\x01\x20\x013")).toBe("1+\x06\x10\x01\x00\x013");
    expect(type("2\n")).toBe("2\r\n=1+2\r\n>");
    expect(ran).toEqual(["3", "1+2"]);
  });

  it("FILE_SEND and DATA write a file, in as many pieces as come", () => {
    const { type, files } = consoleBench();
    expect(type('\x10\x01\x60\x11{"fn":"a","s":10}')).toBe("\x06");
    expect(type("\x10\x01\x80")).toBe("");
    expect(type("\x06foo")).toBe("");
    expect(type("bar\x10\x01\x80\x04\x03\x04\x10\x01")).toBe("\x06\x06");
    expect(files).toEqual(new Map([["a", "foobar\x03\x04\x10\x01"]]));
    // It has its size, and is closed.
    expect(type("\x10\x01\x80\x01x")).toBe("\x15");
  });

  it("FILE_SEND takes names without quotes, and refuses no size, no name and a card", () => {
    const { type } = consoleBench();
    expect(type("\x10\x01\x60\x0d{fn:'a', s:6}")).toBe("\x06");
    expect(type("\x10\x01\x60\x0c{fn:'a',s:0}")).toBe("\x15");
    expect(type("\x10\x01\x60\x05{s:6}")).toBe("\x15");
    expect(type("\x10\x01\x60\x11{fn:'a',s:6,fs:1}")).toBe("\x15");
    expect(type("\x10\x01\x60\x03{a}")).toBe("\x15");
    expect(type("\x10\x01\x60\x01x")).toBe("\x15");
  });

  it("DATA beyond the size is acknowledged, and the error told afterwards", () => {
    const { type } = consoleBench();
    expect(type("\x10\x01\x60\x0c{fn:'a',s:2}\x10\x01\x80\x03foo")).toBe(
      "\x06\x06\r\x1b[JUncaught Error: too much\r\n>",
    );
  });

  it("FILE_RECV gives the file in DATA, an empty one at its end", () => {
    const { type, files } = consoleBench();
    files.set("a", "foo");
    expect(type("\x10\x01\xa0\x08{fn:'a'}")).toBe("\x06\x10\x01\x80\x03foo\x10\x01\x80\x00");
    expect(type("\x10\x01\xa0\x08{fn:'b'}")).toBe("\x15");
  });

  it("EVENT is acknowledged when somebody listens, and no other type is known", () => {
    const events: object[] = [];
    const { type } = consoleBench({ event: (content) => events.push(content) > 1 });
    expect(type("\x10\x01\x40\x05{a:1}")).toBe("\x15");
    expect(type("\x10\x01\x40\x05{a:2}")).toBe("\x06");
    expect(events).toEqual([{ a: 1 }, { a: 2 }]);
    expect(type("\x10\x01\xc0\x01x\x10\x01\xe0\x01x\x10\x01\x00\x01x")).toBe("\x15\x15\x15");
  });

  it("is given up after 5 s, with NAK; what comes then is typed", () => {
    const { type, time, said, ran } = consoleBench();
    expect(type("\x10\x01\x20\x05ab")).toBe("");
    time.advance(4999);
    expect(said()).toBe("");
    time.advance(1);
    expect(said()).toBe("\x15");
    expect(type("1\n")).toBe("1\r\n=1\r\n>");
    expect(ran).toEqual(["1"]);
  });

  it("has its file closed 10 s after the last DATA", () => {
    const { type, time } = consoleBench();
    type("\x10\x01\x60\x0d{fn:'a',s:10}");
    time.advance(9999);
    expect(type("\x10\x01\x80\x01x")).toBe("\x06");
    time.advance(10_000);
    expect(type("\x10\x01\x80\x01x")).toBe("\x15");
  });

  it("keeps Ctrl-C for a byte of its own", () => {
    const { type, ran } = consoleBench();
    expect(type("a\x10\x01\x20\x03'\x03'")).toBe("a\x06\x10\x01\x00\x03'\x03'");
    expect(ran).toEqual(["'\x03'"]);
    expect(type("\n")).toBe("\r\n=a\r\n>");
  });
});

describe("a console whose interpreter has ended", () => {
  it("says nothing, and has no timer left", () => {
    const { console, type, time } = consoleBench();
    type("\x10\x01\x60\x0d{fn:'a',s:10}\x10\x01");
    console.end();
    expect(time.pending).toBe(0);
    console.print("late\n");
    console.greet("hello");
    expect(type("1\n")).toBe("");
  });

  it("greets, and a prompt follows", () => {
    const { console, type } = consoleBench();
    console.greet("\r\nhello\r\n");
    expect(type("")).toBe("\r\nhello\r\n>");
  });
});
