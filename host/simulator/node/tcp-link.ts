// One TCP connection as lwIP's socket calls give it to Espruino (network_esp32.c): receive and send
// without waiting, bounded buffers. Knows no JavaScript object.
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";
import { OpeningQueue } from "./opening-queue.ts";
import type { Scheduler } from "./scheduler.ts";

/** TCP_WND and TCP_SND_BUF of the ESP-IDF: four segments of 1436 bytes. */
const BUFFER_BYTES = 5744;
/** lwIP sends a SYN every 3 s (TCP_RTO_TIME, not backed off in SYN_SENT), 6 of them (TCP_SYNMAXRTX). */
const CONNECT_TIMEOUT_MS = 18_000;
/** newlib's errno.h: what lwIP makes of a refusal (ERR_RST) and of a time-out (ERR_ABRT). */
const ECONNRESET = 104;
const ECONNABORTED = 113;

/** What a read leaves here is taken at once; a buffer for each of ten thousand sockets is a lot. */
const READ_BUFFER = Buffer.alloc(65_536);

/** How long a closed connection may go on sending; lwIP gives it 20 s, this process ends sooner. */
const LINGER_MS = 2000;

/** Of all boards. */
const openings = new OpeningQueue();

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
  let link: TcpLink | undefined;
  let socket: Socket | undefined;
  const settle = (): void => {
    cancelTimeout();
    socket?.off("connect", opened);
    socket?.off("error", failed);
    // An error may still come from a socket that is being destroyed; nobody waits for it.
    socket?.on("error", ignore);
  };
  const opened = (): void => {
    settle();
    link = new TcpLink(socket!, scheduler);
    done(link);
  };
  const giveUp = (): void => {
    settle();
    leave();
    socket?.destroy();
  };
  const failed = (): void => {
    giveUp();
    done(ECONNRESET);
  };
  const cancelTimeout = scheduler.after(CONNECT_TIMEOUT_MS, () => {
    giveUp();
    done(ECONNABORTED);
  });
  const leave = openings.enter(scheduler, () => {
    const options: TcpNetConnectOpts & { highWaterMark: number } = {
      host,
      port,
      family: 4,
      allowHalfOpen: true,
      highWaterMark: BUFFER_BYTES,
      onread: {
        buffer: READ_BUFFER,
        callback(length) {
          leave();
          return link?.take(length) ?? true;
        },
      },
    };
    socket = connect(options)
      .on("connect", opened)
      .on("error", failed)
      .on("close", () => leave());
  });
  return { abandon: giveUp };
}

function ignore(): void {}

/** What the board's sockets need of a connection. */
export interface Link {
  /** Called when data, room or the end has come. */
  onActivity: () => void;
  /** recv(): up to `most` bytes, empty when there are none yet, undefined when the link is over. */
  receive(most: number): string | undefined;
  /** send(): how many bytes were taken, 0 when there is no room, undefined when the link is over. */
  send(bytes: string): number | undefined;
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
  #received = "";
  #over = false;
  /** Nobody takes what still comes. */
  #isClosing = false;

  constructor(
    socket: Socket,
    private readonly scheduler: Scheduler,
  ) {
    this.#socket = socket;
    socket.on("drain", () => this.onActivity());
    socket.on("end", this.#onEnd);
    socket.on("error", this.#onEnd);
    socket.on("close", this.#onEnd);
  }

  /** The socket has read so much into READ_BUFFER; false to read no more. */
  take(length: number): boolean {
    if (this.#isClosing) return true;
    this.#received += READ_BUFFER.toString("latin1", 0, length);
    this.onActivity();
    return this.#received.length < BUFFER_BYTES;
  }

  readonly #onEnd = (): void => {
    this.#over = true;
    this.onActivity();
  };

  receive(most: number): string | undefined {
    if (this.#received === "") return this.#over ? undefined : "";
    const taken = this.#received.slice(0, most);
    const wasFull = this.#received.length >= BUFFER_BYTES;
    this.#received = this.#received.slice(taken.length);
    if (wasFull && this.#received.length < BUFFER_BYTES) this.#socket.resume();
    return taken;
  }

  send(bytes: string): number | undefined {
    if (!this.#socket.writable) return undefined;
    const room = BUFFER_BYTES - this.#socket.writableLength;
    const taken = bytes.slice(0, Math.max(0, room));
    if (taken === "") return 0;
    this.#socket.write(taken, "latin1");
    return taken.length;
  }

  close(): void {
    this.onActivity = () => {};
    this.#isClosing = true;
    // Unread data would hold back the end of the connection.
    this.#socket.resume();
    this.#socket.destroySoon();
    if (this.#socket.destroyed) return;
    const cancel = this.scheduler.after(LINGER_MS, () => this.#socket.destroy());
    this.#socket.once("close", cancel);
  }

  abandon(): () => void {
    this.onActivity = () => {};
    this.#isClosing = true;
    this.#socket.resume();
    this.#socket.once("end", () => this.#socket.destroy());
    this.#socket.unref();
    return () => this.#socket.destroy();
  }
}
