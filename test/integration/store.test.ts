// A recording in a real DuckDB file: what is committed, what was there before, what is refused.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../host/errors.ts";
import { Store } from "../../host/recording/store.ts";
import { message, NOON, reading, readingOf } from "../doubles/recorded-messages.ts";

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

beforeEach(async () => {
  now = NOON;
  folder = mkdtempSync(join(tmpdir(), "espulse-store-"));
  store = await open();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("commit", () => {
  it("keeps every field of a reading, in its own text or any other", async () => {
    const other =
      '{"d":{"rh":4.05e1,"temp":null},"t":1764000000125,"up":2000,"seq":2,"boot":"0000000a-1","v":1,"q":1}';
    const { stored, marks } = await store.commit([
      reading("a", 1, { t: 1764000000124, skip: 3, d: { temp: -0.5, rh: null } }),
      message("espulse/a/telemetry", other, NOON + 5),
    ]);
    expect({ stored, marks }).toEqual({
      stored: 2,
      marks: [{ device: "a", boot: "0000000a-1", seq: 2 }],
    });
    expect(
      await query(
        "SELECT device, boot, seq, up, t, skip, q, rx, channels, temp, rh FROM raw_readings ORDER BY seq",
      ),
    ).toEqual([
      [
        "a",
        "0000000a-1",
        "1",
        "1000",
        "1764000000124",
        "3",
        false,
        `${NOON + 1000}`,
        "rh,temp",
        -0.5,
        null,
      ],
      [
        "a",
        "0000000a-1",
        "2",
        "2000",
        "1764000000125",
        "0",
        true,
        `${NOON + 5}`,
        "rh,temp",
        null,
        40.5,
      ],
    ]);
  });

  it("tells a null from a channel that was not there", async () => {
    await store.commit([
      reading("a", 1, { d: { temp: 1, rh: null } }),
      reading("a", 2, { d: { temp: 1 } }),
    ]);
    expect(await query("SELECT seq, channels, rh FROM raw_readings ORDER BY seq")).toEqual([
      ["1", "rh,temp", null],
      ["2", "temp", null],
    ]);
  });

  it("gives each channel a column, whatever DuckDB takes for the same name", async () => {
    await store.commit([reading("a", 1, { d: { temp: 1, Temp: 2, t: 3, time: 4, "a.b-c": 5 } })]);
    expect(
      await query('SELECT temp, "Temp_2", t, "t_2", time_2, "a.b-c" FROM raw_readings'),
    ).toEqual([[1, 2, null, 3, 4, 5]]);
  });

  it("recognises duplicates, within a batch and after reopening, and reports conflicts", async () => {
    const first = [1, 2, 3].map((seq) => reading("a", seq));
    expect(await store.commit([...first, reading("a", 2, { q: 1 })])).toMatchObject({
      stored: 3,
      duplicate: 1,
      conflicting: 0,
    });
    await store.close();
    store = await open();
    const again = [
      reading("a", 1, { q: 1 }),
      reading("a", 2, { d: { temp: 99 } }),
      reading("a", 3, { d: { temp: 20.3, rh: null } }),
      reading("a", 4),
    ];
    const expected = { stored: 1, duplicate: 3, conflicting: 2 };
    expect(await store.commit(again)).toMatchObject(expected);
    expect(await store.commit(again)).toMatchObject({ ...expected, stored: 0, duplicate: 4 });
    expect(await query("SELECT seq, stored, arrived FROM conflicts ORDER BY seq")).toEqual([
      [
        "2",
        '{"up":2000,"d":{"temp":20.2}}',
        '{"v":1,"boot":"0000000a-1","seq":2,"up":2000,"d":{"temp":99}}',
      ],
      [
        "3",
        '{"up":3000,"d":{"temp":20.3}}',
        '{"v":1,"boot":"0000000a-1","seq":3,"up":3000,"d":{"temp":20.3,"rh":null}}',
      ],
    ]);
    expect(await query("SELECT count(*) FROM raw_readings")).toEqual([["4"]]);
  });

  it("moves the mark over what is stored or was given up, without a gap", async () => {
    const mark = async (...messages: Parameters<Store["commit"]>[0][number][]) =>
      (await store.commit(messages)).marks.map(({ seq }) => seq);
    const dropped = (from: number, to: number) =>
      message("espulse/a/dropped", { v: 1, boot: "0000000a-1", from, to, why: "full" });
    expect(await mark(reading("a", 3))).toEqual([0]);
    expect(await mark(reading("a", 1))).toEqual([1]);
    expect(await mark(dropped(2, 2), dropped(4, 6))).toEqual([6]);
    // Whoever sends again has not heard of it.
    expect(await mark(dropped(5, 6))).toEqual([6]);
    expect(await mark(reading("a", 6), reading("a", 8))).toEqual([6]);
    await store.close();
    store = await open();
    expect(store.marks()).toEqual([{ device: "a", boot: "0000000a-1", seq: 6 }]);
    expect(await mark(reading("a", 7))).toEqual([8]);
    expect(await query('SELECT "from", "to" FROM dropped')).toEqual([
      ["2", "2"],
      ["4", "6"],
    ]);
  });

  it("keeps births and states that are new, and what it does not understand as it came", async () => {
    const state = message("espulse/a/state", { v: 1, state: "ready", boot: "0000000a-2", conn: 1 });
    const meta = message("espulse/a/meta", {
      v: 1,
      board: "esp32",
      serial: "x",
      runtime: "2v29",
      crc32: "0badcafe",
      boot: "0000000a-2",
      reset: "none",
      interval: 1000,
      channels: [{ n: "temp", u: "Cel" }],
    });
    const news = await store.commit([
      state,
      state,
      meta,
      meta,
      message("espulse/a/log", "hello"),
      message("espulse/a/telemetry", "{"),
      message("espulse/A!/telemetry", "{}"),
      message("espulse/a/telemetry", { v: 2 }),
    ]);
    expect(news).toMatchObject({ noted: 2, ignored: 3, quarantined: 3 });
    await store.close();
    store = await open();
    expect(await store.commit([state, meta])).toMatchObject({ noted: 0, ignored: 2 });
    expect(await query("SELECT topic, kind, decode(payload) FROM quarantine")).toEqual([
      ["espulse/a/telemetry", "malformed", "{"],
      ["espulse/A!/telemetry", "malformed", "{}"],
      ["espulse/a/telemetry", "unknown-version", '{"v":2}'],
    ]);
    expect(await query("SELECT state, conn FROM states")).toEqual([["ready", "1"]]);
    expect(await query("SELECT crc32, message->>'reset' FROM meta")).toEqual([
      ["0badcafe", "none"],
    ]);
    await store.commit([reading("a", 1), readingOf("a", "0000000a-2", { seq: 1, up: 5, d: {} })]);
    expect(store.marks()).toEqual([{ device: "a", boot: "0000000a-2", seq: 1 }]);
  });
});

describe("times", () => {
  /** Made at `start` + `up`; sent at once, or at `sent`. */
  const made = (
    boot: string,
    seq: number,
    start: number,
    fields: { t?: number; sent?: number },
  ) => {
    const up = 60_000 * seq;
    const { t, sent } = fields;
    const q = sent === undefined ? undefined : 1;
    return readingOf("a", boot, { seq, up, t, q, d: { temp: 1 } }, sent ?? start + up + 40);
  };
  const HOUR = 3_600_000;
  const hourLater = (start: number) => start + HOUR;
  const all = `SELECT seq, epoch_ms(time), timeSource, timeErrorMs, epoch_ms(timeFrom), epoch_ms(timeTo)
    FROM readings WHERE boot = $1 ORDER BY seq`;
  const times = async (boot: string) => query(all.replace("$1", `'${boot}'`));

  it("dates readings from before the board was told the time, in files too", async () => {
    const start = NOON - 2 * HOUR;
    await store.commit([1, 2].map((seq) => made("0000000a-1", seq, start, {})));
    now += 24 * HOUR;
    expect(await store.rotate()).toHaveLength(1);
    await store.fitTimes();
    expect((await times("0000000a-1")).map(([, time, source]) => [time, source])).toEqual([
      [`${start + 60_040}`, "host"],
      [`${start + 120_040}`, "host"],
    ]);
    await store.commit([made("0000000a-1", 3, start, { t: start + 180_007 })]);
    await store.fitTimes();
    const expected = [1, 2, 3].map((seq) => {
      const time = start + 60_000 * seq + 7;
      const error = 1018;
      return [`${seq}`, `${time}`, "device", `${error}`, `${time - error}`, `${time + error}`];
    });
    expect(await times("0000000a-1")).toEqual(expected);
    await store.close();
    store = await open();
    expect(await times("0000000a-1")).toEqual(expected);
  });

  it("bounds a boot that was offline as long as it ran, by the one before and what came first", async () => {
    const [first, second] = [NOON - 5 * HOUR, NOON - 4 * HOUR];
    const sent = hourLater(second);
    await store.commit([
      made("0000000a-2", 1, second, { sent }),
      made("0000000a-2", 2, second, { sent: sent + 5 }),
    ]);
    await store.fitTimes();
    const most = sent + 5 - 120_000;
    const unknown = (least?: number) =>
      [1, 2].map((seq) => [
        `${seq}`,
        null,
        "unknown",
        null,
        least === undefined ? null : `${least + 60_000 * seq}`,
        `${most + 60_000 * seq}`,
      ]);
    expect(await times("0000000a-2")).toEqual(unknown());
    // The log of the boot before comes late, and says more.
    await store.commit([made("0000000a-1", 9, first, { t: first + 540_000, sent: sent + 9 })]);
    await store.fitTimes();
    expect(await times("0000000a-2")).toEqual(unknown(first + 540_000 - 1054));
  });

  it("dates nothing of what no calendar holds", async () => {
    await store.commit([
      readingOf("a", "0000000a-1", { seq: 1, up: 0, t: 8.64e15, d: {} }),
      readingOf("a", "0000000a-1", { seq: 2, up: Number.MAX_SAFE_INTEGER, d: {} }),
    ]);
    await store.fitTimes();
    expect((await times("0000000a-1")).map(([, time]) => time)).toEqual([`${8.64e15}`, null]);
  });
});

describe("open", () => {
  const refusalOf = async (path: string) => {
    const error = await Store.open(path, { utcNow: () => NOON }).catch((fault) => fault);
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  };

  it("gives the folder the same client id each time, and each folder another", async () => {
    const { clientId } = store;
    expect(clientId).toMatch(/^espulse-record-[0-9a-f]{8}$/);
    await store.close();
    store = await open();
    expect(store.clientId).toBe(clientId);
  });

  it("refuses a folder that this process has open, and lets go of it", async () => {
    expect(await refusalOf(folder)).toContain(`the process ${process.pid} has it open`);
    await store.close();
    store = await open();
  });

  it("refuses a file of a newer espulse, one of something else, and one that is none", async () => {
    await store.close();
    const file = join(folder, "espulse.duckdb");
    const change = async (sql: string) => {
      const instance = await DuckDBInstance.create(file);
      const connection = await instance.connect();
      await connection.run(sql);
      connection.closeSync();
      instance.closeSync();
    };
    await change("UPDATE about SET value = '2' WHERE name = 'v'");
    expect(await refusalOf(folder)).toBe(
      `${realpathSync(file)}: this espulse reads recordings of version 1, found 2; update espulse, or name another folder`,
    );
    rmSync(file);
    await change("CREATE TABLE mine (a INTEGER)");
    expect(await refusalOf(folder)).toContain("none of espulse record");
    writeFileSync(file, "x".repeat(20_000));
    expect(await refusalOf(folder)).toContain(`${realpathSync(file)}: DuckDB does not open it`);
    rmSync(file);
    store = await open();
  });
});
