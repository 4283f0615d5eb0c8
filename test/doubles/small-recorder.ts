// A recorder as small as one can be: keeps in memory what boards send, and tells them how far (the topic
// `stored`). Counts what contradicts the contract; knows no disk.
import { connectAsync, type MqttClient } from "mqtt";
import type { Dropped, Reading } from "../../firmware/contract/telemetry.ts";

const PREFIX = "espulse";

export interface KeptBoot {
  readonly readings: Map<number, Reading>;
  readonly losses: Dropped[];
  /** All up to here is kept or told as lost. */
  mark: number;
  /** The order in which readings first came. */
  readonly order: number[];
}

/** Whether it waited is no content. */
function contentOf({ boot, seq, up, t, skip, d }: Reading): string {
  return JSON.stringify([boot, seq, up, t, skip, d]);
}

export class SmallRecorder {
  readonly boots = new Map<string, KeptBoot>();
  readonly metas: Record<string, unknown>[] = [];
  /** Same name, other content. */
  readonly conflicts: string[] = [];
  duplicates = 0;
  /** How long after it was made, by the clock of this process, each live reading came. */
  readonly liveAt: { readonly boot: string; readonly up: number; readonly at: number }[] = [];
  /** Whether marks are told. */
  tellsMarks: boolean;
  /** What was told last of each device and boot. */
  readonly #told = new Map<string, number>();
  readonly #moved = new Set<string>();
  #client: MqttClient | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(tellsMarks: boolean) {
    this.tellsMarks = tellsMarks;
  }

  static async start(port: number, { tellsMarks = true } = {}): Promise<SmallRecorder> {
    const recorder = new SmallRecorder(tellsMarks);
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, {
      clientId: `small-recorder-${Math.random()}`,
      reconnectPeriod: 50,
    });
    recorder.#client = client;
    client.on("error", () => {});
    client.on("message", (topic, payload) => recorder.#take(topic, payload.toString("latin1")));
    await client.subscribeAsync(
      [`${PREFIX}/+/telemetry`, `${PREFIX}/+/dropped`, `${PREFIX}/+/meta`],
      { qos: 1 },
    );
    recorder.#timer = setInterval(() => recorder.#tell(), 100);
    return recorder;
  }

  boot(name: string): KeptBoot {
    let boot = this.boots.get(name);
    if (boot === undefined) {
      boot = { readings: new Map(), losses: [], mark: 0, order: [] };
      this.boots.set(name, boot);
    }
    return boot;
  }

  /** What of 1 to `made` of a boot is neither kept nor told as lost. */
  missing(name: string, made: number): number[] {
    const { readings, losses } = this.boot(name);
    const isLost = (seq: number) => losses.some(({ from, to }) => from <= seq && seq <= to);
    return Array.from({ length: made }, (_, i) => i + 1).filter(
      (seq) => !readings.has(seq) && !isLost(seq),
    );
  }

  #take(topic: string, payload: string): void {
    const [, device = "", kind] = topic.split("/");
    if (payload === "") return;
    const message = JSON.parse(payload);
    if (kind === "meta") {
      this.metas.push(message);
      return;
    }
    const boot = this.boot(message.boot);
    if (kind === "dropped") boot.losses.push(message);
    else {
      const before = boot.readings.get(message.seq);
      if (before === undefined) {
        boot.readings.set(message.seq, message);
        boot.order.push(message.seq);
        if (message.q === undefined) {
          this.liveAt.push({ boot: message.boot, up: message.up, at: performance.now() });
        }
      } else {
        this.duplicates++;
        const [a, b] = [before, message].map(contentOf);
        if (a !== b) this.conflicts.push(`${a} ${b}`);
      }
    }
    this.#moved.add(`${device} ${message.boot}`);
  }

  #tell(): void {
    if (!this.tellsMarks) return;
    for (const key of this.#moved) {
      const [device, name = ""] = key.split(" ");
      const boot = this.boot(name);
      for (let next = true; next; ) {
        const at = boot.mark + 1;
        const loss = boot.losses.find(({ from, to }) => from <= at && at <= to);
        if (boot.readings.has(at)) boot.mark = at;
        else if (loss) boot.mark = loss.to;
        else next = false;
      }
      if (boot.mark === 0 || this.#told.get(key) === boot.mark) continue;
      this.#told.set(key, boot.mark);
      const mark = JSON.stringify({ v: 1, boot: name, seq: boot.mark });
      this.#client?.publish(`${PREFIX}/${device}/stored`, mark, { qos: 1, retain: true });
    }
    this.#moved.clear();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#client?.endAsync(true);
  }
}
