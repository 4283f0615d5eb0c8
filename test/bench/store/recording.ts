// Commits readings of a fleet to a new recording, tells the processor time of a reading as JSON, and
// ends as if by kill -9. Its arguments: folder, readings a batch, readings.
import { Store } from "../../../host/recording/store.ts";
import type { Message } from "../../../host/telemetry/message.ts";

const DEVICES = 200;
const START = Date.UTC(2026, 4, 1);
const [folder, ...counts] = process.argv.slice(2) as [string, string, string];
const [batch, readings] = counts.map(Number) as [number, number];

function reading(index: number): Message {
  const device = index % DEVICES;
  const seq = Math.floor(index / DEVICES) + 1;
  const up = 1000 * seq + device;
  const d = {
    temp: 20 + (index % 97) / 10,
    vars: 2000 + (seq % 100),
    rssi: -60 - (seq % 20),
    light: (index % 1000) / 1000,
    rh: 40.2,
  };
  const payload = { v: 1, boot: "7f3a12c4-17", seq, up, t: START + up, d };
  const topic = `espulse/esp32-${device.toString(16).padStart(6, "0")}/telemetry`;
  const rx = START + up + 40;
  return { topic, payload: Buffer.from(JSON.stringify(payload)), qos: 1, retain: false, rx };
}

const store = await Store.open(folder, { utcNow: () => START });
let microseconds = 0;
for (let from = 0; from < readings; from += batch) {
  const messages = Array.from({ length: batch }, (_, index) => reading(from + index));
  const before = process.cpuUsage();
  await store.commit(messages);
  const { user, system } = process.cpuUsage(before);
  microseconds += user + system;
}
process.stdout.write(`${JSON.stringify(microseconds / readings)}\n`, () =>
  process.kill(process.pid, "SIGKILL"),
);
