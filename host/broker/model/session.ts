// What the model broker keeps for one client id: messages in flight and those that wait. Owns order,
// packet ids and limits, as Mosquitto has them (src/database.c); knows no bytes.
import type { Message } from "./message.ts";

export interface SessionLimits {
  /** max_queued_messages */
  readonly queued: number;
  /** max_inflight_messages */
  readonly inFlight: number;
  /**
   * As Mosquitto 2.0.11 has it (db__message_delete_outgoing): an acknowledgement lets as many more go as
   * stand behind the limit, counted from the acknowledged one: with the first, twenty.
   */
  readonly floods: boolean;
}

/** The client, while it is there. */
export interface Outlet {
  /** Messages of QoS 1 that it takes before it has acknowledged one. */
  readonly mostInFlight: number;
  send(message: Message, packetId: number, isAgain: boolean): void;
}

export class Session {
  outlet: Outlet | undefined;
  /** Its client speaks MQTT 5. */
  isOfFive = false;
  /** Messages that found no room. */
  dropped = 0;
  /** Seconds that it outlives its connection. */
  expirySeconds: number;
  /** Waits for its end, while nobody is connected. */
  cancelExpiry: () => void = () => {};
  #inFlight = new Map<number, Message>();
  #queue: Message[] = [];
  #lastId = 0;

  constructor(
    readonly clientId: string,
    private readonly limits: SessionLimits,
    expirySeconds: number,
  ) {
    this.expirySeconds = expirySeconds;
  }

  get waiting(): number {
    return this.#queue.length + this.#inFlight.size;
  }

  deliver(message: Message): void {
    const { outlet } = this;
    if (message.qos === 0) {
      outlet?.send(message, 0, false);
    } else if (outlet !== undefined && this.#inFlight.size < outlet.mostInFlight) {
      this.#send(message);
    } else if (this.#queue.length < this.limits.queued) {
      this.#queue.push(message);
    } else {
      this.dropped++;
    }
  }

  acknowledged(packetId: number): void {
    const { outlet } = this;
    if (outlet === undefined || !this.#inFlight.has(packetId)) return;
    const behind = this.limits.floods ? outlet.mostInFlight - this.#placeOf(packetId) : 0;
    this.#inFlight.delete(packetId);
    this.#fill(Math.max(behind, outlet.mostInFlight - this.#inFlight.size));
  }

  #placeOf(packetId: number): number {
    let place = 0;
    for (const id of this.#inFlight.keys()) {
      if (id === packetId) break;
      place++;
    }
    return place;
  }

  /** The client is there: what was in flight goes first, again. */
  attach(outlet: Outlet): void {
    this.outlet = outlet;
    this.cancelExpiry();
    this.cancelExpiry = () => {};
    for (const [packetId, message] of this.#inFlight) outlet.send(message, packetId, true);
    this.#fill(outlet.mostInFlight - this.#inFlight.size);
  }

  detach(): void {
    this.outlet = undefined;
  }

  /** What a file would keep of it. */
  copy(): Session {
    const copy = new Session(this.clientId, this.limits, this.expirySeconds);
    copy.isOfFive = this.isOfFive;
    copy.#inFlight = new Map(this.#inFlight);
    copy.#queue = [...this.#queue];
    copy.#lastId = this.#lastId;
    return copy;
  }

  #fill(most: number): void {
    let sent = 0;
    while (sent < this.#queue.length && sent < most) this.#send(this.#queue[sent++]!);
    if (sent > 0) this.#queue.splice(0, sent);
  }

  #send(message: Message): void {
    do {
      this.#lastId = this.#lastId < 65_535 ? this.#lastId + 1 : 1;
    } while (this.#inFlight.has(this.#lastId));
    this.#inFlight.set(this.#lastId, message);
    this.outlet!.send(message, this.#lastId, false);
  }
}
