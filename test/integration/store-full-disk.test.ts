// A disk that is full: a batch is refused as a whole, and goes in once there is room.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StorageError } from "../../host/errors.ts";
import { Store } from "../../host/recording/store.ts";
import { NOON, readingOf } from "../doubles/recorded-messages.ts";

const MB = 2 ** 20;
const CHILD = new URL("../doubles/recording-child.ts", import.meta.url).pathname;
/** Only root mounts; the case of a full disk is the same for all. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

let disk: string;
let store: Store;
let now: number;
let isMounted: boolean;

function mount(): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${16 * MB}`, "tmpfs", disk]);
  isMounted = true;
}

function fill(bytes: number): void {
  writeFileSync(join(disk, "filler"), Buffer.alloc(bytes));
}

function batch(from: number, count = 2000, days = 0) {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    return readingOf(
      "a",
      "0000000a-1",
      { seq, up: seq, d: { temp: seq / 7 } },
      NOON + days * 86_400_000,
    );
  });
}

async function counts(): Promise<number[]> {
  const connection = await store.connect();
  try {
    const read = await connection.runAndReadAll(
      "SELECT count(*), count(DISTINCT seq), coalesce(max(seq), 0) FROM raw_readings",
    );
    return read.getRows()[0]!.map(Number);
  } finally {
    connection.closeSync();
  }
}

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "espulse-disk-"));
  now = NOON;
  isMounted = false;
});

afterEach(async () => {
  await store?.close();
  if (isMounted) execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Commits until the disk is full; gives the next seq. */
async function commitUntilFull(from: number): Promise<number> {
  for (let seq = from; ; seq += 2000) {
    const fault = await store.commit(batch(seq)).catch((error: unknown) => error);
    if (!(fault instanceof Error)) continue;
    expect(fault).toBeInstanceOf(StorageError);
    expect(fault).toMatchObject({ code: "full" });
    expect(fault.message).toContain(disk);
    return seq;
  }
}

it.skipIf(!canMount).each([
  ["while it writes ahead", {}],
  // Then DuckDB gives up the whole database, though the batch may be on disk.
  ["while it gathers what it wrote ahead", { checkpoint_threshold: "1MB" }],
])("a full disk %s refuses batches and forgets none", async (_, duckdb) => {
  mount();
  const open = () => Store.open(join(disk, "to"), { utcNow: () => now, duckdb });
  store = await open();
  fill(11 * MB);
  let seq = 1;
  for (let time = 0; time < 3; time++) {
    seq = await commitUntilFull(seq);
    for (let again = 0; again < 5; again++) {
      await expect(store.commit(batch(seq))).rejects.toBeInstanceOf(StorageError);
    }
    fill((8 - 3 * time) * MB);
    const { stored, duplicate, conflicting } = await store.commit(batch(seq));
    expect([stored + duplicate, conflicting]).toEqual([2000, 0]);
    seq += 2000;
    expect(await counts()).toEqual([seq - 1, seq - 1, seq - 1]);
    expect(store.marks()).toEqual([{ device: "a", boot: "0000000a-1", seq: seq - 1 }]);
  }
  await store.close();
  store = await open();
  expect(await counts()).toEqual([seq - 1, seq - 1, seq - 1]);
});

it.skipIf(!canMount)("a rotation on a full disk leaves the readings in the table", async () => {
  mount();
  store = await Store.open(join(disk, "to"), { utcNow: () => now });
  await store.commit(batch(1, 50_000));
  fill(statfsSync(disk).bavail * 4096 - 40_000);
  now += 86_400_000;
  await expect(store.rotate()).rejects.toMatchObject({ name: "StorageError" });
  expect(await counts()).toEqual([50_000, 50_000, 50_000]);
  fill(0);
  expect(await store.rotate()).toEqual(["2026-05-01.parquet"]);
  expect(await counts()).toEqual([50_000, 50_000, 50_000]);
  expect(await store.commit(batch(49_001, 2000, 1))).toMatchObject({
    stored: 1000,
    duplicate: 1000,
    conflicting: 0,
  });
});

it.skipIf(process.platform !== "linux")(
  "goes on where a limit of file sizes was in the way",
  async () => {
    const folder = join(disk, "to");
    const limited = `ulimit -S -f 2048; trap "" XFSZ; exec "$0" --import tsx "$@"`;
    const child = spawn("sh", ["-c", limited, process.execPath, CHILD, folder, "1", "4000"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    let safe = 0;
    let refused = 0;
    let since = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith("StorageError")) {
        refused++;
        expect(line).toContain(`${folder}/espulse.duckdb`);
        if (refused === 5)
          execFileSync("prlimit", ["--pid", String(child.pid), "--fsize=unlimited"]);
      } else {
        safe = Number(line);
        if (refused >= 5 && ++since === 5) child.kill("SIGKILL");
      }
    }
    await exit;
    store = await Store.open(folder, { utcNow: () => now });
    const [count, distinct, most] = (await counts()) as [number, number, number];
    expect([count, distinct]).toEqual([most, most]);
    expect(most).toBeGreaterThanOrEqual(safe);
  },
);
