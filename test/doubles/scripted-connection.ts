// One connection of a scripted broker, byte by byte: what came, and what is answered. What the bytes mean
// is in raw-packets.ts.
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Reading } from "../../firmware/contract/telemetry.ts";
import { frame, type RawPacket, type RawPublish, readPublish, TYPE } from "./raw-packets.ts";
import { HANGS_MS } from "./until.ts";

/** What a well-behaved broker would do by itself; a test switches off what it abuses. */
export interface Manners {
  /** CONNACK return code, or "none", or "bytewise" for 0 in single bytes. */
  readonly connack?: number | "none" | "bytewise";
  readonly puback?: boolean;
  readonly suback?: number | "none";
  readonly pingresp?: boolean;
}

export class ScriptedConnection {
  readonly packets: RawPacket[] = [];
  readonly openedAt = performance.now();
  isClosed = false;
  readonly #socket: Socket;
  #manners: Manners;
  #pending = Buffer.alloc(0);
  #bytewise = false;
  readonly #held: Buffer[] = [];
  #watchers: (() => void)[] = [];

  constructor(socket: Socket, manners: Manners) {
    this.#socket = socket;
    this.#manners = manners;
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    socket.on("close", () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  set manners(manners: Manners) {
    this.#manners = manners;
  }

  /** Behind whatever is being sent byte by byte: packets never mix. */
  send(bytes: Buffer | readonly number[]): void {
    if (this.#bytewise) this.#held.push(Buffer.from(bytes as readonly number[]));
    else this.#socket.write(Buffer.from(bytes as readonly number[]));
  }

  /** Each byte in a segment of its own. */
  async sendBytewise(bytes: Buffer | readonly number[]): Promise<void> {
    this.#bytewise = true;
    for (const byte of bytes) {
      this.#socket.write(Buffer.from([byte]));
      await delay(2);
    }
    this.#bytewise = false;
    for (const held of this.#held.splice(0)) this.send(held);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  get publishes(): RawPublish[] {
    return this.packets.filter(({ type }) => type === TYPE.publish).map(readPublish);
  }

  /** Payloads of the readings that came, parsed. */
  get readings(): Reading[] {
    return this.publishes
      .filter(({ topic }) => topic.endsWith("/telemetry"))
      .map(({ payload }) => JSON.parse(payload));
  }

  /** Ids of the commands that the board has answered. */
  get replies(): string[] {
    return this.publishes
      .filter(({ topic }) => topic.includes("/reply/"))
      .map(({ topic }) => topic.replace(/.*\//, ""));
  }

  count(type: number): number {
    return this.packets.filter((packet) => packet.type === type).length;
  }

  /** Resolves when `condition` holds; rejects with what came instead. */
  async until(condition: () => boolean, what: string): Promise<void> {
    const end = performance.now() + HANGS_MS;
    while (!condition()) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`${what}: not within ${HANGS_MS} ms; came ${this}`);
      await Promise.race([new Promise<void>((wake) => this.#watchers.push(wake)), delay(left)]);
    }
  }

  /** Waits for so many readings; gives the seq of all that have come, in order of arrival. */
  async seqs(count: number): Promise<number[]> {
    await this.until(() => this.readings.length >= count, `${count} readings`);
    return this.readings.map(({ seq }) => seq);
  }

  async untilClosed(): Promise<void> {
    await this.until(() => this.isClosed, "closed by the device");
  }

  toString(): string {
    return this.packets.map(({ type, body }) => `${type}(${body.length})`).join(" ") || "nothing";
  }

  #receive(bytes: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const framed = frame(this.#pending);
      if (framed === undefined) return;
      this.#pending = this.#pending.subarray(framed.length);
      const packet = { ...framed.packet, at: performance.now() };
      this.packets.push(packet);
      this.#answer(packet);
      this.#wake();
    }
  }

  #answer({ type, body, header }: RawPacket): void {
    const { connack = 0, puback = true, suback = 1, pingresp = true } = this.#manners;
    if (type === TYPE.connect && connack === "bytewise") {
      void this.sendBytewise([0x20, 2, 0, 0]);
    } else if (type === TYPE.connect && typeof connack === "number") {
      this.send([0x20, 2, 0, connack]);
      if (connack > 0) this.#socket.end();
    } else if (type === TYPE.publish && puback && header & 2) {
      const { id = 0 } = readPublish({ header, type, body, at: 0 });
      this.send([0x40, 2, id >> 8, id & 255]);
    } else if (type === TYPE.subscribe && suback !== "none") {
      this.send([0x90, 3, body[0]!, body[1]!, suback]);
    } else if (type === TYPE.pingreq && pingresp) {
      this.send([0xd0, 0]);
    }
  }

  #wake(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const wake of watchers) wake();
  }
}
