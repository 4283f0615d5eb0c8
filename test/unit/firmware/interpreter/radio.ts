// require("Wifi") of the ESP32 build, and datagram sockets: what the firmware asks of them, and what
// the air answers, in the test's hand (libs/network/esp32/jswrap_esp32_network.c).
import type { IdleLoop } from "./idle-loop.ts";

const NO_ADDRESS = "0.0.0.0";

export class Radio {
  /** Each call of `connect`: when, and with what. */
  readonly joins: { at: number; ssid: string; password: string }[] = [];
  ip = NO_ADDRESS;
  status: { rssi?: number | string } = { rssi: "off" };
  #listeners = new Map<string, ((details?: object) => void)[]>();
  #completed: (() => void) | undefined;

  constructor(private readonly loop: IdleLoop) {}

  readonly module = {
    connect: (ssid: string, { password }: { password: string }, completed: () => void): void => {
      this.joins.push({ at: this.loop.elapsed, ssid, password });
      this.#completed = completed;
    },
    on: (event: string, listener: () => void): void => {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    },
    getIP: () => ({ ip: this.ip }),
    getStatus: () => this.status,
  };

  /** An address was given: the callback of `connect`, then the event, both queued. */
  gain(ip = "192.168.4.2"): void {
    this.ip = ip;
    this.status = { rssi: -61 };
    this.#complete();
    this.#queue("connected", { ip });
  }

  /** The access point is gone or refuses: after its own tries the driver says so once. */
  lose(reason = "8"): void {
    this.ip = NO_ADDRESS;
    this.status = {};
    this.#queue("disconnected", { ssid: "attic", reason });
    this.#complete();
  }

  #complete(): void {
    const completed = this.#completed;
    this.#completed = undefined;
    if (completed) this.loop.queue(completed);
  }

  #queue(event: string, details: object): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      this.loop.queue(() => listener(details));
    }
  }
}

export class Datagrams {
  /** Every socket ever made, in order. */
  readonly sockets: DatagramSocket[] = [];
  /** May throw, as `send` does for a host that cannot be found. */
  onSend: () => void = () => {};

  constructor(private readonly loop: IdleLoop) {}

  readonly module = {
    createSocket: (): DatagramSocket => {
      const socket = new DatagramSocket(this.loop, () => this.onSend());
      this.sockets.push(socket);
      return socket;
    },
  };
}

export class DatagramSocket {
  readonly sent: { bytes: string; port: number; host: string }[] = [];
  isClosed = false;
  #listener: (bytes: string) => void = () => {};

  constructor(
    private readonly loop: IdleLoop,
    private readonly onSend: () => void,
  ) {}

  on(_event: "message", listener: (bytes: string) => void): void {
    this.#listener = listener;
  }

  send(bytes: string, port: number, host: string): void {
    this.onSend();
    this.sent.push({ bytes, port, host });
  }

  close(): void {
    this.isClosed = true;
  }

  deliver(bytes: string): void {
    if (this.isClosed) return;
    this.loop.queue(() => this.#listener(bytes));
    this.loop.settle();
  }
}
