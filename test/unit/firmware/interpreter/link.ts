// A TCP socket of Espruino as its client code sees it (libs/network/socketserver.c), with the other
// end in the test's hand. Knows no MQTT.
import type { IdleLoop } from "./idle-loop.ts";

type Listener = (...args: never[]) => void;

/** Bytes handed over in one turn (chunkSize of libs/network/esp32/network_esp32.c). */
const CHUNK_BYTES = 536;

export class Link {
  /** Told of what leaves the board. */
  onSent: (bytes: string) => void = () => {};
  /** False: the peer's receive window is full, so that nothing leaves. */
  isRead = true;
  /** HTTP_NAME_CLOSENOW: what was not sent is forgotten. */
  clsNow = false;
  isOpen = false;
  /** The board has let go of it, or the peer has closed it. */
  isClosed = false;
  #sent: string[] = [];
  #pending = "";
  #incoming = "";
  /** HTTP_NAME_CLOSE: to be closed once everything was sent. */
  #isEnding = false;
  #listeners = new Map<string, Listener[]>();

  constructor(
    private readonly loop: IdleLoop,
    readonly host: string,
    readonly port: number,
    opened: () => void,
  ) {
    this.#listeners.set("connect", [opened]);
  }

  on(event: string, listener: Listener): void {
    // jswrap_object_on makes a new array: what is queued already does not see the new listener.
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  removeAllListeners(): void {
    this.#listeners.clear();
  }

  write(bytes: string): boolean {
    if (this.clsNow || this.#isEnding) throw new Error("This socket is closed");
    for (const character of bytes) {
      if (character.charCodeAt(0) > 255) throw new Error(`not a byte: ${character}`);
    }
    this.#pending += bytes;
    return false;
  }

  end(): void {
    if (this.#pending === "") this.clsNow = true;
    this.#isEnding = true;
  }

  /** Everything that has left the board on this connection. */
  get sent(): string {
    return this.#sent.join("");
  }

  /** How many bytes wait for the peer to read. */
  get unsent(): number {
    return this.#pending.length;
  }

  /** TCP is open. The callback of `connect` waits in the queue until the next turn. */
  accept(): void {
    this.isOpen = true;
    this.#queue("connect");
  }

  /** Bytes arrive, and are handed to the program turn by turn. */
  deliver(bytes: string): void {
    this.receive(bytes);
    this.loop.settle();
  }

  /** Bytes arrive, and wait for the next turn. */
  receive(bytes: string): void {
    if (!this.isClosed) this.#incoming += bytes;
  }

  /** The peer closes; `close` waits in the queue until the next turn. */
  drop(hadError = false): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#isEnding = true;
    this.#queue("close", hadError as never);
  }

  /** One turn of socketClientConnectionsIdle; true when it did something. */
  idle(): boolean {
    if (this.isClosed) return false;
    if (this.clsNow || (this.#isEnding && this.#pending === "")) {
      this.drop();
      return true;
    }
    if (!this.isOpen) return false;
    const isSending = this.isRead && this.#pending !== "";
    if (isSending) {
      const bytes = this.#pending;
      this.#pending = "";
      this.#sent.push(bytes);
      this.onSent(bytes);
    }
    if (this.#incoming === "") return isSending;
    const chunk = this.#incoming.slice(0, CHUNK_BYTES);
    this.#incoming = this.#incoming.slice(CHUNK_BYTES);
    // Not queued: jswrap_stream_pushData calls the listener within the turn.
    for (const listener of this.#listeners.get("data") ?? []) {
      this.loop.run(() => listener(chunk as never));
    }
    return true;
  }

  /** jsiQueueObjectCallbacks keeps the list itself: removing listeners later does not help. */
  #queue(event: string, ...args: never[]): void {
    const listeners = this.#listeners.get(event);
    if (listeners === undefined) return;
    this.loop.queue(() => {
      for (const listener of listeners) this.loop.run(() => listener(...args));
    });
  }
}
