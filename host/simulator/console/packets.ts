// What a board answers to the packets of its console: README_Protocol.md and jsiPacketProcess
// (jsinteractive.c), Espruino 2v25 and later. Owns the file that is being received; knows neither
// the bytes around a packet nor the interpreter.
import { PACKET_TYPES } from "../../console/codec.ts";

/** From here on one character a byte. */
export const ACK = "\x06";
export const NAK = "\x15";
const TYPE_MASK = 0xe000;
export const LENGTH_MASK = 0x1fff;
/** Between two DATA packets; then the file is closed. */
const FILE_TIMEOUT_MS = 10_000;
const CHUNK_BYTES = 1024;

export interface PacketSurroundings {
  send(text: string): void;
  after(ms: number, callback: () => void): () => void;
  /** The value as E.toJS() writes it; undefined when it failed, which `tellErrors` tells. */
  evaluate(source: string): string | undefined;
  tellErrors(): void;
  /** To be told at the end of the pass. */
  failed(error: unknown): void;
  /** Event `packet` on E; false when nobody listens. */
  event(content: object): boolean;
  /** @throws what Storage.write throws */
  write(name: string, bytes: Uint8Array, offset: number, size: number): void;
  read(name: string): Uint8Array | undefined;
}

interface Receiving {
  readonly name: string;
  readonly size: number;
  offset: number;
}

export class Packets {
  #file: Receiving | undefined;
  #cancelTimeout: (() => void) | undefined;

  constructor(private readonly surroundings: PacketSurroundings) {}

  /** @param header the 16 bits of type and length */
  answer(header: number, body: Uint8Array): void {
    const { send } = this.surroundings;
    switch (header & TYPE_MASK) {
      case PACKET_TYPES.eval:
        this.#eval(latin1(body));
        return;
      case PACKET_TYPES.event: {
        const content = parseLoosely(latin1(body));
        send(content !== undefined && this.surroundings.event(content) ? ACK : NAK);
        return;
      }
      case PACKET_TYPES.fileSend:
        send(this.#begin(parseLoosely(latin1(body))) ? ACK : NAK);
        return;
      case PACKET_TYPES.data:
        send(this.#receive(body) ? ACK : NAK);
        return;
      case PACKET_TYPES.fileReceive:
        this.#sendFile(parseLoosely(latin1(body))?.fn);
        return;
      default:
        send(NAK);
    }
  }

  #eval(source: string): void {
    const { send, evaluate, tellErrors } = this.surroundings;
    const value = evaluate(source);
    if (value === undefined) {
      send(NAK);
      tellErrors();
    } else {
      send(ACK);
      this.#reply(PACKET_TYPES.response, value);
    }
  }

  /** The length does not count the CR that goes before each LF (jsiConsolePrintStringVar). */
  #reply(type: number, text: string): void {
    const bits = type | text.length;
    const header = `\x10\x01${String.fromCharCode(bits >> 8, bits & 0xff)}`;
    this.surroundings.send(header + text.replaceAll("\n", "\r\n"));
  }

  #begin(asked: Readonly<Record<string, unknown>> | undefined): boolean {
    this.end();
    const { fn, s, fs } = asked ?? {};
    const size = Math.trunc(Number(s)) || 0;
    if (typeof fn !== "string" || size === 0 || fs) return false;
    this.#file = { name: fn, size, offset: 0 };
    this.#restartTimeout();
    return true;
  }

  /** What Storage refuses is acknowledged, and told afterwards. */
  #receive(body: Uint8Array): boolean {
    const file = this.#file;
    if (file === undefined) return false;
    try {
      this.surroundings.write(file.name, body, file.offset, file.size);
    } catch (error) {
      this.surroundings.failed(error);
    }
    file.offset += body.length;
    if (file.offset >= file.size) this.end();
    else this.#restartTimeout();
    return true;
  }

  #restartTimeout(): void {
    this.#cancelTimeout?.();
    this.#cancelTimeout = this.surroundings.after(FILE_TIMEOUT_MS, () => this.end());
  }

  #sendFile(name: unknown): void {
    const { send, read } = this.surroundings;
    const bytes = typeof name === "string" ? read(name) : undefined;
    if (bytes === undefined) {
      send(NAK);
      return;
    }
    send(ACK);
    const text = latin1(bytes);
    for (let from = 0; from < text.length; from += CHUNK_BYTES) {
      this.#reply(PACKET_TYPES.data, text.slice(from, from + CHUNK_BYTES));
    }
    this.#reply(PACKET_TYPES.data, "");
  }

  /** No file is being received any more. */
  end(): void {
    this.#file = undefined;
    this.#cancelTimeout?.();
    this.#cancelTimeout = undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

const FIELD = /\s*(?:"(\w+)"|'(\w+)'|(\w+))\s*:\s*("(?:\\.|[^"\\])*"|'[^']*'|[\w.-]+)\s*(?:,|$)/y;

/** JSON, or a flat object whose names and texts need no double quotes (jswrap_json_parse_liberal). */
function parseLoosely(text: string): Record<string, unknown> | undefined {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  if (inner === undefined) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {}
  const fields: Record<string, unknown> = {};
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < inner.trimEnd().length) {
    const found = FIELD.exec(inner);
    if (found === null) return undefined;
    const [, quoted, single, bare, value = ""] = found;
    fields[quoted ?? single ?? bare ?? ""] = valueIn(value);
  }
  return fields;
}

function valueIn(text: string): unknown {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
