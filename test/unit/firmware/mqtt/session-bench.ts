// The session module alone on the interpreter's globals: what it is told, what it sends, and the
// broker's end of each connection in the test's hand.
import type { Packet } from "mqtt-packet";
import type { Settings } from "../../../../firmware/contract/settings.ts";
import { Interpreter, SETTINGS } from "../../../doubles/firmware-globals.ts";
import type { Link } from "../interpreter/link.ts";
import { connack, field, PINGRESP, packetsOf, puback, suback } from "./wire.ts";

/** As often as the firmware's beat calls it. */
const TICK_MS = 1000;

type SessionModule = typeof import("../../../../firmware/mqtt/session.ts");

export class SessionBench {
  readonly interpreter = new Interpreter();
  session!: SessionModule;
  willPayload = '{"state":"lost"}';
  connections = 0;
  readonly lost: string[] = [];
  readonly acknowledged: [token: number, isRefused: boolean][] = [];
  readonly messages: [topic: string, payload: string, isCut: boolean][] = [];
  /** What each tick answered: whether the session has shown life. */
  readonly life: boolean[] = [];
  /** Runs when a message has come. */
  onMessage: () => void = () => {};
  /** What the broker answers by itself while time goes by. */
  readonly answers = { pings: true, publishes: true };
  #answered = new Map<Link, number>();
  #read = new Map<Link, { bytes: number; packets: Packet[] }>();

  static async open(): Promise<SessionBench> {
    const bench = new SessionBench();
    bench.session = await import("../../../../firmware/mqtt/session.ts");
    bench.session.startSession(
      () => field("espulse/esp32-a1b2c3/state") + field(bench.willPayload),
      () => {
        bench.connections++;
      },
      (reason) => bench.lost.push(reason),
      (token, isRefused) => bench.acknowledged.push([token, isRefused]),
      (...message) => {
        bench.messages.push(message);
        bench.onMessage();
      },
    );
    return bench;
  }

  get loop() {
    return this.interpreter.loop;
  }

  get link() {
    return this.interpreter.link;
  }

  get links() {
    return this.interpreter.links;
  }

  /** Packets of the newest connection, oldest first. */
  get packets() {
    this.loop.settle();
    const { sent } = this.link;
    const known = this.#read.get(this.link) ?? { bytes: 0, packets: [] };
    if (sent.length > known.bytes) known.packets.push(...packetsOf(sent.slice(known.bytes)));
    known.bytes = sent.length;
    this.#read.set(this.link, known);
    return known.packets;
  }

  /** What the board's settings say of the broker from now on. */
  setBroker(broker: Partial<Settings["broker"]>): void {
    this.interpreter.set({ broker: { ...SETTINGS.broker, ...broker } });
  }

  networkUp(): void {
    this.session.networkChanged(true, "wifi: up");
    this.loop.settle();
  }

  /** TCP opens, and CONNECT leaves. */
  accept(): void {
    this.link.accept();
    this.loop.settle();
  }

  /** At QoS 1, for the token alone. */
  publish(token: number): boolean {
    return this.session.publish("t", "p", false, token);
  }

  /** From nothing to an accepted login. */
  connect(): void {
    if (this.links.length === 0) this.networkUp();
    this.accept();
    this.link.deliver(connack());
  }

  /** Lets time go by, with a tick each second. */
  pass(milliseconds: number): void {
    for (let passed = 0; passed < milliseconds; passed += TICK_MS) {
      this.loop.advance(TICK_MS);
      this.life.push(this.session.tickSession(this.loop.elapsed));
      this.loop.settle();
      this.answer();
    }
  }

  /** Answers what has come in since the last time. */
  answer(): void {
    if (this.links.length === 0) return;
    const packets = this.packets;
    const link = this.link;
    for (const packet of packets.slice(this.#answered.get(link) ?? 0)) {
      const { cmd, messageId = 0 } = packet;
      if (cmd === "pingreq" && this.answers.pings) link.deliver(PINGRESP);
      if (cmd === "publish" && messageId > 0 && this.answers.publishes)
        link.deliver(puback(messageId));
      if (cmd === "subscribe" && this.answers.publishes) link.deliver(suback(messageId));
    }
    this.#answered.set(link, packets.length);
  }

  /** Until the next attempt, which is at most `within` away; gives the wait. */
  untilNextAttempt(within = 61_000): number {
    const before = this.links.length;
    const since = this.loop.elapsed;
    for (let passed = 0; passed <= within; passed++) {
      if (this.links.length > before) return this.loop.elapsed - since;
      this.loop.advance(1);
    }
    throw new Error(`no attempt within ${within} ms`);
  }

  close(): void {
    this.interpreter.restore();
    if (this.loop.errors.length > 0) throw this.loop.errors[0];
  }
}
