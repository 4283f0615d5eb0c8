// A board's side of Espruino's console: bytes of the host in, bytes for it out. Owns the line that is
// typed and the packet that comes in; runs no JavaScript, and has no port, timer or log of its own.
// What it follows is jsiHandleConsoleChar (jsinteractive.c).
import { InputLine } from "./input-line.ts";
import { LENGTH_MASK, NAK, type PacketSurroundings, Packets } from "./packets.ts";

const SOH = 0x01;
const CTRL_C = 0x03;
const ENQ = 0x05;
const BACKSPACE = 0x08;
const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const DLE = 0x10;
const ESC = 0x1b;
const DELETE = 0x7f;
/** A packet that does not come to its end is given up (jsiPacketStart). */
const PACKET_TIMEOUT_MS = 5000;

/** Of the ESP32's ROM loader, whatever the reset was. */
export const ROM_LINE = "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n";

export interface ConsoleSurroundings extends PacketSurroundings {
  /** The value as the console shows it; undefined when it failed, which `tellErrors` tells. */
  run(line: string): string | undefined;
  /** What ENQ is answered with, such as "Espruino 2v29 ESP32". */
  readonly enquiry: string;
}

type State = "text" | "dle" | "escape" | "ss3" | "csi" | "high" | "low" | "body";

export class BoardConsole {
  readonly #surroundings: ConsoleSurroundings;
  readonly #line: InputLine;
  readonly #packets: Packets;
  #state: State = "text";
  #number = "";
  #header = 0;
  #body: number[] = [];
  #cancelTimeout: (() => void) | undefined;
  #hasEnded = false;

  constructor(surroundings: ConsoleSurroundings) {
    const send = (text: string): void => {
      if (!this.#hasEnded) surroundings.send(text);
    };
    this.#surroundings = surroundings;
    this.#line = new InputLine(send);
    this.#packets = new Packets({ ...surroundings, send });
  }

  /** echo(1), echo(0) */
  set isEchoOn(isOn: boolean) {
    this.#line.isEchoOn = isOn;
  }

  /** Nothing has been begun: neither a line, nor a packet, nor an escape sequence. */
  get isAtLineStart(): boolean {
    return this.#state === "text" && this.#line.isEmpty && !this.#line.isQuiet;
  }

  get isInPacket(): boolean {
    return ["high", "low", "body"].includes(this.#state);
  }

  get isLineEmpty(): boolean {
    return this.#line.isEmpty;
  }

  /** Takes the bytes in, and runs the lines and packets that they end. */
  receive(bytes: Uint8Array): void {
    let isInterrupted = false;
    for (const byte of bytes) {
      // Looked at as it comes; what it ends is looked at when the others have been taken.
      if (byte === CTRL_C && !this.isInPacket) isInterrupted = true;
      this.#take(byte);
      if (this.#hasEnded) return;
    }
    if (isInterrupted && !this.isInPacket) this.#line.clear();
  }

  #take(byte: number): void {
    switch (this.#state) {
      case "high":
        this.#line.isQuiet = false;
        this.#header = byte << 8;
        this.#state = "low";
        return;
      case "low":
        this.#header |= byte;
        this.#state = "body";
        this.#endPacket();
        return;
      case "body":
        this.#body.push(byte);
        this.#endPacket();
        return;
      default:
        this.#takeText(byte);
    }
  }

  #takeText(byte: number): void {
    const state = this.#state;
    if (byte === 0) this.#state = "text";
    else if (byte === SOH) {
      if (state === "dle") this.#beginPacket();
    } else if (byte === CTRL_C) return;
    else if (byte === ENQ) {
      if (this.#line.isEmpty) this.#send(`${this.#surroundings.enquiry}\r\n`);
    } else if (byte === DLE) {
      if (this.#line.isEmpty) this.#line.isQuiet = true;
      this.#state = "dle";
    } else if (byte === ESC) this.#state = "escape";
    else if (state === "escape") this.#escape(byte);
    else if (state === "ss3" || state === "csi") this.#sequence(byte);
    else {
      this.#state = "text";
      this.#character(byte);
    }
  }

  #send(text: string): void {
    if (!this.#hasEnded) this.#surroundings.send(text);
  }

  #beginPacket(): void {
    this.#state = "high";
    this.#body = [];
    this.#cancelTimeout = this.#surroundings.after(PACKET_TIMEOUT_MS, () => {
      this.#leavePacket();
      this.#send(NAK);
    });
  }

  /** Of which the rest will not come. */
  giveUpPacket(): void {
    if (this.isInPacket) this.#leavePacket();
  }

  #leavePacket(): void {
    this.#state = "text";
    this.#cancelTimeout?.();
    this.#cancelTimeout = undefined;
  }

  #endPacket(): void {
    if (this.#body.length < (this.#header & LENGTH_MASK)) return;
    const [header, body] = [this.#header, Uint8Array.from(this.#body)];
    this.#leavePacket();
    this.#packets.answer(header, body);
  }

  #escape(byte: number): void {
    this.#number = "";
    this.#state = "text";
    if (byte === 0x4f) this.#state = "ss3";
    else if (byte === 0x5b) this.#state = "csi";
    else if (byte === LF) this.#line.enter(false);
  }

  #sequence(byte: number): void {
    const character = String.fromCharCode(byte);
    if (this.#state === "csi" && /[0-9]/.test(character)) {
      this.#number += character;
      return;
    }
    this.#state = "text";
    const line = this.#line;
    const name = `${this.#number}${character}`;
    if (name === "D") line.move(-1);
    else if (name === "C") line.move(1);
    else if (["H", "1~"].includes(name)) line.move(Number.NEGATIVE_INFINITY);
    else if (["F", "4~"].includes(name)) line.move(Number.POSITIVE_INFINITY);
    else if (name === "3~") line.deleteForward();
    else if (name === "2H") line.clear();
  }

  #character(byte: number): void {
    if (byte === BACKSPACE || byte === DELETE) this.#line.backspace();
    else if (byte === CR || byte === LF) this.#enter();
    else if (byte === TAB) this.#line.insert("    ");
    else if (byte >= 0x20) this.#line.insert(String.fromCharCode(byte));
  }

  #enter(): void {
    const line = this.#line.enter();
    if (line === undefined) return;
    if (line !== "") {
      const value = this.#surroundings.run(line);
      if (value !== undefined && this.#line.echoes)
        this.#send(`=${withCarriageReturns(value)}\r\n`);
    }
    this.#surroundings.tellErrors();
    this.#line.isQuiet = false;
  }

  /** What the program prints, line ends being LF. */
  print(text: string): void {
    this.#line.remove();
    this.#send(withCarriageReturns(text));
  }

  /** What the program sends to the port itself. */
  write(text: string): void {
    this.#send(text);
  }

  /** The start: the banner. The prompt comes with `showPrompt`. */
  greet(banner: string): void {
    if (!this.#line.isEchoOn) return;
    this.#send(banner);
    this.#line.awaitPrompt();
  }

  /** At the end of each pass of the idle loop. */
  showPrompt(): void {
    this.#line.restore();
  }

  /** Its interpreter has ended: nothing is sent and nothing taken any more. */
  end(): void {
    this.#hasEnded = true;
    this.#leavePacket();
    this.#packets.end();
  }
}

function withCarriageReturns(text: string): string {
  return text.replaceAll("\n", "\r\n");
}
