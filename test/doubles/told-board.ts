// A board as a broker sees it that publishes when a test tells it to.
import type { ReaderBroker } from "./reader-broker.ts";

export const BOOT = "7f3a12c4-17";

export class ToldBoard {
  #seq = 0;
  constructor(
    readonly broker: ReaderBroker,
    readonly device = "esp32-a1b2c3",
  ) {}

  async birth(): Promise<void> {
    const meta = {
      v: 1,
      board: "esp32-devkitc",
      serial: "x",
      runtime: "2v29",
      sha256: "0".repeat(64),
      boot: BOOT,
      reset: "none",
      interval: 1000,
      channels: [
        { n: "temp", u: "Cel" },
        { n: "rssi", u: "dBm" },
      ],
    };
    await this.broker.publish(`espulse/${this.device}/meta`, meta, { retain: true });
    const state = { v: 1, state: "ready", boot: BOOT, conn: 1 };
    await this.broker.publish(`espulse/${this.device}/state`, state, { retain: true });
  }

  async read(count = 1, skip = 0): Promise<void> {
    this.#seq += skip;
    for (let i = 0; i < count; i++) {
      const seq = ++this.#seq;
      const reading = { v: 1, boot: BOOT, seq, up: seq * 1000, d: { temp: 21.5, rssi: -61 } };
      await this.broker.publish(`espulse/${this.device}/telemetry`, reading);
    }
  }
}
