// What an interpreter's console says, parted: the lines of the shim and the replies to the simulator's
// packets for the simulator, all else for whoever is at the port. Owns no process and no port.

import { ACK, NAK } from "../console/packets.ts";

/** Begins a line of the shim (modules/shim.js) that is for the simulator and not the program's. */
export const SHIM_LINE = "\x1f";

/** Ends what takes the line away that is typed. */
const ERASED = "\x1b[J";
/** What E.reboot() ends in on Linux (jshReboot, targets/linux/jshardware.c), after event `kill`. */
export const REBOOT_LINE = "Not implemented";
const REBOOT_END = new RegExp(`${REBOOT_LINE}\\r?\\n$`);
/** To packets, in the middle of a line. */
const REPLIES = new RegExp(`[${ACK}${NAK}]`, "g");
/** A line without an end is given out in pieces of this length. */
const LONGEST_LINE = 65_536;

export interface SharedOutputEvents {
  readonly send: (text: string) => void;
  readonly line: (text: string) => void;
  readonly hostLine: (kind: string, rest: string) => void;
}

export class SharedOutput {
  readonly #events: SharedOutputEvents;
  #state: "text" | "shim" | "reply" = "text";
  #held = "";
  #line = "";
  #sent = "";
  /** Of a restart, which no board tells so; or of a program, and then more follows. */
  #heldBack = "";
  #replies = 0;
  /** The prompt that follows is there already. */
  #hasPrompt = false;

  constructor(events: SharedOutputEvents) {
    this.#events = events;
  }

  /** A packet of the simulator's is on its way. */
  expectReply(): void {
    this.#replies++;
  }

  push(chunk: string): void {
    for (const character of chunk) this.#take(character);
    this.#heldBack = REBOOT_END.exec(this.#sent)?.[0] ?? this.#heldBack;
    if (this.#heldBack !== "") this.#sent = this.#sent.slice(0, -this.#heldBack.length);
    if (this.#sent !== "") this.#events.send(this.#sent);
    this.#sent = "";
  }

  #take(character: string): void {
    if (this.#state === "shim") this.#takeShim(character);
    else if (this.#state === "reply") this.#takeReply(character);
    else if (character === SHIM_LINE) {
      this.#state = "shim";
      // Behind a prompt that was not taken away, because the statement came without echo.
      this.#hasPrompt ||= this.#line !== "" && !this.#line.endsWith(ERASED);
    } else if (this.#replies > 0 && (character === ACK || character === NAK)) {
      this.#replies--;
      if (character === ACK) this.#state = "reply";
    } else this.#takeText(character);
  }

  #takeShim(character: string): void {
    if (character !== "\n") {
      this.#held += character;
      return;
    }
    const [kind = "", rest] = [this.#held.charAt(0), this.#held.slice(1).replace(/\r$/, "")];
    this.#state = "text";
    this.#held = "";
    this.#events.hostLine(kind, rest);
  }

  /** DLE SOH, the length, and so many characters. */
  #takeReply(character: string): void {
    this.#held += character;
    if (this.#held.length < 4) return;
    const length = ((this.#held.charCodeAt(2) << 8) | this.#held.charCodeAt(3)) & 0x1fff;
    if (this.#held.length < 4 + length) return;
    this.#state = "text";
    this.#held = "";
  }

  #takeText(character: string): void {
    const isDouble = this.#hasPrompt && character === ">";
    this.#hasPrompt = false;
    if (isDouble) return;
    this.#sent += this.#heldBack + character;
    this.#heldBack = "";
    if (character !== "\n") this.#line += character;
    if (character === "\n" || this.#line.length >= LONGEST_LINE) this.#endLine();
  }

  #endLine(): void {
    const line = this.#line.replaceAll(REPLIES, "").replace(/\r$/, "");
    this.#line = "";
    this.#events.line(line);
  }

  /** Nothing will come any more. */
  end(): void {
    if (this.#line !== "") this.#endLine();
  }
}
