// A process that records until it is killed: a batch, a line with the last seq that is safe, and so
// on, a day a batch, each day rotated. Its arguments: folder, first seq, readings a batch.
import { Store } from "../../host/recording/store.ts";
import { NOON, readingOf } from "./recorded-messages.ts";

const DAY_MS = 86_400_000;
const [folder, firstSeq, batchSize] = process.argv.slice(2) as [string, string, string];
let day = 0;
const store = await Store.open(folder, { utcNow: () => NOON + day * DAY_MS });
const rotating: Promise<unknown>[] = [];
let seq = Number(firstSeq);
// As many as were there and not told of: they come again, and are known.
for (;;) {
  const rx = NOON + day * DAY_MS;
  const batch = Array.from({ length: Number(batchSize) }, (_, index) => {
    const fields = { seq: seq + index, up: seq + index, d: { temp: seq + index } };
    return readingOf("a", "0000000a-1", fields, rx);
  });
  await store.commit(batch);
  seq += batch.length;
  process.stdout.write(`${seq - 1}\n`);
  day++;
  rotating.push(store.rotate());
  if (rotating.length > 2) await rotating.shift();
}
