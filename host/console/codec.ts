// The console of an Espruino board as bytes: what the board sends, taken apart into text, replies,
// packets and flow control, and packets and lines put together for it. Owns no port, timer or log.
// Packets: README_Protocol.md and jsiPacketProcess (jsinteractive.c), Espruino 2v25 and later.

const SOH = 0x01;
const ACK = 0x06;
const DLE = 0x10;
const XON = 0x11;
const XOFF = 0x13;
const NAK = 0x15;

/** The three upper bits of the 16 that follow DLE SOH; the others are the length of the body. */
export const PACKET_TYPES = {
  response: 0x0000,
  eval: 0x2000,
  event: 0x4000,
  fileSend: 0x6000,
  data: 0x8000,
  fileReceive: 0xa000,
} as const;

export type PacketType = keyof typeof PACKET_TYPES;

const LENGTH_MASK = 0x1fff;

export type ConsoleEvent =
  /** What the program printed, the prompt, the line editor's echo; one character a byte. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "ack" }
  | { readonly kind: "nak" }
  | { readonly kind: "packet"; readonly type: PacketType; readonly body: Uint8Array }
  /** XOFF: send nothing, until XON. */
  | { readonly kind: "pause" }
  | { readonly kind: "resume" };

/** Takes whatever pieces the bytes come in, and gives the same events for them. */
export class ConsoleDecoder {
  #state: "text" | "dle" | "header" | "body" = "text";
  #header: number[] = [];
  #body: number[] = [];
  #isPaused = false;
  #text = "";
  #events: ConsoleEvent[] = [];

  /** Text comes as far as it is there: a line may come in several events. */
  push(chunk: Uint8Array): ConsoleEvent[] {
    for (const byte of chunk) this.#take(byte);
    this.#endText();
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Forgets a packet that was begun: a board that restarted will not send the rest. */
  reset(): void {
    this.#state = "text";
    this.#header = [];
    this.#body = [];
  }

  #take(byte: number): void {
    if (this.#isFlowControl(byte)) this.#flow(byte);
    else if (this.#state === "header") this.#takeHeader(byte);
    else if (this.#state === "body") this.#takeBody(byte);
    else if (this.#state === "dle" && byte === SOH) this.#state = "header";
    else this.#takeText(byte);
  }

  /**
   * The board's transmitter puts XON and XOFF anywhere (jshGetCharToTransmit, jsdevices.c), and a
   * length may have the same bytes. While a reply comes the host is silent, so that there is no
   * reason for an XOFF; an XON answers an XOFF alone.
   */
  #isFlowControl(byte: number): boolean {
    if (byte === XON) return this.#state !== "header" || this.#isPaused;
    return byte === XOFF && this.#state !== "header";
  }

  #flow(byte: number): void {
    this.#isPaused = byte === XOFF;
    this.#tell({ kind: this.#isPaused ? "pause" : "resume" });
  }

  #takeHeader(byte: number): void {
    this.#header.push(byte);
    if (this.#header.length < 2) return;
    if (this.#typeAndLength() === undefined) {
      const [high = 0, low = 0] = this.#header;
      this.#text += String.fromCharCode(DLE, SOH, high, low);
      this.reset();
    } else {
      this.#state = "body";
      this.#endPacket();
    }
  }

  #takeBody(byte: number): void {
    this.#body.push(byte);
    this.#endPacket();
  }

  /** Of a packet as a board sends them; undefined when the program printed DLE and SOH. */
  #typeAndLength(): { type: PacketType; length: number } | undefined {
    const [high = 0, low = 0] = this.#header;
    const bits = (high << 8) | low;
    const length = bits & LENGTH_MASK;
    const code = bits & ~LENGTH_MASK;
    if (code === PACKET_TYPES.response) return { type: "response", length };
    if (code === PACKET_TYPES.data) return { type: "data", length };
    return undefined;
  }

  #endPacket(): void {
    const { type, length } = this.#typeAndLength()!;
    if (this.#body.length < length) return;
    this.#tell({ kind: "packet", type, body: Uint8Array.from(this.#body) });
    this.reset();
  }

  #takeText(byte: number): void {
    // A DLE that no SOH followed.
    if (this.#state === "dle") this.#text += String.fromCharCode(DLE);
    this.#state = byte === DLE ? "dle" : "text";
    if (byte === ACK) this.#tell({ kind: "ack" });
    else if (byte === NAK) this.#tell({ kind: "nak" });
    else if (byte !== DLE) this.#text += String.fromCharCode(byte);
  }

  #tell(event: ConsoleEvent): void {
    this.#endText();
    this.#events.push(event);
  }

  #endText(): void {
    if (this.#text !== "") this.#events.push({ kind: "text", text: this.#text });
    this.#text = "";
  }
}

/** @throws RangeError when the body has more than 8191 bytes. */
export function encodePacket(type: PacketType, body: Uint8Array): Uint8Array {
  if (body.length > LENGTH_MASK) throw new RangeError(`a packet of ${body.length} bytes`);
  const bits = PACKET_TYPES[type] | body.length;
  return Uint8Array.of(DLE, SOH, bits >> 8, bits & 0xff, ...body);
}

/**
 * Whether the bytes of a packet of this length, without its body, are safe. 0x03 is looked for before
 * the board knows that it is in a packet, and interrupts what runs (jshPushIOCharEventsHandler); the
 * interpreter for Linux ends at 0x04, wherever it comes (jshInputThread).
 */
export function isSafeLength(length: number): boolean {
  return isSafeByte(length & 0xff);
}

/** See `isSafeLength`. */
export function isSafeByte(byte: number): boolean {
  return byte !== 0x03 && byte !== 0x04;
}

/** One line to run; DLE turns the echo, the prompt and the history off for it. */
export function encodeLine(statement: string): Uint8Array {
  return Buffer.from(`\x10${statement}\n`, "latin1");
}

/** Empties the line editor (ESC [ 2 H), whatever is in it: a half line, open brackets. */
export const CLEAR_LINE: Uint8Array = Buffer.from("\x1b[2H");

/** Ctrl-C. */
export const INTERRUPT: Uint8Array = Uint8Array.of(0x03);
