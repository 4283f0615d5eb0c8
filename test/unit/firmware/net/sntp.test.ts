// Asking for the time: the request to the byte, every reply that must not be believed, and when.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Interpreter } from "../../../doubles/firmware-globals.ts";
import { BoardBench } from "../board-bench.ts";

/** The codec alone; its module asks the interpreter for Storage when it is loaded. */
const interpreter = new Interpreter();
const { decodeReply, encodeRequest } = await import("../../../../firmware/net/sntp.ts");
interpreter.restore();

/** Seconds from 1900 to 1970 (RFC 4330, section 3). */
const EPOCH_SECONDS = 2_208_988_800;
const NONCE = "\x01\x23\x45\x67\x89\xab\xcd\xef";

interface ReplyFields {
  mode?: number;
  stratum?: number;
  nonce?: string;
  /** Of NTP, from 1900, in the era of the time. */
  seconds?: number;
  fraction?: number;
}

function reply({
  mode = 4,
  stratum = 2,
  nonce = NONCE,
  seconds = EPOCH_SECONDS,
  fraction = 0,
}: ReplyFields): string {
  const bytes = Buffer.alloc(48);
  bytes[0] = 0x20 | mode;
  bytes[1] = stratum;
  bytes.write(nonce, 24, "latin1");
  bytes.writeUInt32BE(seconds, 40);
  bytes.writeUInt32BE(fraction, 44);
  return bytes.toString("latin1");
}

function replyAt(utcMs: number, nonce: string): string {
  const seconds = Math.floor(utcMs / 1000);
  return reply({
    nonce,
    seconds: (seconds + EPOCH_SECONDS) % 2 ** 32,
    fraction: Math.floor(((utcMs - seconds * 1000) / 1000) * 2 ** 32),
  });
}

describe("the request (RFC 4330, section 4)", () => {
  it("is 48 bytes: version 4, client, and the nonce as transmit timestamp", () => {
    expect(encodeRequest(NONCE)).toBe(`\x23${"\0".repeat(39)}${NONCE}`);
    expect(encodeRequest(NONCE)).toHaveLength(48);
  });
});

describe("a reply", () => {
  it("gives the server's time in milliseconds", () => {
    expect(
      decodeReply(reply({ seconds: EPOCH_SECONDS + 1_764_000_000, fraction: 2 ** 31 }), NONCE),
    ).toBe(1_764_000_000_500);
  });

  it("keeps a fraction to a thousandth of a millisecond", () => {
    const fraction = Math.round(0.123456 * 2 ** 32);
    const utc = decodeReply(reply({ seconds: EPOCH_SECONDS + 1_764_000_000, fraction }), NONCE);
    expect(Math.abs(utc - 1_764_000_000_123.456)).toBeLessThan(0.001);
  });

  it.each([
    ["2036-02-07T06:28:15Z", 2 ** 32 - 1],
    ["2036-02-07T06:28:17Z", 1],
    ["2050-01-01T00:00:00Z", (Date.UTC(2050, 0) / 1000 + EPOCH_SECONDS) % 2 ** 32],
  ])("of %s is of the right era (section 3)", (text, seconds) => {
    expect(decodeReply(reply({ seconds }), NONCE)).toBe(Date.parse(text));
  });

  it.each([
    ["empty", ""],
    ["a byte short", reply({}).slice(0, 47)],
    ["of mode 3: a request", reply({ mode: 3 })],
    ["of mode 5: a broadcast", reply({ mode: 5 })],
    ["of stratum 0: a kiss of death (section 8)", reply({ stratum: 0 })],
    ["of stratum 16: not synchronized", reply({ stratum: 16 })],
    ["of stratum 255", reply({ stratum: 255 })],
    ["to another request", reply({ nonce: "\x01\x23\x45\x67\x89\xab\xcd\xee" })],
    ["with no time in it (section 5)", reply({ seconds: 0 })],
    ["all zero", "\0".repeat(48)],
  ])("%s is not believed", (_name, bytes) => {
    expect(decodeReply(bytes, NONCE)).toBeNaN();
  });

  it.each([1, 15])("of stratum %i is believed", (stratum) => {
    expect(decodeReply(reply({ stratum }), NONCE)).toBe(0);
  });

  it("longer than 48 bytes is believed: an authenticator may follow", () => {
    expect(decodeReply(`${reply({})}${"x".repeat(20)}`, NONCE)).toBe(0);
  });
});

