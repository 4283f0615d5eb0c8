// A process that records until it is killed: a batch, a line with the last seq that is safe, and so
// on, a day a batch, each day rotated. Its arguments: folder, first seq, readings a batch.
import { setTimeout as delay } from "node:timers/promises";
import { Store } from "../../host/recording/store.ts";
import type { Message } from "../../host/telemetry/message.ts";
import { NOON, readingOf } from "./recorded-messages.ts";

const DAY_MS = 86_400_000;
const [folder, firstSeq, batchSize] = process.argv.slice(2) as [string, string, string];
let day = 0;
const store = await Store.open(folder, { utcNow: () => NOON + day * DAY_MS });
const rotating: Promise<unknown>[] = [];

async function commit(batch: readonly Message[]): Promise<boolean> {
  try {
    await store.commit(batch);
    return true;
  } catch (error) {
    process.stdout.write(`${error}\n`);
    await delay(20);
    return false;
  }
}

let seq = Number(firstSeq);
for (;;) {
  const rx = NOON + day * DAY_MS;
  const batch = Array.from({ length: Number(batchSize) }, (_, index) => {
    const fields = { seq: seq + index, up: seq + index, d: { temp: seq + index } };
    return readingOf("a", "0000000a-1", fields, rx);
  });
  while (!(await commit(batch)));
  seq += batch.length;
  process.stdout.write(`${seq - 1}\n`);
  day++;
  // What fails stays in the table, for the next time.
  rotating.push(store.rotate().catch(() => {}));
  if (rotating.length > 2) await rotating.shift();
}
