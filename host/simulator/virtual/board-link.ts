// A board's end of a TCP connection of the model, as lwIP's socket calls show it. Knows no JavaScript
// object.
import { BUFFER_BYTES, type Link } from "../node/network.ts";
import type { Pipe, PipeEnd } from "./pipe.ts";

export class BoardLink implements Link, PipeEnd {
  onActivity: () => void = () => {};
  #received = "";
  #isOver = false;

  constructor(
    private readonly outgoing: Pipe,
    private readonly incoming: Pipe,
  ) {
    incoming.to(this);
    outgoing.onRoom = () => this.onActivity();
  }

  received(bytes: Buffer): boolean {
    if (this.#received.length >= BUFFER_BYTES) return false;
    this.#received += bytes.toString("latin1");
    this.onActivity();
    return true;
  }

  ended(): void {
    this.#isOver = true;
    this.onActivity();
  }

  receive(most: number): string | undefined {
    if (this.#received === "") return this.#isOver ? undefined : "";
    const wasFull = this.#received.length >= BUFFER_BYTES;
    const taken = this.#received.slice(0, most);
    this.#received = this.#received.slice(taken.length);
    if (wasFull && this.#received.length < BUFFER_BYTES) this.incoming.resume();
    return taken;
  }

  send(text: string): number | undefined {
    if (this.#isOver) return undefined;
    const room = Math.max(0, BUFFER_BYTES - this.outgoing.bytesUnderWay);
    const taken = text.length > room ? text.slice(0, room) : text;
    if (taken === "") return 0;
    this.outgoing.send(Buffer.from(taken, "latin1"));
    return taken.length;
  }

  close(): void {
    this.#ignore();
    this.outgoing.finish(false);
  }

  abandon(): () => void {
    this.#ignore();
    this.outgoing.kill();
    return () => {};
  }

  #ignore(): void {
    this.onActivity = () => {};
    this.outgoing.onRoom = () => {};
    this.incoming.kill();
  }
}
