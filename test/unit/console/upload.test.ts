// Uploads to a scripted board: replies, refusals, silence, and what Storage has in the end.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodePacket } from "../../../host/console/codec.ts";
import { ConsoleSession } from "../../../host/console/session.ts";
import { evaluation } from "../../../host/console/statements.ts";
import { dataChunks, hasPackets, sendFile } from "../../../host/console/upload.ts";
import { crc32 } from "../../../host/crc32.ts";
import { DeviceError, VerificationError } from "../../../host/errors.ts";
import {
  type ScriptedDevice,
  type Step,
  scriptedDevice,
  settled,
} from "../../doubles/scripted-device.ts";
import { ManualScheduler } from "../simulator/node/manual-scheduler.ts";

const ACK = "\x06";
const NAK = "\x15";
const FILE = Buffer.from("print(1);\n".repeat(150));
const packet = (type: "fileSend" | "data", body: Uint8Array | string): string =>
  Buffer.from(encodePacket(type, Buffer.from(body))).toString("latin1");
const OPEN = packet("fileSend", '{"fn":"a.js","s":1500}');
const FIRST = packet("data", FILE.subarray(0, 1024));
const SECOND = packet("data", FILE.subarray(1024));

let clock: ManualScheduler;
let device: ScriptedDevice;
/** Why the file was sent again. */
let told: string[];
beforeEach(() => {
  clock = new ManualScheduler();
});
afterEach(() => device.transport.close());

const prompt = (n: number): Step => ({
  expect: `\x1b[2H\x10print("\\x1eP${n}")\n`,
  reply: `\x1eP${n}\r\n>`,
});
const asked = (n: number, source: string, answer: string): Step => ({
  expect: `\x10${evaluation(`E${n}`, source)}\n\x10print("\\x1eZ${n}")\n`,
  reply: `\x1eE${n} ${answer}\r\n\x1eZ${n}\r\n>`,
});
const version = (text: string): Step =>
  asked(2, "process.env", `J{"VERSION":"${text}","BOARD":"ESP32"}`);
const readBack = (n: number, answer = `J[${FILE.length},${crc32(FILE)}]`): Step =>
  asked(n, '(f=>f===undefined?"":[f.length,E.CRC32(f)])(require("Storage").read("a.js"))', answer);

async function upload(...steps: Step[]): Promise<unknown> {
  device = scriptedDevice([prompt(1), ...steps]);
  const session = await ConsoleSession.open(device.transport, { clock });
  let isDone = false;
  told = [];
  const result = sendFile(session, "a.js", FILE, {
    beforeAgain: async (why) => void told.push(why),
  })
    .catch((error: unknown) => error)
    .finally(() => {
      isDone = true;
    });
  for (let ms = 0; ms < 120_000 && !isDone; ms += 500) {
    await settled();
    if (!isDone) clock.advance(500);
  }
  return result;
}

describe("by packets", () => {
  it("awaits each ACK, with console text before it, and reads the checksum back", async () => {
    const result = await upload(
      version("2v25"),
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: `tick\r\n${ACK}` },
      { expect: SECOND, reply: ACK },
      readBack(3),
    );
    expect(result).toBeUndefined();
    device.expectDone();
  });

  it("sends a packet again that the board refused as not whole", async () => {
    const result = await upload(
      version("2v29.277"),
      { expect: OPEN, reply: NAK },
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND, reply: NAK },
      { expect: SECOND, reply: ACK },
      readBack(3),
    );
    expect(result).toBeUndefined();
    device.expectDone();
  });

  it("begins the file anew when a packet gets no answer: it may have been written", async () => {
    const result = await upload(
      version("2v29"),
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND },
      prompt(3),
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND, reply: ACK },
      readBack(4),
    );
    expect(result).toBeUndefined();
    device.expectDone();
    expect(told).toEqual(["no reply within 7 s"]);
  });

  it("gives up after three attempts", async () => {
    const refused = { expect: OPEN, reply: NAK };
    const result = await upload(
      version("2v29"),
      ...[refused, refused, prompt(3), refused, refused, prompt(4), refused, refused],
    );
    expect(result).toBeInstanceOf(DeviceError);
    expect((result as Error).message).toBe(
      "the device failed at the upload of a.js: the board refused it (NAK)",
    );
    device.expectDone();
  });

  it.each([
    ["J[1500,1]", "found 1500 bytes and CRC-32 00000001"],
    ["J[1499,4711]", "found 1499 bytes and CRC-32 00001267"],
    ['J""', "found no such file"],
  ])("believes no ACK when Storage says %s, and sends the file anew", async (answer, words) => {
    const sent = [
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND, reply: `${ACK}Uncaught Error: Unable to find or create file\r\n>` },
    ];
    const result = await upload(
      version("2v29"),
      ...[...sent, readBack(3, answer), prompt(4)],
      ...[...sent, readBack(5, answer), prompt(6)],
      ...[...sent, readBack(7, answer)],
    );
    device.expectDone();
    expect(result).toBeInstanceOf(VerificationError);
    const { message } = result as Error;
    expect(message).toContain(`${words}, sent 3 times`);
    expect(message).toContain("the board said: Uncaught Error: Unable to find");
    expect(told).toHaveLength(2);
    expect(told[0]).toContain(words.slice("found ".length));
  });

  it("is content when the second time is right", async () => {
    const result = await upload(
      version("2v29"),
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND, reply: ACK },
      readBack(3, "J[1500,1]"),
      prompt(4),
      { expect: OPEN, reply: ACK },
      { expect: FIRST, reply: ACK },
      { expect: SECOND, reply: ACK },
      readBack(5),
    );
    expect(result).toBeUndefined();
    device.expectDone();
    expect(told).toEqual(["read back, Storage has 1500 bytes and CRC-32 00000001"]);
  });

  it("has chunks whose lengths are safe, and nothing of the file is lost", () => {
    for (let length = 1; length < 3000; length++) {
      const bytes = new Uint8Array(length);
      const chunks = [...dataChunks(bytes)];
      expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(length);
      for (const chunk of chunks) expect([3, 4]).not.toContain(chunk.length & 0xff);
    }
  });
});

describe("by lines, before 2v25", () => {
  const line = (n: number, from: number, to: number, answer: string): Step => ({
    expect: `\x10print("\\x1eE${n} "+require("Storage").write("a.js","${FILE.subarray(from, to)
      .toString()
      .replaceAll("\n", "\\n")}",${from},1500))\n\x10print("\\x1eZ${n}")\n`,
    reply: `\x1eE${n} ${answer}\r\n\x1eZ${n}\r\n>`,
  });

  it("writes chunk after chunk, each answered, and reads the checksum back", async () => {
    // 810 bytes, 81 of them line ends, are a literal of 893 characters: 900 are too many.
    const result = await upload(
      version("2v24"),
      line(3, 0, 810, "true"),
      line(4, 810, 1500, "true"),
      readBack(5),
    );
    expect(result).toBeUndefined();
    device.expectDone();
  });

  it("begins anew when the board refuses a chunk", async () => {
    const result = await upload(
      version("2v08"),
      line(3, 0, 810, "false"),
      prompt(4),
      line(5, 0, 810, "true"),
      line(6, 810, 1500, "true"),
      readBack(7),
    );
    expect(result).toBeUndefined();
    device.expectDone();
  });
});

it("knows which versions have packets", () => {
  expect(["2v25", "2v25.12", "2v29.277", "3v01"].map(hasPackets)).toEqual([true, true, true, true]);
  expect(["2v24", "2v04.5", "1v99", "undefined"].map(hasPackets)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
