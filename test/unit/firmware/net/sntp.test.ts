// SNTP to the byte: the request, and every reply that must not be believed.
import { describe, expect, it } from "vitest";
import { Interpreter } from "../../../doubles/firmware-globals.ts";
import { EPOCH_SECONDS, NONCE, reply } from "./sntp-replies.ts";

/** The codec alone; its module asks the interpreter for Storage when it is loaded. */
const interpreter = new Interpreter();
const { decodeReply, encodeRequest } = await import("../../../../firmware/net/sntp.ts");
interpreter.restore();

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
