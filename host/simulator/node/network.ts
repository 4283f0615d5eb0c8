// What a board's sockets reach: the seam between the network of this machine and a model of one. Owns
// the shapes, and the numbers of lwIP that both have in common.
/** What the board's sockets need of a TCP connection. */
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

/** A TCP connection that is being opened. */
export interface Opening {
  /** Gives the attempt up; nothing is called back. */
  abandon(): void;
}

export interface UdpEvents {
  message(bytes: Uint8Array, address: string, port: number): void;
  failed(): void;
}

export interface UdpSocket {
  send(text: string, port: number, address: string): void;
  addMembership(group: string, ip: string | undefined): void;
  close(): void;
}

export interface Network {
  /** connect(): calls back once, later, with the link or with the ESP32's error number. */
  openLink(host: string, port: number, done: (result: Link | number) => void): Opening;
  /** With `port` it is bound to it, and may broadcast. */
  openUdp(port: number | undefined, events: UdpEvents): UdpSocket;
}

/** TCP_WND and TCP_SND_BUF of the ESP-IDF: four segments of 1436 bytes. */
export const BUFFER_BYTES = 5744;
/** lwIP sends a SYN every 3 s (TCP_RTO_TIME, not backed off in SYN_SENT), 6 of them (TCP_SYNMAXRTX). */
export const CONNECT_TIMEOUT_MS = 18_000;
/** newlib's errno.h: what lwIP makes of a refusal (ERR_RST) and of a time-out (ERR_ABRT). */
export const ECONNRESET = 104;
export const ECONNABORTED = 113;
