import { describe, expect, it } from "vitest";
import {
  type Evidence,
  fitTime,
  lastTime,
  type TimePiece,
} from "../../../host/recording/time-fit.ts";
import { seeded } from "../../doubles/seeded-random.ts";

const START = Date.UTC(2026, 4, 1, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;

interface Made {
  readonly truth: number;
  readonly up: number;
  readonly t: number | undefined;
  readonly rx: number;
  readonly isLive: boolean;
}

interface Story {
  readonly hours: number;
  /** How much faster than real time `up` runs. */
  readonly ppm: number;
  /** UTC that the board is told less what it is, by hours of running time. */
  readonly told: readonly { readonly hour: number; readonly wrongBy: number }[];
  /** Hours between which nothing gets through; what is made then comes at the end of it. */
  readonly outage?: readonly [from: number, to: number];
}

function make(story: Story, random: () => number): Made[] {
  const made: Made[] = [];
  for (let truth = START; truth < START + story.hours * HOUR; truth += 10 * SECOND) {
    const up = Math.round((truth - START) * (1 + story.ppm * 1e-6));
    const sync = story.told.findLast(({ hour }) => hour * HOUR <= truth - START);
    let t: number | undefined;
    if (sync) {
      const upThen = sync.hour * HOUR * (1 + story.ppm * 1e-6);
      t = Math.round(up + START + sync.hour * HOUR + sync.wrongBy - upThen);
    }
    const hour = (truth - START) / HOUR;
    const [from, to] = story.outage ?? [0, 0];
    const isLive = hour < from || hour >= to;
    const sent = isLive ? truth : START + to * HOUR;
    made.push({ truth, up, t, isLive, rx: Math.round(sent + 3 + random() * 400) });
  }
  return made;
}

/** As the tables gather it. */
function evidenceOf(made: readonly Made[]): Evidence[] {
  const groups = new Map<string, Made[]>();
  for (const one of made) {
    const key = `${Math.floor(one.up / HOUR)} ${one.t === undefined ? "" : one.t - one.up}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => {
    const live = group.filter(({ isLive }) => isLive);
    const [first] = group as [Made];
    return {
      upFrom: Math.min(...group.map(({ up }) => up)),
      upTo: Math.max(...group.map(({ up }) => up)),
      offset: first.t === undefined ? undefined : first.t - first.up,
      live: live.length,
      leastLive: live.length > 0 ? Math.min(...live.map(({ rx, up }) => rx - up)) : undefined,
      least: Math.min(...group.map(({ rx, up }) => rx - up)),
    };
  });
}

function pieceAt(pieces: readonly TimePiece[], up: number): TimePiece {
  return pieces.findLast(({ upFrom }) => upFrom <= up)!;
}

/** Whether each reading was made within the error of its time; gives the largest error that is told. */
function expectHonest(made: readonly Made[], source: string): number {
  const pieces = fitTime(evidenceOf(made));
  expect(pieces[0]!.upFrom).toBe(0);
  let largest = 0;
  for (const { up, truth } of made) {
    const piece = pieceAt(pieces, up);
    expect(piece.source).toBe(source);
    const off = up + piece.offset! - truth;
    if (Math.abs(off) > piece.errorMs!) expect({ up, off }).toEqual({ up, within: piece.errorMs });
    expect(up + piece.least!).toBeLessThanOrEqual(truth);
    expect(up + piece.most!).toBeGreaterThanOrEqual(truth);
    largest = Math.max(largest, piece.errorMs!);
  }
  return largest;
}

/** Told the time each hour from `first` on, each time off by up to half of its round trip. */
function hourly(first: number, hours: number, random: () => number): Story["told"] {
  const told: { hour: number; wrongBy: number }[] = [];
  for (let hour = first; hour < hours; hour += 1) {
    told.push({ hour, wrongBy: Math.round((random() - 0.5) * 2 * 900) });
  }
  return told;
}

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

describe("fitTime", () => {
  it.each(seeds)("is honest about a board that is told the time late (seed %i)", (seed) => {
    const random = seeded(seed);
    const ppm = (random() - 0.5) * 180;
    const hours = 1 + random() * 12;
    const first = random() * Math.min(hours * 0.9, 6);
    const made = make({ hours, ppm, told: hourly(first, hours, random) }, random);
    const largest = expectHonest(made, "device");
    expect(largest).toBeLessThan(1000 + 1800 + 6 * 3600 * 0.1 + 360 + 1);
  });

  it.each(seeds)("is honest about a board that nobody tells the time (seed %i)", (seed) => {
    const random = seeded(seed);
    const ppm = (random() - 0.5) * 180;
    const hours = 1 + random() * 30;
    const from = 0.2 + random() * hours * 0.5;
    const outage = [from, Math.min(from + random() * 8, hours - 0.1)] as const;
    expectHonest(make({ hours, ppm, told: [], outage }, random), "host");
  });

  it.each(seeds)(
    "takes the time that agrees with arrival where the board was told two (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const wrongBy = (random() < 0.5 ? -1 : 1) * (60 * SECOND + random() * 1000 * HOUR);
      const first = random();
      const told = [
        { hour: first, wrongBy: Math.round(wrongBy) },
        { hour: first + 0.6, wrongBy: 120 },
        { hour: first + 0.9, wrongBy: -120 },
      ];
      // Any of them may be the wrong one.
      const [wrong] = told.splice(0, 1);
      told.splice(Math.floor(random() * 3), 0, wrong!);
      told.forEach((one, index) => {
        one.hour = first + 0.5 * index;
      });
      const ppm = (random() - 0.5) * 180;
      const largest = expectHonest(make({ hours: 3, ppm, told }, random), "device");
      expect(largest).toBeLessThan(3000);
    },
  );

  it("takes the last of two times where nothing came live, and tells how far they are apart", () => {
    const told = [
      { hour: 0.1, wrongBy: -HOUR },
      { hour: 0.5, wrongBy: 0 },
    ];
    const made = make({ hours: 1, ppm: 0, told, outage: [0, 1] }, seeded(1));
    const pieces = fitTime(evidenceOf(made));
    expect(pieces.map(({ offset }) => offset)).toEqual([START, START]);
    expect(pieces[0]!.errorMs).toBeGreaterThanOrEqual(HOUR);
    expect(pieces[1]!.errorMs).toBeLessThan(2000);
  });

  it("keeps to what the board says where the laptop's clock is off", () => {
    const told = [{ hour: 0, wrongBy: 0 }];
    const made = make({ hours: 0.5, ppm: 0, told }, seeded(1));
    const off = made.map((one) => ({ ...one, rx: one.rx - 30 * 24 * HOUR }));
    expect(fitTime(evidenceOf(off))).toMatchObject([
      { upFrom: 0, offset: START, source: "device" },
    ]);
  });

  it("tells widely of a few readings that may have hung on their way", () => {
    const made = make({ hours: 20 / 3600, ppm: 0, told: [] }, seeded(1));
    const late = made.map((one) => ({ ...one, rx: one.rx + 40 * SECOND }));
    expectHonest(late, "host");
  });

  it("bounds a boot that was offline as long as it ran, and never knew the time", () => {
    const made = make({ hours: 1, ppm: 0, told: [], outage: [0, 2] }, seeded(1));
    const end = START - 30 * SECOND;
    const pieces = fitTime(evidenceOf(made), end);
    expect(pieces).toMatchObject([{ source: "unknown", offset: undefined, errorMs: undefined }]);
    const [{ least, most }] = pieces as [TimePiece];
    expect(least).toBe(end);
    for (const { up, truth } of made) {
      expect(up + least!).toBeLessThanOrEqual(truth);
      expect(up + most!).toBeGreaterThanOrEqual(truth);
    }
    expect(lastTime(pieces, HOUR)).toBeUndefined();
    expect(fitTime(evidenceOf(made))[0]!.least).toBeUndefined();
  });

  it("gives the earliest that a boot can have ended", () => {
    const made = make({ hours: 1, ppm: 50, told: [{ hour: 0.2, wrongBy: 700 }] }, seeded(1));
    const { up, truth } = made.at(-1)!;
    const end = lastTime(fitTime(evidenceOf(made)), up)!;
    expect(end).toBeLessThanOrEqual(truth);
    expect(end).toBeGreaterThan(truth - 3000);
  });
});
