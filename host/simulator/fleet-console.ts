// What a fleet says while it runs: few boards line by line, many as counts and each new text once.
// Owns no output.
import { MOST_SHOWN_BOARDS } from "./summary.ts";

/** Texts of many boards that are told, each once. */
const MOST_TEXTS = 20;

const CONNECTED = "espulse: connected";
/** firmware/publisher.ts, connectionLost */
const LOST = /^espulse: (mqtt |wifi: lost)/;
/** What a board of the firmware says while all is well. */
const USUAL = /^espulse: (connected|wifi: address |stop )/;

export interface FleetOutput {
  /** A line of a board's console. */
  readonly line: (device: string, text: string) => void;
  /** Something about all of them. */
  readonly notice: (text: string) => void;
}

export class FleetConsole {
  readonly #connected = new Set<string>();
  readonly #texts = new Set<string>();
  readonly #isEachTold: boolean;

  constructor(
    private readonly count: number,
    isVerbose: boolean,
    private readonly output: FleetOutput,
  ) {
    this.#isEachTold = isVerbose || count <= MOST_SHOWN_BOARDS;
  }

  line(device: string, text: string): void {
    if (text === CONNECTED) this.#connected.add(device);
    else if (LOST.test(text)) this.#connected.delete(device);
    if (this.#isEachTold) this.output.line(device, text);
    else if (!USUAL.test(text)) this.#once(device, text);
  }

  #once(device: string, text: string): void {
    // Positions and numbers differ from board to board.
    const kind = text.replaceAll(/\d+/g, "0");
    if (this.#texts.has(kind) || this.#texts.size > MOST_TEXTS) return;
    this.#texts.add(kind);
    if (this.#texts.size <= MOST_TEXTS) this.output.line(device, text);
    else this.output.notice("more kinds of lines are not shown; --verbose shows all");
  }

  /** How it stands, where not every line is told. */
  progress(started: number): string | undefined {
    if (this.#isEachTold) return undefined;
    return `${started} of ${this.count} boards started, ${this.#connected.size} connected`;
  }
}
