// A paced stream of readings into a broker, as bytes ready for the socket: the publisher costs as
// little as can be, so that what the readers cost shows. QoS 1, MQTT 3.1.1, a thousand boards.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const BOARDS = 1000;
const TICK_MS = 1;
const CONNECT_DEADLINE_MS = 10_000;
const CONNECT = packet(0x10, [text("MQTT"), Buffer.from([4, 2, 0, 0]), text("bench")]);

export class ReadingStream {
  readonly #socket: Socket;
  #sent = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(port: number): Promise<ReadingStream> {
    const socket = connect(port, "127.0.0.1").setNoDelay();
    socket.write(CONNECT);
    await once(socket, "data", { signal: AbortSignal.timeout(CONNECT_DEADLINE_MS) });
    // PUBACKs, which nobody waits for.
    socket.on("data", () => {});
    return new ReadingStream(socket);
  }

  /** One reading of the next board. */
  publish(): void {
    this.#socket.write(this.#next());
  }

  /** `count` readings at `rate` a second. */
  async run(count: number, rate: number): Promise<void> {
    const start = performance.now();
    for (let made = 0; made < count; ) {
      const due = Math.min(count, Math.floor(((performance.now() - start) * rate) / 1000));
      const packets: Buffer[] = [];
      for (; made < due; made++) packets.push(this.#next());
      if (packets.length > 0 && !this.#socket.write(Buffer.concat(packets))) {
        await once(this.#socket, "drain");
      }
      await pause(TICK_MS);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #next(): Buffer {
    const index = this.#sent++;
    const board = index % BOARDS;
    const seq = Math.floor(index / BOARDS) + 1;
    const reading = {
      v: 1,
      boot: `${(0x7f3a0000 + board).toString(16)}-17`,
      seq,
      up: seq * 1000 + 13,
      t: Date.now(),
      d: {
        temp: 20 + (index % 57) / 10,
        vars: 2900 + (index % 31),
        rssi: -60 - (index % 20),
        light: (index % 3300) / 1000,
      },
    };
    const id = Buffer.alloc(2);
    id.writeUInt16BE((index % 0xffff) + 1);
    const topic = text(`espulse/esp32-${board.toString(16).padStart(6, "0")}/telemetry`);
    return packet(0x32, [topic, id, Buffer.from(JSON.stringify(reading))]);
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(header: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const prefix = length < 128 ? [header, length] : [header, (length & 0x7f) | 0x80, length >> 7];
  return Buffer.concat([Buffer.from(prefix), body]);
}
