// TCP sockets of the board: what socketClientConnectionsIdle (socketserver.c) does with each in
// every idle pass. Owns the order of events; the bytes' way is in tcp-link.ts.
import type { Interpreter } from "./interpreter.ts";
import type { Listeners } from "./listeners.ts";
import type { Link } from "./network.ts";
import type { Realm } from "./realm.ts";
import { SOCKET_ERRORS } from "./socket-errors.ts";

/** net->chunkSize, network_esp32.c: the most that one pass sends, and that one `data` event holds. */
export const CHUNK_BYTES = 536;
/** STREAM_MAX_BUFFER_SIZE, jswrap_stream.h: what is kept while nobody listens to `data`. */
const STREAM_BUFFER_BYTES = 512;

/** A socket's hidden fields; names as in socketserver.c where they say more than the field's word. */
export interface TcpSocket {
  readonly self: object;
  link: Link | undefined;
  connected: boolean;
  /** "cls": close once everything is sent. */
  close: boolean;
  /** "clsNow" */
  closeNow: boolean;
  /** "dSnd" */
  unsent: string;
  /** "dRcv": read, and not yet taken by a listener or the stream's buffer. */
  received: string;
  /** What read() would give. */
  stream: string;
}

export class TcpSockets {
  readonly #open: TcpSocket[] = [];
  readonly #bySelf = new WeakMap<object, TcpSocket>();

  constructor(
    private readonly realm: Realm,
    private readonly interpreter: Interpreter,
    private readonly listeners: Listeners,
  ) {}

  get open(): readonly TcpSocket[] {
    return this.#open;
  }

  /** Bytes that the interpreter's variables hold for sockets. */
  get waitingBytes(): number {
    let bytes = 0;
    for (const { unsent, received, stream } of this.#open) {
      bytes += unsent.length + received.length + stream.length;
    }
    return bytes;
  }

  of(self: object): TcpSocket | undefined {
    return this.#bySelf.get(self);
  }

  add(self: object): TcpSocket {
    const socket: TcpSocket = {
      self,
      link: undefined,
      connected: false,
      close: false,
      closeNow: false,
      unsent: "",
      received: "",
      stream: "",
    };
    this.#open.push(socket);
    this.#bySelf.set(self, socket);
    return socket;
  }

  attach(socket: TcpSocket, link: Link): void {
    socket.link = link;
    link.onActivity = () => this.interpreter.wake();
  }

  /** clientRequestWrite */
  write(socket: TcpSocket, text: string): void {
    if (socket.close || socket.closeNow) throw this.realm.error("This socket is closed");
    socket.unsent += text;
    this.interpreter.wake();
  }

  /** clientRequestEnd */
  end(socket: TcpSocket): void {
    if (socket.unsent === "") socket.closeNow = true;
    socket.close = true;
    this.interpreter.wake();
  }

  /** socketClientConnectionsIdle; true when something has changed. */
  idle(): boolean {
    let busy = false;
    for (const socket of [...this.#open]) {
      if (this.interpreter.halted) return false;
      if (this.#idleOne(socket)) busy = true;
    }
    return busy;
  }

  #idleOne(socket: TcpSocket): boolean {
    let busy = false;
    let closeNow = socket.closeNow;
    let failed = false;
    let waiting = socket.received;
    const { link, self } = socket;
    if (link !== undefined) {
      if (waiting !== "" && this.listeners.of(self, "data") !== undefined) busy = true;
      // What this hands over stays in `received` until more has come, as in the C code: data that
      // found no room in the stream's buffer is handed over again and again (measured).
      waiting = this.#push(socket, waiting, false);
      if (!closeNow) {
        if (socket.unsent !== "") {
          const sent = link.send(socket.unsent.slice(0, CHUNK_BYTES));
          if (sent === undefined) closeNow = failed = true;
          else if (sent > 0) {
            busy = true;
            socket.unsent = socket.unsent.slice(sent);
            if (socket.unsent === "" && !socket.close) this.listeners.queue(self, "drain", self);
          }
        } else if (socket.close) closeNow = true;
        const text = link.receive(CHUNK_BYTES);
        if (text === undefined) closeNow = failed = true;
        else {
          if (!socket.connected) {
            socket.connected = busy = true;
            this.listeners.queue(self, "connect", self);
            if (socket.unsent === "") this.listeners.queue(self, "drain", self);
          }
          if (text !== "") {
            busy = true;
            waiting = this.#push(socket, waiting + text, false);
            socket.received = waiting;
          }
        }
      }
    }
    if (!closeNow) return busy;
    // While it cannot be handed over, the socket stays, until read() makes room.
    if (this.#push(socket, waiting, true) !== "") return busy;
    this.#remove(socket, failed);
    return true;
  }

  /**
   * socketPushReceiveData: a listener is called at once, not through the queue; without one the
   * stream's buffer takes it. Returns what could not be handed over.
   */
  #push(socket: TcpSocket, text: string, force: boolean): string {
    if (text === "") return "";
    if (this.listeners.callNow(socket.self, "data", text)) return "";
    // jswrap_stream_pushData: the first piece is kept whole, later ones only while there is room.
    if (socket.stream === "") {
      socket.stream = text;
      return "";
    }
    const room = Math.max(0, STREAM_BUFFER_BYTES - socket.stream.length);
    if (text.length > room && !force) return text;
    socket.stream += text.slice(0, room);
    // Forced and too long: it is lost, but counts as not handed over.
    return text.length > room ? text : "";
  }

  #remove(socket: TcpSocket, failed: boolean): void {
    const { self } = socket;
    // recv() tells every failure as -1, "closed", which is no error unless data were left to send.
    const hadError = failed && socket.unsent !== "";
    this.#kill(socket);
    if (hadError) this.listeners.queue(self, "error", this.realm.object(SOCKET_ERRORS.UNSENT_DATA));
    this.listeners.queue(self, "end");
    this.listeners.queue(self, "close", hadError);
  }

  /** _socketConnectionKill */
  #kill(socket: TcpSocket): void {
    socket.link?.close();
    socket.link = undefined;
    socket.connected = false;
    socket.close = true;
    this.#open.splice(this.#open.indexOf(socket), 1);
  }

  /** Takes what the stream's buffer has kept, all of it or the first `characters`. */
  read(socket: TcpSocket, characters: number): string {
    const most = characters > 0 ? characters : socket.stream.length;
    const text = socket.stream.slice(0, most);
    socket.stream = socket.stream.slice(text.length);
    this.interpreter.wake();
    return text;
  }

  /** socketKill: closes all; what was written and not sent is lost. */
  killAll(): void {
    for (const socket of [...this.#open]) this.#kill(socket);
  }

  /** The network went down under them: the board sees them closed, the peers see nothing. */
  abandonAll(): (() => void)[] {
    const ends: (() => void)[] = [];
    for (const socket of this.#open) {
      if (socket.link === undefined) continue;
      ends.push(socket.link.abandon());
      socket.link = GONE;
    }
    return ends;
  }
}

/** A link that is over, with nothing left in it. */
const GONE: Link = {
  onActivity: () => {},
  receive: () => undefined,
  send: () => undefined,
  close: () => {},
  abandon: () => () => {},
};
