// Days that are over go to Parquet files, and a recorder killed at any point loses and doubles nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FolderInUseError } from "../../host/recording/database.ts";
import { Store } from "../../host/recording/store.ts";
import { NOON, readingOf } from "../doubles/recorded-messages.ts";
import { seededWhole } from "../doubles/seeded-random.ts";

const DAY_MS = 86_400_000;
const CHILD = new URL("../doubles/recording-child.ts", import.meta.url).pathname;

let folder: string;
let store: Store;
let now: number;

const open = () => Store.open(folder, { utcNow: () => now });

async function query(sql: string): Promise<unknown[][]> {
  const connection = await store.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson() as unknown[][];
  } finally {
    connection.closeSync();
  }
}

/** Received `days` after the first, at noon. */
const on = (days: number, seq: number, d: Record<string, number | null>, boot = "0000000a-1") =>
  readingOf("a", boot, { seq, up: seq, d }, NOON + days * DAY_MS);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-store-"));
  now = NOON;
});

afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("rotation", () => {
  it("gives table and files as one, with the channels of all days", async () => {
    store = await open();
    await store.commit([
      on(0, 1, { temp: 1 }),
      on(0, 3, { temp: 3 }),
      on(0, 1, { temp: 7 }, "0000000a-2"),
    ]);
    await store.commit([on(1, 4, { temp: 4, rh: null })]);
    expect(await store.rotate()).toEqual([]);
    now += 2 * DAY_MS;
    expect(await store.rotate()).toEqual(["2026-05-01.parquet", "2026-05-02.parquet"]);
    await store.commit([on(2, 5, { light: 5 })]);
    const all = "SELECT boot, seq, channels, temp, rh, light FROM raw_readings ORDER BY 1, 2";
    const expected = [
      ["0000000a-1", "1", "temp", 1, null, null],
      ["0000000a-1", "3", "temp", 3, null, null],
      ["0000000a-1", "4", "rh,temp", 4, null, null],
      ["0000000a-1", "5", "light", null, null, 5],
      ["0000000a-2", "1", "temp", 7, null, null],
    ];
    expect(await query(all)).toEqual(expected);
    expect(await query("SELECT count(*) FROM recent")).toEqual([["1"]]);
    // Elsewhere, as a copied folder is.
    await store.close();
    const before = folder;
    folder = `${folder}-moved`;
    renameSync(before, folder);
    store = await open();
    expect(await query(all)).toEqual(expected);
    const again = [on(3, 1, { temp: 1 }), on(3, 3, { temp: 99 }), on(3, 2, { temp: 2 })];
    expect(await store.commit(again)).toEqual({
      stored: 1,
      duplicate: 2,
      conflicting: 1,
      quarantined: 0,
      noted: 0,
      ignored: 0,
      marks: [{ device: "a", boot: "0000000a-1", seq: 5 }],
    });
    expect(await query("SELECT seq, stored FROM conflicts")).toEqual([
      ["3", '{"up":3,"d":{"temp":3}}'],
    ]);
  });

  it("writes a second file for a day that the clock went back to", async () => {
    store = await open();
    await store.commit([on(0, 1, { temp: 1 })]);
    now += DAY_MS;
    expect(await store.rotate()).toEqual(["2026-05-01.parquet"]);
    await store.commit([on(0, 2, { temp: 2 })]);
    expect(await store.rotate()).toEqual(["2026-05-01-2.parquet"]);
    expect(await query("SELECT seq FROM raw_readings ORDER BY 1")).toEqual([["1"], ["2"]]);
  });

  it("goes on without a file that was taken away, and says which", async () => {
    store = await open();
    await store.commit([on(0, 1, { temp: 1 })]);
    now += DAY_MS;
    await store.rotate();
    await store.close();
    const file = join(folder, "readings", "2026-05-01.parquet");
    renameSync(file, `${file}.away`);
    store = await open();
    expect(store.missingFiles).toEqual(["2026-05-01.parquet"]);
    expect(await store.commit([on(1, 1, { temp: 1 }), on(1, 2, { temp: 2 })])).toMatchObject({
      stored: 1,
      duplicate: 1,
    });
    expect(await query("SELECT seq FROM raw_readings")).toEqual([["2"]]);
    await store.close();
    renameSync(`${file}.away`, file);
    store = await open();
    expect(store.missingFiles).toEqual([]);
    expect(await query("SELECT seq FROM raw_readings ORDER BY 1")).toEqual([["1"], ["2"]]);
  });

  it("leaves files of others alone", async () => {
    store = await open();
    await store.commit([on(0, 1, { temp: 1 })]);
    now += DAY_MS;
    await store.rotate();
    writeFileSync(join(folder, "readings", "2026-05-02.parquet"), "mine");
    await store.commit([on(1, 2, { temp: 2 })]);
    now += DAY_MS;
    expect(await store.rotate()).toEqual(["2026-05-02-2.parquet"]);
  });
});

describe("a recorder", () => {
  it.each([1, 2, 3, 4])(
    "killed at any point loses nothing and doubles nothing (seed %i)",
    async (seed) => {
      const below = seededWhole(seed);
      let safe = 0;
      for (let round = 0; round < 5; round++) {
        const child = spawn(
          process.execPath,
          ["--import", "tsx", CHILD, folder, String(safe + 1), "300"],
          {
            stdio: ["ignore", "pipe", "inherit"],
          },
        );
        const exit = once(child, "exit");
        const lines = createInterface({ input: child.stdout });
        lines.on("line", (line) => {
          safe = Number(line);
        });
        const closed = once(lines, "close");
        await once(lines, "line");
        if (round === 0) {
          const refused = await open().catch((error) => error);
          expect(refused).toBeInstanceOf(FolderInUseError);
          expect(refused.pid).toBe(child.pid);
          expect(refused.message).toContain(folder);
        }
        await delay(below(400));
        child.kill("SIGKILL");
        await exit;
        await closed;
        store = await open();
        const [[count, distinct, least, most, wrong]] = (await query(
          "SELECT count(*), count(DISTINCT seq), min(seq), max(seq), count(*) FILTER (temp IS DISTINCT FROM seq) FROM raw_readings",
        )) as [string[]];
        expect([count, distinct, least, wrong]).toEqual([most, most, "1", "0"]);
        expect(Number(most)).toBeGreaterThanOrEqual(safe);
        expect(store.marks()).toEqual([{ device: "a", boot: "0000000a-1", seq: Number(most) }]);
        const onDisk = existsSync(join(folder, "readings"))
          ? readdirSync(join(folder, "readings")).sort()
          : [];
        const listed = await query("SELECT name FROM files ORDER BY name");
        expect(onDisk).toEqual(listed.flat());
        await store.close();
      }
    },
  );
});
