// One TCP connection as lwIP's socket calls give it to Espruino (network_esp32.c): receive and send
// without waiting, bounded buffers. Knows no JavaScript object.
import { connect, type Socket, type TcpNetConnectOpts } from "node:net";
import {
  BUFFER_BYTES,
  CONNECT_TIMEOUT_MS,
  ECONNABORTED,
  ECONNRESET,
  type Link,
  type Opening,
} from "./network.ts";
import { OpeningQueue } from "./opening-queue.ts";
import type { Scheduler } from "./scheduler.ts";

/** What a read leaves here is taken at once; a buffer for each of ten thousand sockets is a lot. */
const READ_BUFFER = Buffer.alloc(65_536);

/** How long a closed connection may go on sending; lwIP gives it 20 s, this process ends sooner. */
const LINGER_MS = 2000;

/** Of all boards. */
const openings = new OpeningQueue();

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

class TcpLink implements Link {
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
