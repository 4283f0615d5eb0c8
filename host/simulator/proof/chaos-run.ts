// One run of everything together in virtual time, with all that can go wrong: boards with the real
// firmware, the real recorder and its database, a model of broker and network. At its end what is on disk
// is held against what the boards measured. Knows no output.
import type { Settings } from "../../../firmware/contract/settings.ts";
import type { Program } from "../../build/build-program.ts";
import type { BoardConfig } from "../../layout/board-settings.ts";
import type { SessionEvent } from "../../recording/session-events.ts";
import { Store } from "../../recording/store.ts";
import type { ChaosPlan } from "../chaos/entry.ts";
import type { Moment } from "../chaos/moments.ts";
import { SeededRandom } from "../virtual/seeded-random.ts";
import { VirtualFleet } from "../virtual/virtual-fleet.ts";
import { World } from "../virtual/world.ts";
import { randomPlan } from "./random-plan.ts";
import { type FoundRecording, readRecording } from "./read-recording.ts";
import { type BootVerdict, judge } from "./verdict.ts";
import { VirtualRecorder } from "./virtual-recorder.ts";

export interface ChaosRunOptions {
  readonly program: Pick<Program, "bundle" | "loader">;
  readonly config: Omit<BoardConfig, "broker" | "sntp" | "sources">;
  readonly seed: number;
  readonly count: number;
  /** Of virtual time, with faults. */
  readonly seconds: number;
  /** Of the seed's own making unless given. */
  readonly plan?: ChaosPlan | undefined;
  readonly keepUntil?: Settings["keepUntil"];
  /** Empty, for the recording. */
  readonly folder: string;
  readonly onFault?: ((moment: Moment) => void) | undefined;
  readonly onConsoleLine?: ((device: string, line: string) => void) | undefined;
  readonly onRecorderEvent?: ((event: SessionEvent, atMs: number) => void) | undefined;
}

export interface ChaosReport {
  readonly seed: number;
  readonly plan: ChaosPlan;
  /** Of virtual time, until nothing moved any more. */
  readonly seconds: number;
  readonly faults: number;
  readonly recorderKills: number;
  readonly boots: number;
  readonly made: number;
  readonly stored: number;
  readonly declared: number;
  readonly unknown: number;
  /** Declared, by reason. */
  readonly why: Readonly<Record<string, number>>;
  /** None of these in a run that proves what it should. */
  readonly violations: readonly string[];
}

/** Between two looks at whether anything still moves. */
const LOOK_SECONDS = 30;
/** A mark that does not move is waited for ever longer, up to 16 minutes. */
const MOST_CALM_SECONDS = 300;
const LEAST_CALM_SECONDS = 90;
/** What was published last, and a batch. */
const LAST_MS = 30_000;
const BATCH_AGES_MS = [1000, 3000, 10_000];
const BATCH = { messages: 16_384, bytes: 4 * 1024 * 1024 };

