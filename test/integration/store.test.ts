// A recording in a real DuckDB file: what is committed, what was there before, what is refused.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Store } from "../../host/recording/store.ts";
import { message, NOON, reading, readingOf } from "../doubles/recorded-messages.ts";

let folder: string;
let store: Store;

const open = () => Store.open(folder, { utcNow: () => NOON });

async function query(sql: string): Promise<unknown[][]> {
  const connection = await store.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson() as unknown[][];
  } finally {
    connection.closeSync();
  }
}

beforeEach(async () => {
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
    expect(await mark(reading("a", 3))).toEqual([]);
    expect(await mark(reading("a", 1))).toEqual([1]);
    expect(await mark(dropped(2, 2), dropped(4, 6))).toEqual([6]);
    expect(await mark(dropped(5, 6))).toEqual([]);
    expect(await mark(reading("a", 8))).toEqual([]);
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
