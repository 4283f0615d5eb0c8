// A file into the Storage of a board: by packets where its Espruino has them (2v25 and later), by
// lines before, and then read back. An ACK does not mean written (jsiPacketProcess): the checksum of
// what lies in Storage decides.
import { crc32 } from "../crc32.ts";
import { DeadlineError, DeviceError, VerificationError } from "../errors.ts";
import { encodePacket, isSafeByte, isSafeLength, type PacketType } from "./codec.ts";
import type { ConsoleLink } from "./link.ts";
import type { ConsoleSession } from "./session.ts";
import { HOST_LINE_WRITTEN, LONGEST_CODE, literalOf } from "./statements.ts";

const FIRST_VERSION_WITH_PACKETS = 25;
/** What Espruino's own tools send. */
const DATA_BYTES = 1024;
/** The board says NAK to a packet that is not whole after 5 s; Storage may have to be erased as well. */
const REPLY_MS = 7000;
/** In older images a write takes seconds. */
const LINE_MS = 10_000;
const MOST_ATTEMPTS = 3;
const NEXT = "look at cable, supply and baud rate, and send it again";
/** A longer name is cut, and nothing said (jsfNameFromVar). */
const LONGEST_NAME = 28;

export interface UploadOptions {
  readonly onProgress?: (sentBytes: number, allBytes: number) => void;
  /** Awaited before the file is sent anew, which takes its room in Storage once more. */
  readonly beforeAgain?: (why: string) => Promise<void>;
}

/** What went wrong with one attempt, in words; undefined when the board took everything. */
type Trouble = string | undefined;

/**
 * @param name of 1 to 28 characters of ASCII
 * @param bytes at least one: Espruino keeps no empty files
 * @throws VerificationError when Storage holds something else after three attempts; DeviceError and
 * DeadlineError; TransportError
 */
export async function sendFile(
  session: ConsoleSession,
  name: string,
  bytes: Uint8Array,
  { onProgress = () => {}, beforeAgain = async () => {} }: UploadOptions = {},
): Promise<void> {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > LONGEST_NAME || bytes.length === 0) {
    throw new RangeError(`no file of Storage: ${JSON.stringify(name)}, ${bytes.length} bytes`);
  }
  const { version } = await session.identity();
  const send = hasPackets(version) && bytes.every(isSafeByte) ? sendPackets : sendLines;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === MOST_ATTEMPTS;
    let trouble = await session.inTurn(() => send(session, name, bytes, onProgress));
    if (trouble !== undefined) {
      if (isLast) throw new DeviceError(`the upload of ${name}`, trouble);
    } else {
      const found = await otherThan(session, name, bytes);
      if (found === undefined) return;
      if (isLast) {
        const { length } = bytes;
        const expected = `${name} in Storage with ${describe(length, crc32(bytes))}`;
        throw new VerificationError(
          expected,
          `${found.what}, sent ${attempt} times${found.said}; ${NEXT}`,
        );
      }
      trouble = `read back, Storage has ${found.what}`;
    }
    await session.inTurn(() => session.recover());
    await beforeAgain(trouble);
  }
}

/** @param version such as "2v25" or "2v29.277" */
export function hasPackets(version: string): boolean {
  const [, major = 0, minor = 0] = /^(\d+)v(\d+)/.exec(version) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= FIRST_VERSION_WITH_PACKETS);
}

/** What Storage has there, and what the board said meanwhile; undefined when it is the file. */
async function otherThan(
  session: ConsoleSession,
  name: string,
  bytes: Uint8Array,
): Promise<{ readonly what: string; readonly said: string } | undefined> {
  const said = [...session.link.lines];
  const file = `require("Storage").read(${literalOf(Buffer.from(name))})`;
  const question = `(f=>f===undefined?"":[f.length,E.CRC32(f)])(${file})`;
  const { json } = await session.evaluate(question, LINE_MS).catch(async (error: unknown) => {
    // A byte of it was lost: the board has said of what is left that it makes no sense.
    if (!(error instanceof DeviceError)) throw error;
    await session.inTurn(() => session.recover());
    return session.evaluate(question, LINE_MS);
  });
  if (JSON.stringify(json) === JSON.stringify([bytes.length, crc32(bytes)])) return undefined;
  said.push(...session.link.lines);
  return {
    what: Array.isArray(json) ? describe(json[0], json[1]) : "no such file",
    said: said.length === 0 ? "" : `; the board said: ${said.join(" ")}`,
  };
}

function describe(length: unknown, sum: unknown): string {
  return `${length} bytes and CRC-32 ${Number(sum).toString(16).padStart(8, "0")}`;
}

type Sender = (
  session: ConsoleSession,
  name: string,
  bytes: Uint8Array,
  onProgress: (sentBytes: number, allBytes: number) => void,
) => Promise<Trouble>;

const sendPackets: Sender = async ({ link }, name, bytes, onProgress) => {
  link.begin();
  const opened = await askTwice(link, "fileSend", fileSendBody(name, bytes.length));
  if (opened !== undefined) return opened;
  let sent = 0;
  for (const chunk of dataChunks(bytes)) {
    // A packet that was refused as not whole has written nothing. One that got no answer may have:
    // it has no number, so that sent again it would be there twice. Then the file begins anew.
    const trouble = await askTwice(link, "data", chunk);
    if (trouble !== undefined) return trouble;
    sent += chunk.length;
    onProgress(sent, bytes.length);
  }
  return undefined;
};

async function askTwice(link: ConsoleLink, type: PacketType, body: Uint8Array): Promise<Trouble> {
  for (let attempt = 0; attempt < 2; attempt++) {
    link.replies.length = 0;
    await link.write(encodePacket(type, body));
    const reply = await link.wait(REPLY_MS, () => link.replies.shift());
    if (reply === "ack") return undefined;
    if (reply === undefined) return `no reply within ${REPLY_MS / 1000} s`;
  }
  return ["the board refused it (NAK)", ...link.lines].join(" ");
}

function fileSendBody(name: string, size: number): Uint8Array {
  let json = JSON.stringify({ fn: name, s: size });
  while (!isSafeLength(json.length)) json += " ";
  return Buffer.from(json, "latin1");
}

/** In order; each of a length that is safe to send. */
export function* dataChunks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; ) {
    let length = Math.min(DATA_BYTES, bytes.length - from);
    if (!isSafeLength(length)) length = length > 8 ? length - 8 : 2;
    yield bytes.subarray(from, from + length);
    from += length;
  }
}

const sendLines: Sender = async (session, name, bytes, onProgress) => {
  let from = 0;
  while (from < bytes.length) {
    const chunk = lineChunk(bytes, from);
    const text = [literalOf(Buffer.from(name)), literalOf(chunk), from, bytes.length].join();
    const write = `require("Storage").write(${text})`;
    const line = (id: string): string => `print("${HOST_LINE_WRITTEN}${id} "+${write})`;
    try {
      const answer = await session.run(line, `Storage.write of ${name}`, LINE_MS);
      if (answer !== "true") return `Storage.write at ${from} gave ${answer}`;
    } catch (error) {
      if (error instanceof DeviceError) return error.output;
      if (error instanceof DeadlineError) return error.message;
      throw error;
    }
    from += chunk.length;
    onProgress(from, bytes.length);
  }
  return undefined;
};

/** As much as a line takes. */
function lineChunk(bytes: Uint8Array, from: number): Uint8Array {
  let end = Math.min(bytes.length, from + LONGEST_CODE);
  while (literalOf(bytes.subarray(from, end)).length > LONGEST_CODE) {
    end = from + Math.floor((end - from) * 0.9);
  }
  return bytes.subarray(from, end);
}