export async function chaosRun(options: ChaosRunOptions): Promise<ChaosReport> {
  const { program, config, seed, count, seconds, keepUntil, folder } = options;
  const plan = options.plan ?? randomPlan(seed, seconds);
  const random = new SeededRandom(seed, "run");
  // In most of the runs a day ends.
  const start = Date.UTC(2026, 0, 2) - random.below(2 * seconds * 1000);
  const world = new World({ seed, start, broker: { autosaveSeconds: 120 } });
  const violations: string[] = [];
  const recorder = new VirtualRecorder({
    world,
    folder,
    prefix: config.prefix,
    batches: { ...BATCH, ageMs: random.pick(BATCH_AGES_MS) },
    onEvent: (event) => options.onRecorderEvent?.(event, world.time.now()),
    onFailure: (error) => violations.push(`recorder: ${error.message}`),
  });
  recorder.start();
  const fleet = await VirtualFleet.start({
    ...{ world, program, config, count },
    ...(keepUntil && { settings: { keepUntil } }),
    onConsoleLine: options.onConsoleLine,
  });
  const chaos = fleet.disturb(plan, seconds, {
    others: recorder.actions,
    ...(options.onFault && { onFault: options.onFault }),
  });
  try {
    await world.advance(seconds * 1000);
    fleet.calm();
    recorder.start();
    await untilStill(world, recorder, fleet);
    await fleet.stop();
    await world.advance(LAST_MS);
  } finally {
    await fleet.close();
  }
  const closing = recorder.close();
  await world.advance(LAST_MS);
  if (!(await closing)) violations.push("recorder: could not store what it had");
  const found = await readFolder(recorder.folder, world);
  const verdicts = verdictsOf(fleet, found, true);
  violations.push(...found.oddities, ...verdicts.flatMap((verdict) => verdict.violations));
  const sum = (count: (verdict: BootVerdict) => number) =>
    verdicts.reduce((total, verdict) => total + count(verdict), 0);
  return {
    ...{ seed, plan, seconds: Math.round(world.time.now() / 1000), faults: chaos.begun },
    recorderKills: recorder.kills,
    boots: verdicts.length,
    made: sum(({ made }) => made),
    stored: sum(({ stored }) => stored),
    declared: sum(({ declared }) => declared),
    unknown: sum(({ unknown }) => unknown),
    why: Object.fromEntries(found.why),
    violations,
  };
}

/** Faults are over; what they have held up goes its way. */
async function untilStill(
  world: World,
  recorder: VirtualRecorder,
  fleet: VirtualFleet,
): Promise<void> {
  let before = "";
  for (let passed = 0; passed < MOST_CALM_SECONDS; passed += LOOK_SECONDS) {
    await world.advance(1000 * LOOK_SECONDS);
    if (passed + LOOK_SECONDS < LEAST_CALM_SECONDS || recorder.current === undefined) continue;
    const { store } = recorder.current;
    const found = await world.time.whileHeld(
      store
        .connect()
        .then((connection) => readRecording(connection).finally(() => connection.closeSync())),
    );
    const verdicts = verdictsOf(fleet, found, false);
    // Of boots that are over nothing more has come, and of the others all but the last moment is there.
    const now = verdicts.map(({ stored, unknown, made, declared, name }) =>
      isOver(fleet, name) ? `${stored} ${declared} ${unknown}` : made - stored - declared > 20,
    );
    const isSound = verdicts.every((verdict) => verdict.violations.length === 0);
    if (isSound && `${now}` === before && !now.includes(true)) return;
    before = `${now}`;
  }
}

function isOver(fleet: VirtualFleet, name: string): boolean {
  const [device, boot] = name.split("/");
  const { board, truth } = fleet.boards.find((one) => one.device === device)!;
  const last = Math.max(...truth.boots.keys());
  return !board.isPowered || Number(boot!.split("-")[1]) < last;
}

async function readFolder(folder: string, world: World): Promise<FoundRecording> {
  const store = await Store.open(folder, { utcNow: () => world.time.utc() });
  try {
    const connection = await store.connect();
    return await readRecording(connection).finally(() => connection.closeSync());
  } finally {
    await store.close();
  }
}

/** @param isEnd no board has anything on its way any more */
function verdictsOf(fleet: VirtualFleet, found: FoundRecording, isEnd: boolean): BootVerdict[] {
  const verdicts: BootVerdict[] = [];
  const names = new Set<string>();
  for (const { device, install, truth } of fleet.boards) {
    const last = Math.max(...truth.boots.keys());
    for (const [boot, samples] of truth.boots) {
      const name = `${device}/${install}-${boot}`;
      names.add(name);
      const stored = found.boots.get(name) ?? { readings: [], declared: [] };
      verdicts.push(judge({ name, samples, isLast: isEnd && boot === last }, stored));
    }
  }
  const others = [...found.boots].filter(
    ([name, { readings, declared }]) => !names.has(name) && readings.length + declared.length > 0,
  );
  for (const [name] of others) {
    const violations = [`${name}: is stored, and was never made`];
    verdicts.push({ name, made: 0, stored: 0, declared: 0, unknown: 0, violations });
  }
  return verdicts;
}
