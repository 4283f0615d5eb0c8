// One TCP connection as lwIP's socket calls give it to Espruino (network_esp32.c): receive and send
// without waiting, bounded buffers. Knows no JavaScript object.
import { connect, type Socket } from "node:net";
import type { Scheduler } from "./scheduler.ts";

/** TCP_WND and TCP_SND_BUF of the ESP-IDF: four segments of 1436 bytes. */
const BUFFER_BYTES = 5744;
/** lwIP sends a SYN every 3 s (TCP_RTO_TIME, not backed off in SYN_SENT), 6 of them (TCP_SYNMAXRTX). */
const CONNECT_TIMEOUT_MS = 18_000;
/** newlib's errno.h: what lwIP makes of a refusal (ERR_RST) and of a time-out (ERR_ABRT). */
const ECONNRESET = 104;
const ECONNABORTED = 113;

/** How long a closed connection may go on sending; lwIP gives it 20 s, this process ends sooner. */
const LINGER_MS = 2000;

export interface Opening {
  /** Gives the attempt up; nothing is called back. */
  abandon(): void;
}

/** connect(): calls back once, with the link or with the ESP32's error number. */
export function openTcpLink(
  scheduler: Scheduler,
  host: string,
  port: number,
  done: (result: TcpLink | number) => void,
): Opening {
  const socket = connect({ host, port, family: 4, allowHalfOpen: true });
  const settle = (): void => {
    cancelTimeout();
    socket.off("connect", opened);
    socket.off("error", failed);
    // An error may still come from a socket that is being destroyed; nobody waits for it.
    socket.on("error", () => {});
  };
  const opened = (): void => {
    settle();
    done(new TcpLink(socket, scheduler));
  };
  const failed = (): void => {
    settle();
    socket.destroy();
    done(ECONNRESET);
  };
  const cancelTimeout = scheduler.after(CONNECT_TIMEOUT_MS, () => {
    settle();
    socket.destroy();
    done(ECONNABORTED);
  });
  socket.on("connect", opened);
  socket.on("error", failed);
  return {
    abandon() {
      settle();
      socket.destroy();
    },
  };
}

/** What the board's sockets need of a connection. */
export interface Link {
  /** Called when data, room or the end has come. */
  onActivity: () => void;
  /** recv(): up to `most` bytes, empty when there are none yet, undefined when the link is over. */
  receive(most: number): Uint8Array | undefined;
  /** send(): how many bytes were taken, 0 when there is no room, undefined when the link is over. */
  send(bytes: Uint8Array): number | undefined;
  /** closesocket(): what was sent still goes out, then FIN. */
  close(): void;
  /**
   * Leaves the peer with a connection that nobody is at, as when the radio or the power goes: no
   * FIN, no RST. The result ends it for good.
   */
  abandon(): () => void;
}

export class TcpLink implements Link {
  onActivity: () => void = () => {};
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #receivedBytes = 0;
  #over = false;
  #waitsForRoom = false;

  constructor(
    socket: Socket,
    private readonly scheduler: Scheduler,
  ) {
    this.#socket = socket;
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("error", this.#onEnd);
    socket.on("close", this.#onEnd);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    if (this.#receivedBytes >= BUFFER_BYTES) this.#socket.pause();
    this.onActivity();
  };

  readonly #onEnd = (): void => {
    this.#over = true;
    this.onActivity();
  };

  receive(most: number): Uint8Array | undefined {
    if (this.#receivedBytes === 0) return this.#over ? undefined : new Uint8Array(0);
    const all = Buffer.concat(this.#received);
    const taken = all.subarray(0, most);
    const rest = all.subarray(taken.length);
    this.#received = rest.length > 0 ? [rest] : [];
    this.#receivedBytes = rest.length;
    if (this.#receivedBytes < BUFFER_BYTES) this.#socket.resume();
    return taken;
  }

  send(bytes: Uint8Array): number | undefined {
    if (!this.#socket.writable) return undefined;
    const room = BUFFER_BYTES - this.#socket.writableLength;
    const taken = bytes.subarray(0, Math.max(0, room));
    if (taken.length < bytes.length) this.#waitsForRoom = true;
    if (taken.length === 0) return 0;
    this.#socket.write(taken, () => {
      if (!this.#waitsForRoom) return;
      this.#waitsForRoom = false;
      this.onActivity();
    });
    return taken.length;
  }

  close(): void {
    this.onActivity = () => {};
    this.#socket.off("data", this.#onData);
    // Unread data would hold back the end of the connection.
    this.#socket.resume();
    this.#socket.destroySoon();
    if (this.#socket.destroyed) return;
    const cancel = this.scheduler.after(LINGER_MS, () => this.#socket.destroy());
    this.#socket.once("close", cancel);
  }

  abandon(): () => void {
    this.onActivity = () => {};
    this.#socket.off("data", this.#onData);
    this.#socket.resume();
    this.#socket.once("end", () => this.#socket.destroy());
    this.#socket.unref();
    return () => this.#socket.destroy();
  }
}
