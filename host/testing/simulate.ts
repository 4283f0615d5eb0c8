// `espulse/test`: a project's firmware on a simulated board in virtual time, for the tests of that
// project. Owns what such a test can do and see; each part is what `espulse sim` runs.
import type { Dropped, Reading } from "../../firmware/contract/telemetry.ts";
import { buildProgram } from "../build/build-program.ts";
import { entryFault } from "../build/sources/entry.ts";
import { resolveConfig } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { Chaos, checkActions } from "../simulator/chaos/chaos.ts";
import type { ChaosPlan } from "../simulator/chaos/entry.ts";
import { momentsOf } from "../simulator/chaos/moments.ts";
import { parsePlan } from "../simulator/chaos/plan.ts";
import { worldActions } from "../simulator/chaos/world-actions.ts";
import { provision } from "../simulator/provision.ts";
import { BROKER_URL, TIME_SERVER, World } from "../simulator/virtual/world.ts";
import { decodeDropped, decodeMeta, decodeReading } from "../telemetry/decode.ts";
import { faultsOfSensors, scriptOf } from "./sensor-script.ts";
import type { Sensors } from "./sensors.ts";

export type { Dropped, Reading } from "../../firmware/contract/telemetry.ts";
export type { ChaosEntry, ChaosFault, ChaosPlan } from "../simulator/chaos/entry.ts";
export type { Sensor, Sensors } from "./sensors.ts";

export interface SimulateOptions {
  /** Folder of the project: its espulse.config.ts and .env.local; the current one by default. */
  readonly cwd?: string;
  /** Entry file of the firmware, in place of the project's. */
  readonly entry?: string;
  /** Id of a board definition, in place of the project's. */
  readonly board?: string;
  /** Milliseconds between readings, in place of the project's. */
  readonly interval?: number;
  /** What it measures; see {@link TestBoard.sensors}. */
  readonly sensors?: Sensors;
  /** Another run: other sensor values where none are given, another device id; 1 by default. */
  readonly seed?: number;
  /** What a time server tells at the start; 2026-01-01 UTC by default. */
  readonly start?: Date;
  /** Folder that keeps the board's Storage for another run. */
  readonly storage?: string;
}

/** A message as the broker got it. */
export interface TestMessage {
  readonly topic: string;
  readonly text: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** Milliseconds of virtual time. */
  readonly atMs: number;
}

export interface TestBoard {
  readonly device: string;
  /** What the board has printed so far, a line each. */
  readonly console: readonly string[];
  /** By pin (`D34: 0.5`, `BTN1: true`), `temp` and `rssi`: values, or functions of the milliseconds since the start. */
  readonly sensors: Sensors;
  /** Boots so far. */
  readonly boots: number;
  /** Milliseconds of virtual time since the start. */
  readonly now: number;
  /** Lets so many milliseconds pass, as fast as this machine can. */
  advance(milliseconds: number): Promise<void>;
  /** As they reached the broker, in that order; one that was sent again is there again. */
  readings(): readonly Reading[];
  /** Ranges that the board has given up, as they reached the broker. */
  dropped(): readonly Dropped[];
  /** Name of each channel -> its unit, as the board has described itself. */
  channels(): Readonly<Record<string, string>>;
  /** Everything that the board has published. */
  messages(): readonly TestMessage[];
  /** Publishes to the board as another client would. */
  publish(topic: string, text: string): void;
  /** Value of an expression at the board's console. */
  evaluate(expression: string): Promise<unknown>;
  /** Its access point. */
  readonly wifi: { drop(): void; restore(): void };
  /** Its supply; what is in Storage stays. */
  readonly power: { cut(): void; restore(): void };
  /** `kill` forgets all that was not saved, retained messages included; `hang` answers nothing. */
  readonly broker: { kill(): void; start(): void; hang(): void; resume(): void };
  /**
   * From now on and for so many seconds things go wrong as the plan says, the same each time with the
   * same seed. @throws ConfigError with every fault of the plan
   */
  disturb(plan: ChaosPlan, seconds: number): void;
  /** Whatever is going wrong ends. */
  calm(): void;
  close(): Promise<void>;
}

