// A recorder in virtual time that keeps what comes in memory: for the boards' side of the contract, where
// the recorder itself is not what is tested. Knows no database.
import type { Duplex } from "node:stream";
import { generate, type IPublishPacket, type Packet, parser } from "mqtt-packet";
import type { KnownBoot } from "../../host/simulator/balance.ts";
import type { World } from "../../host/simulator/virtual/world.ts";

const COMMIT_MS = 300;
const RETRY_MS = 1000;
const PING_MS = 10_000;

/** What is known of one boot. */
export interface KeptBoot extends KnownBoot {
  readonly device: string;
  readonly stored: Map<number, string>;
  readonly declared: Set<number>;
  mark: number;
  highest: number;
  before?: { seq: number; most: number };
}

export class ModelRecorder {
  readonly boots = new Map<string, KeptBoot>();
  readonly conflicts: string[] = [];
  connections = 0;
  #socket: Duplex | undefined;
  #packetId = 0;
  #isClosed = false;
  #moved = new Set<string>();
  #newest = new Map<string, string>();
  #unanswered: number[] = [];
  #commit: (() => void) | undefined;

  constructor(private readonly world: World) {
    this.#open();
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  boot(name: string, device: string): KeptBoot {
    const known = this.boots.get(name);
    if (known !== undefined) return known;
    const made: KeptBoot = { device, stored: new Map(), declared: new Set(), mark: 0, highest: 0 };
    this.boots.set(name, made);
    return made;
  }

  #open(): void {
    const time = this.world.time;
    const clock = time.hostClock;
    const socket = this.world.connect("recorder");
    this.#socket = socket;
    const packets = parser();
    packets.on("packet", (packet: Packet) => this.#take(packet));
    socket.on("data", (bytes: Buffer) => packets.parse(bytes));
    socket.on("error", () => {});
    let heard = time.now();
    socket.on("data", () => {
      heard = time.now();
    });
    let cancel = (): void => {};
    const beat = (): void => {
      cancel = clock.after(PING_MS, () => {
        if (time.now() - heard > 3 * PING_MS) socket.destroy();
        else this.#send({ cmd: "pingreq" });
        beat();
      });
    };
    beat();
    socket.on("close", () => {
      cancel();
      this.#commit?.();
      this.#commit = undefined;
      this.#unanswered = [];
      this.#socket = undefined;
      if (!this.#isClosed) clock.after(RETRY_MS, () => this.#open());
    });
    this.#send({
      cmd: "connect",
      protocolId: "MQTT",
      protocolVersion: 4,
      clientId: "recorder",
      clean: false,
      keepalive: 30,
    });
  }

  #send(packet: Packet): void {
    this.#socket?.write(generate(packet));
  }

  #take(packet: Packet): void {
    if (packet.cmd === "connack") {
      this.connections++;
      const topics = ["telemetry", "dropped", "meta"].map((kind) => `espulse/+/${kind}`);
      const subscriptions = topics.map((topic) => ({ topic, qos: 1 as const }));
      this.#send({ cmd: "subscribe", messageId: 1, subscriptions });
      for (const name of this.#newest.values()) this.#moved.add(name);
    } else if (packet.cmd === "publish") {
      this.#keep(packet);
      if (packet.qos === 1) this.#unanswered.push(packet.messageId!);
      this.#commit ??= this.world.time.hostClock.after(COMMIT_MS, () => this.#committed());
    }
  }

  #keep({ topic, payload }: IPublishPacket): void {
    const [, device, kind] = topic.split("/");
    const message = JSON.parse(String(payload));
    const boot = this.boot(message.boot, device!);
    if (kind === "meta") {
      const isNewer =
        (this.#newest.get(device!) ?? "").localeCompare(message.boot, "en", { numeric: true }) < 0;
      if (isNewer) this.#newest.set(device!, message.boot);
      if (message.before) this.boot(message.before.boot, device!).before = message.before;
      return;
    }
    if (kind === "dropped") {
      for (let seq = message.from; seq <= message.to; seq++) boot.declared.add(seq);
    } else {
      const { up, t, skip, d, seq } = message;
      const content = JSON.stringify([up, t, skip, d]);
      const known = boot.stored.get(seq);
      if (known !== undefined && known !== content) {
        this.conflicts.push(`${device} ${message.boot} ${seq}: ${known} then ${content}`);
      }
      if (known === undefined) boot.stored.set(seq, content);
    }
    boot.highest = Math.max(boot.highest, message.seq ?? message.to);
    while (boot.stored.has(boot.mark + 1) || boot.declared.has(boot.mark + 1)) boot.mark++;
    this.#moved.add(message.boot);
  }

  #committed(): void {
    this.#commit = undefined;
    for (const messageId of this.#unanswered.splice(0)) this.#send({ cmd: "puback", messageId });
    const moved = [...this.#moved].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    this.#moved.clear();
    for (const name of moved) {
      const { device, mark } = this.boot(name, "");
      this.#packetId = (this.#packetId % 60_000) + 2;
      this.#send({
        cmd: "publish",
        topic: `espulse/${device}/stored`,
        payload: JSON.stringify({ v: 1, boot: name, seq: mark }),
        qos: 1,
        dup: false,
        retain: true,
        messageId: this.#packetId,
      });
    }
  }
}