describe("a board with a time server", () => {
  const UTC = 1_764_000_000_000;
  let board: BoardBench;
  beforeEach(async () => {
    board = await BoardBench.boot({ settings: { sntp: { host: "time.test", port: 1123 } } });
  });

  afterEach(() => board.close());

  /** A reading a minute, for tests that take hours. */
  const rarely = async () => {
    board.close();
    board = await BoardBench.boot({
      settings: { sntp: { host: "time.test", port: 1123 }, interval: 60_000 },
    });
  };
  const sockets = () => board.interpreter.datagrams.sockets;
  const nonceOf = (index: number) => sockets()[index]!.sent[0]!.bytes.slice(40);
  /** Answers the newest request with the time that it is. */
  const answer = (utcMs = UTC + board.loop.elapsed) => {
    const index = sockets().length - 1;
    sockets()[index]!.deliver(replyAt(utcMs, nonceOf(index)));
  };
  /** `t` less the true time, of every reading that has one. */
  const errors = () =>
    board.readings.flatMap(({ t, up }) => (t === undefined ? [] : [t - (UTC + up)]));

  it("asks as soon as there is a network", () => {
    board.pass(1000);
    expect(sockets()).toHaveLength(1);
    expect(sockets()[0]!.sent).toMatchObject([{ port: 1123, host: "time.test" }]);
    expect(sockets()[0]!.sent[0]!.bytes).toHaveLength(48);
  });

  it("asks with a nonce of its own each time", () => {
    let state = 1;
    board.interpreter.random = () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    board.pass(40_000);
    const nonces = sockets().map((_, i) => nonceOf(i));
    expect(nonces.length).toBeGreaterThan(1);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it("has no t until the answer, and the right one after", () => {
    board.pass(3000);
    expect(board.readings.some(({ t }) => t !== undefined)).toBe(false);
    board.pass(10_000);
    expect(board.readings.some(({ t }) => t !== undefined)).toBe(false);
    board.pass(4020);
    answer();
    board.pass(5000);
    const dated = board.readings.filter(({ t }) => t !== undefined);
    expect(dated.length).toBeGreaterThanOrEqual(4);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
    expect(dated.every(({ t }) => Number.isInteger(t))).toBe(true);
  });

  it("takes half the round trip for the way back", () => {
    board.pass(1000);
    const { elapsed } = board.loop;
    board.pass(800);
    // The server answered in the middle.
    answer(UTC + elapsed + 400);
    board.pass(3000);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
    expect(errors().length).toBeGreaterThan(1);
  });

  it("does not believe a round trip of more than 2 s", () => {
    board.pass(1000);
    board.loop.block(2100);
    answer();
    board.pass(2000);
    expect(errors()).toEqual([]);
  });

  it("closes each socket after 2 s, answered or not", () => {
    board.pass(1000);
    answer();
    expect(sockets()[0]!.isClosed).toBe(false);
    board.pass(2100);
    expect(sockets()[0]!.isClosed).toBe(true);
  });

  it("asks again every 16 s while nobody answers", () => {
    board.pass(60_000);
    expect(sockets()).toHaveLength(4);
    expect(sockets().filter(({ isClosed }) => !isClosed).length).toBeLessThanOrEqual(1);
  });

  it("asks again every 16 s while the answers are not to be believed", () => {
    for (let second = 0; second < 60; second++) {
      board.pass(1000);
      const index = sockets().length - 1;
      sockets()[index]!.deliver(reply({ nonce: nonceOf(index), stratum: 0 }));
    }
    expect(sockets()).toHaveLength(4);
    expect(errors()).toEqual([]);
  });

  it("asks again an hour after a good answer, and takes the new time over", async () => {
    await rarely();
    board.pass(1000);
    answer();
    board.pass(3_598_000);
    expect(sockets()).toHaveLength(1);
    board.pass(2100);
    expect(sockets()).toHaveLength(2);
    answer(UTC + board.loop.elapsed + 5000);
    board.pass(60_000);
    expect(Math.abs(errors().at(-1)! - 5000)).toBeLessThan(100);
  });

  it("keeps the time when the server is gone later", async () => {
    await rarely();
    board.pass(1000);
    answer();
    board.pass(7_300_000);
    expect(sockets().length).toBeGreaterThan(3);
    expect(Math.abs(errors().at(-1)!)).toBeLessThan(20);
  });

  it("does not ask while there is no network, and asks soon after its return", () => {
    board.pass(1000);
    board.interpreter.radio.lose();
    board.pass(60_000);
    expect(sockets()).toHaveLength(1);
    board.interpreter.radio.gain();
    board.pass(1000);
    expect(sockets()).toHaveLength(2);
  });

  it("a server that cannot be reached does not disturb the schedule", () => {
    board.interpreter.datagrams.onSend = () => {
      throw new Error("Unable to locate host");
    };
    board.pass(60_000);
    expect(board.loop.errors.splice(0).length).toBe(4);
    expect(board.seqs).toHaveLength(60);
    const gaps = board.interpreter.kicks.map((at, i, all) => at - (all[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(2100);
  });

  it.each([
    ["a year forward", 365 * 86_400_000],
    ["a year back", -365 * 86_400_000],
    ["an hour forward", 3_600_000],
    ["an hour back", -3_600_000],
  ])("t is not touched by a step of the system clock: %s", (_name, step) => {
    board.pass(1000);
    answer();
    board.pass(2500);
    board.loop.stepClock(step);
    board.pass(5000);
    for (const error of errors()) expect(Math.abs(error)).toBeLessThan(20);
  });

  it.each([
    ["a year forward", 365 * 86_400_000],
    ["a year back", -365 * 86_400_000],
    ["an hour forward", 3_600_000],
    ["3 s forward", 3000],
    ["3 s back", -3000],
  ])("an answer across a step of the system clock is not believed: %s", (_name, step) => {
    board.pass(1000);
    board.loop.advance(100);
    board.loop.stepClock(step);
    answer();
    board.pass(5000);
    expect(errors()).toEqual([]);
  });
});

describe("a board without a time server", () => {
  it("asks nobody, and its readings have no t", async () => {
    const board = await BoardBench.boot();
    board.pass(60_000);
    expect(board.interpreter.datagrams.sockets).toEqual([]);
    expect(board.readings.every(({ t }) => t === undefined)).toBe(true);
    board.close();
  });
});