/**
 * Builds the project's firmware and boots it on a simulated board, at a broker and in a network that are
 * models as well. Nothing happens until `advance`. Needs no hardware, no network and no port.
 * @throws ConfigError naming every fault of the options, the configuration or the firmware
 */
export async function simulate(options: SimulateOptions = {}): Promise<TestBoard> {
  const { cwd = process.cwd(), interval, entry, board: id, seed = 1 } = options;
  const config = await resolveConfig({
    flags: { broker: BROKER_URL, interval, entry, board: id },
    env: process.env,
    cwd,
  });
  const sensors: Sensors = { ...options.sensors };
  const missing = config.entry === undefined ? undefined : entryFault(config.entry);
  const faults = [...(missing ? [missing] : []), ...faultsOfSensors(sensors, config.board)];
  if (faults.length > 0) throw new ConfigError(faults);
  const program = await buildProgram({
    board: config.board,
    ...(config.entry === undefined ? {} : { entry: config.entry }),
  });

  const messages: TestMessage[] = [];
  const readings: Reading[] = [];
  const dropped: Dropped[] = [];
  const console: string[] = [];
  let channels: Record<string, string> = {};
  const world = new World({
    seed,
    start: options.start,
    broker: {
      onPublish({ topic, payload, qos, retain }) {
        messages.push({ topic, text: String(payload), qos, retain, atMs: world.time.now() });
        const meta = decodeMeta(topic, payload);
        if (meta.ok) channels = Object.fromEntries(meta.meta.units);
        const reading = decodeReading(topic, payload);
        if (reading.ok) readings.push(reading.reading);
        const loss = decodeDropped(topic, payload);
        if (loss.ok) dropped.push(loss.dropped);
      },
    },
  });
  const provisioned = provision({ config, seed, index: 0, storageFolder: options.storage });
  const { settings, storageFolder } = provisioned;
  const board = await world.startBoard({
    bundle: program.bundle.code,
    loader: program.loader,
    board: config.board,
    settings: { ...settings, sntp: TIME_SERVER },
    seed: provisioned.seed,
    ...(storageFolder === undefined ? {} : { storageFolder }),
    // Its program may do what it likes to its built-ins: there is no other board.
    isolated: true,
    sensors: scriptOf(sensors, config.board),
    onConsoleLine: (line) => console.push(line),
  });
  let chaos: Chaos | undefined;
  return {
    device: settings.device,
    console,
    sensors,
    get boots() {
      return board.boots;
    },
    get now() {
      return world.time.now();
    },
    advance: (milliseconds) => world.advance(milliseconds),
    readings: () => [...readings],
    dropped: () => [...dropped],
    channels: () => channels,
    messages: () => [...messages],
    publish: (topic, text) =>
      world.broker.publish({ topic, payload: Buffer.from(text), qos: 1, retain: false }),
    evaluate: async (expression) => JSON.parse(await board.evaluate(expression)) as unknown,
    wifi: {
      drop: () => void board.setWifi(false),
      restore: () => void board.setWifi(true),
    },
    power: { cut: () => board.cutPower(), restore: () => board.restorePower() },
    broker: {
      kill: () => world.killBroker("lost"),
      start: () => world.startBroker(),
      hang: () => world.broker.hang(),
      resume: () => world.broker.resume(),
    },
    disturb(plan, seconds) {
      const actions = worldActions(world, () => board);
      checkActions(parsePlan(plan), actions, (fault) => `${fault}: a test has no such thing`);
      const random = world.random("chaos");
      const moments = momentsOf(plan, { seconds, devices: [settings.device], random });
      chaos?.stop();
      chaos = new Chaos({ clock: world.time, actions, moments });
    },
    calm() {
      chaos?.stop();
      board.restorePower();
    },
    close: () => board.close(),
  };
}
