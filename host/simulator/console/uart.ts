// The receiver of a board's console port: what has come and waits for the interpreter, and the XOFF
// and XON that keep it from running over (jshPushIOCharEvents, jsdevices.c). Owns the bytes; knows
// neither what they mean nor a line.

/** `io_buffer_size` of the ESP32 (boards/ESP32.py). */
const BUFFER_BYTES = 4096;
/** IOBUFFER_XOFF and IOBUFFER_XON (scripts/build_platform_config.py). */
const XOFF_ABOVE = Math.floor(((BUFFER_BYTES - 1) * 6) / 8);
const XON_BELOW = Math.floor(((BUFFER_BYTES - 1) * 3) / 8);
const XON = Uint8Array.of(0x11);
const XOFF = Uint8Array.of(0x13);

/** The wire at the console of a board: 8 bits at a time, whatever carries them. */
export interface SerialWire {
  /** From the board. */
  send(bytes: Uint8Array): void;
  /** Who takes what comes to the board. */
  listen(receive: (bytes: Uint8Array) => void): void;
}

export class Uart {
  /** Whether there is an interpreter; while the chip boots, what comes is lost. */
  isOn = false;
  /** Called when something has come. */
  onReceived: () => void = () => {};
  #chunks: Uint8Array[] = [];
  #waitingBytes = 0;
  #isPaused = false;

  constructor(private readonly wire: SerialWire) {
    wire.listen((bytes) => this.#receive(bytes));
  }

  #receive(bytes: Uint8Array): void {
    if (!this.isOn) return;
    // FIFO_FULL: what does not fit is lost, and nobody is told.
    const taken = bytes.slice(0, BUFFER_BYTES - this.#waitingBytes);
    this.#chunks.push(taken);
    this.#waitingBytes += taken.length;
    if (this.#waitingBytes > XOFF_ABOVE && !this.#isPaused) {
      this.#isPaused = true;
      this.wire.send(XOFF);
    }
    this.onReceived();
  }

  /** Everything that has come; undefined when that is nothing. */
  take(): Uint8Array | undefined {
    if (this.#waitingBytes === 0) return undefined;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#waitingBytes = 0;
    this.#resume();
    return bytes;
  }

  #resume(): void {
    if (!this.#isPaused || this.#waitingBytes >= XON_BELOW) return;
    this.#isPaused = false;
    this.wire.send(XON);
  }

  /** @param text one character a byte */
  send(text: string): void {
    this.wire.send(Buffer.from(text, "latin1"));
  }

  /** The chip's reset. An XOFF that was sent is not taken back, as on a board. */
  reset(): void {
    this.isOn = false;
    this.#chunks = [];
    this.#waitingBytes = 0;
    this.#isPaused = false;
  }
}
