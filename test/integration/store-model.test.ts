// A recording against a plain map of what it should hold: late, doubled, conflicting and given up
// readings in any order, rotations and reopenings between them.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Store } from "../../host/recording/store.ts";
import type { Message } from "../../host/telemetry/message.ts";
import { message, NOON, readingOf } from "../doubles/recorded-messages.ts";
import { seededWhole } from "../doubles/seeded-random.ts";

const DAY_MS = 86_400_000;
const CHANNELS = ["temp", "Temp", "rh", "t", "a.b"];

interface Content {
  readonly up: number;
  readonly t: number | null;
  readonly skip: number;
  readonly d: Readonly<Record<string, number | null>>;
}

class Model {
  readonly readings = new Map<string, Content>();
  readonly dropped = new Map<string, Set<number>>();
  readonly conflicts = new Set<string>();
  readonly marks = new Map<string, number>();

  /** Of every boot, those included of which a batch says nothing. */
  all(): { device: string; boot: string; seq: number }[] {
    const all: { device: string; boot: string; seq: number }[] = [];
    const names = new Set(
      [...this.readings.keys()].map((key) => key.split(" ").slice(0, 2).join(" ")),
    );
    for (const name of new Set([...names, ...this.dropped.keys()])) {
      let mark = this.marks.get(name) ?? 0;
      while (this.readings.has(`${name} ${mark + 1}`) || this.dropped.get(name)?.has(mark + 1))
        mark++;
      this.marks.set(name, mark);
      const [device, boot] = name.split(" ") as [string, string];
      all.push({ device, boot, seq: mark });
    }
    return all.sort(byName);
  }
}

function byName(a: { device: string; boot: string }, b: { device: string; boot: string }): number {
  return `${a.device} ${a.boot}` < `${b.device} ${b.boot}` ? -1 : 1;
}

function contentText({ up, t, skip, d }: Content): string {
  return JSON.stringify([up, t, skip, Object.entries(d).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

it.each([1, 2, 3])("holds just what came (seed %i)", async (seed) => {
  const below = seededWhole(seed * 7919);
  const folder = mkdtempSync(join(tmpdir(), "espulse-store-"));
  let now = NOON;
  const open = () => Store.open(folder, { utcNow: () => now });
  let store = await open();
  const model = new Model();

  const someContent = (seq: number): Content => {
    const names = CHANNELS.filter(() => below(3) > 0);
    const d = Object.fromEntries(
      names.map((name) => [name, below(9) === 0 ? null : (below(2000) - 1000) / 8]),
    );
    return { up: seq * 1000 + below(3), t: below(3) === 0 ? null : NOON + seq, skip: below(2), d };
  };

  const someMessage = (expected: {
    stored: number;
    duplicate: number;
    conflicting: number;
    noted: number;
    ignored: number;
  }): Message => {
    const device = `d${below(3)}`;
    const boot = `0000000a-${1 + below(2)}`;
    const seq = 1 + below(60);
    if (below(12) === 0) {
      const to = seq + below(3);
      const dropped = model.dropped.get(`${device} ${boot}`) ?? new Set();
      model.dropped.set(`${device} ${boot}`, dropped);
      const sizeBefore = dropped.size;
      for (let one = seq; one <= to; one++) dropped.add(one);
      if (dropped.size > sizeBefore) expected.noted++;
      else expected.ignored++;
      return message(`espulse/${device}/dropped`, { v: 1, boot, from: seq, to, why: "full" }, now);
    }
    const key = `${device} ${boot} ${seq}`;
    const known = model.readings.get(key);
    const content = known !== undefined && below(5) > 0 ? known : someContent(seq);
    if (known === undefined) {
      model.readings.set(key, content);
      expected.stored++;
    } else {
      expected.duplicate++;
      if (contentText(content) !== contentText(known)) {
        expected.conflicting++;
        model.conflicts.add(`${key} ${contentText(content)}`);
      }
    }
    const { up, t, skip, d } = content;
    const shuffled = below(2) === 0 ? d : Object.fromEntries(Object.entries(d).reverse());
    const fields = {
      seq,
      up,
      t: t ?? undefined,
      skip: skip || undefined,
      q: below(2) || undefined,
      d: shuffled,
    };
    return readingOf(device, boot, fields, now);
  };

  const check = async () => {
    const connection = await store.connect();
    const rows = (await connection.runAndReadAll("FROM raw_readings")).getRowObjectsJson();
    const columns = (await connection.runAndReadAll("FROM channel_columns")).getRows() as [
      string,
      string,
    ][];
    const conflicts = (
      await connection.runAndReadAll("SELECT count(*)::INTEGER FROM conflicts")
    ).getRows();
    connection.closeSync();
    const found = rows.map((row) => {
      const names = (row.channels as string).split(",").filter(Boolean);
      const d = Object.fromEntries(
        names.map((name) => [
          name,
          row[columns.find(([channel]) => channel === name)![1]] as number | null,
        ]),
      );
      const t = row.t === null ? null : Number(row.t);
      return `${row.device} ${row.boot} ${row.seq} ${contentText({ up: Number(row.up), t, skip: Number(row.skip), d })}`;
    });
    expect(found.sort()).toEqual(
      [...model.readings].map(([key, content]) => `${key} ${contentText(content)}`).sort(),
    );
    expect(conflicts).toEqual([[model.conflicts.size]]);
  };

  for (let round = 0; round < 40; round++) {
    const expected = { stored: 0, duplicate: 0, conflicting: 0, noted: 0, ignored: 0 };
    const batch = Array.from({ length: 1 + below(30) }, () => someMessage(expected));
    const { marks, quarantined, ...counts } = await store.commit(batch);
    expect(counts).toEqual(expected);
    expect(quarantined).toBe(0);
    const before = new Map(model.marks);
    const told = new Set(marks.map(({ device, boot }) => `${device} ${boot}`));
    const isDue = ({ device, boot, seq }: { device: string; boot: string; seq: number }) =>
      told.has(`${device} ${boot}`) || seq !== (before.get(`${device} ${boot}`) ?? 0);
    expect([...marks].sort(byName)).toEqual(model.all().filter(isDue));
    now += below(DAY_MS / 4);
    if (below(6) === 0) await store.rotate();
    if (below(8) === 0) {
      await store.close();
      store = await open();
    }
    if (below(5) === 0) await check();
  }
  await check();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
