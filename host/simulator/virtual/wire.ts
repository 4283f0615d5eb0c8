// The end of a TCP connection of the model that a program of the host has: whole buffers, as they come.
import type { Pipe, PipeEnd } from "./pipe.ts";

export class Wire implements PipeEnd {
  /** False when it is not to be given more until {@link resume}. */
  onBytes: (bytes: Buffer) => boolean = () => true;
  /** Called once: the other side has ended it, or it was reset. */
  onEnd: (isReset: boolean) => void = () => {};
  #isOver = false;

  constructor(
    /** Name of the station at the other end. */
    readonly peer: string,
    private readonly outgoing: Pipe,
    private readonly incoming: Pipe,
  ) {
    incoming.to(this);
  }

  /** Sent and not received by the other side yet. */
  get bytesUnderWay(): number {
    return this.outgoing.bytesUnderWay;
  }

  set onRoom(called: () => void) {
    this.outgoing.onRoom = called;
  }

  received(bytes: Buffer): boolean {
    return this.onBytes(bytes);
  }

  ended(isReset: boolean): void {
    this.#isOver = true;
    this.onEnd(isReset);
  }

  send(bytes: Buffer): void {
    if (!this.#isOver) this.outgoing.send(bytes);
  }

  pause(): void {
    this.incoming.pause();
  }

  resume(): void {
    this.incoming.resume();
  }

  /** FIN behind what was sent; what comes is still given. */
  finish(): void {
    this.outgoing.finish(false);
  }

  /** FIN behind what was sent; what still comes is not looked at. */
  close(): void {
    this.#end(false);
  }

  /** RST, as when the process is killed. */
  reset(): void {
    this.#end(true);
  }

  #end(isReset: boolean): void {
    this.#isOver = true;
    this.incoming.kill();
    this.outgoing.finish(isReset);
  }
}
