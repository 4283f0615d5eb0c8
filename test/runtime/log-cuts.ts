// Power cuts at whatever flash operation a board is at: a program that does nothing but write the log,
// killed at random moments, and looked at after each start. For the tests and the soak.

import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { seeded } from "../doubles/seeded-random.ts";
import { until } from "../doubles/until.ts";
import type { Runtime } from "./runtimes.ts";

const ENTRY = fileURLToPath(new URL("../fixtures/firmware/log-writer/main.ts", import.meta.url));
const NOWHERE = 1;

interface Found {
  readonly before: string;
  readonly ranges: readonly [number, number][];
  readonly damaged: number;
  readonly others: string;
}

/** @throws when a block that was written is gone, or another file is not what it was. */
export async function cutPower(runtime: Runtime, cuts: number, seed: number): Promise<void> {
  // A log of few pages, so that it goes round again and again.
  const devkit = loadBoard("esp32-devkitc");
  const board = { ...devkit, storage: { ...devkit.storage, outboxBytes: 9 * 4096 } };
  const { code } = await buildFirmware({ entry: ENTRY, board });
  const random = seeded(seed);
  const device = await runtime.start(NOWHERE, { bundle: code, board });
  const found = (): Found[] =>
    device.lines
      .filter((line) => line.startsWith("found "))
      .map((line) => JSON.parse(line.slice("found ".length)));
  await until(() => found().length === 1);
  for (let cut = 1; cut <= cuts; cut++) {
    await delay(random() * 400);
    await device.powerCycle();
    await until(
      () => found().length > cut,
      () => device.lines.slice(-5).join("\n"),
    );
    const { before, ranges, others } = found()[cut]!;
    // What was said to be written between the start before and the cut: what is older is done.
    const starts = device.lines.flatMap((line, i) => (line.startsWith("found ") ? [i] : []));
    const wrote = device.lines
      .slice(starts[cut - 1], starts[cut])
      .filter((line) => line.startsWith(`wrote ${before} `));
    const last = Math.max(0, ...wrote.map((line) => Number(line.split(" ")[2])));
    const told = new Set(
      ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
    );
    const gone = Array.from({ length: last + 49 }, (_, i) => i + 1).filter((seq) => !told.has(seq));
    expect(last === 0 ? [] : gone, `cut ${cut} of seed ${seed}: ${before} up to ${last}`).toEqual(
      [],
    );
    expect(others, `cut ${cut}`).toBe(found()[0]!.others);
  }
  expect(device.lines.filter((line) => line.startsWith("refused"))).toEqual([]);
}
