// Many boards in one world of virtual time, each with the truth of what it measured. Owns their start,
// spread over a second, and their orderly end.

import type { Settings } from "../../../firmware/contract/settings.ts";
import type { Program } from "../../build/build-program.ts";
import type { BoardConfig } from "../../layout/board-settings.ts";
import { type Actions, Chaos, checkActions } from "../chaos/chaos.ts";
import type { ChaosPlan } from "../chaos/entry.ts";
import { type Moment, momentsOf } from "../chaos/moments.ts";
import { worldActions } from "../chaos/world-actions.ts";
import type { NodeBoard } from "../node/node-board.ts";
import { provision } from "../provision.ts";
import { Truth } from "../truth.ts";
import { BROKER_URL, TIME_SERVER, type World } from "./world.ts";

/** Over which boards are switched on, and as long as an orderly end takes at most. */
const STAGGER_MS = 1000;
const STOP_MS = 3000;

export interface VirtualFleetOptions {
  readonly world: World;
  readonly program: Pick<Program, "bundle" | "loader">;
  /** Its broker and its time server are those of the world. */
  readonly config: Omit<BoardConfig, "broker" | "sntp" | "sources">;
  readonly count: number;
  /** In place of what follows from the configuration. */
  readonly settings?: Partial<Settings>;
  readonly onConsoleLine?: ((device: string, line: string) => void) | undefined;
}

export interface FleetBoard {
  readonly device: string;
  /** First half of its boots' names. */
  readonly install: string;
  readonly board: NodeBoard;
  readonly truth: Truth;
}

export class VirtualFleet {
  readonly world: World;
  readonly boards: FleetBoard[] = [];
  #chaos: Chaos | undefined;

  private constructor(world: World) {
    this.world = world;
  }

  static async start(options: VirtualFleetOptions): Promise<VirtualFleet> {
    const { world, count } = options;
    const fleet = new VirtualFleet(world);
    for (let index = 0; index < count; index++) {
      if (index > 0) await world.advance(STAGGER_MS / count);
      fleet.boards.push(await startOne(options, index));
    }
    return fleet;
  }

  /**
   * From now on; `seconds` is how long the run will be. `others` are faults of what this fleet knows
   * nothing of, such as a recorder's.
   * @throws ConfigError for a plan that names what is not there
   */
  disturb(
    plan: ChaosPlan,
    seconds: number,
    { others = {}, onFault }: { others?: Actions; onFault?: (moment: Moment) => void } = {},
  ): Chaos {
    const { world } = this;
    const boards = new Map(this.boards.map(({ device, board }) => [device, board]));
    const actions = { ...worldActions(world, (device) => boards.get(device)), ...others };
    checkActions(
      plan,
      actions,
      (fault) => `${fault}: there is nothing in this run that it can strike`,
    );
    const devices = [...boards.keys()];
    const moments = momentsOf(plan, { seconds, devices, random: world.random("chaos") });
    this.#chaos = new Chaos({ clock: world.time, actions, moments, onFault });
    return this.#chaos;
  }

  /** Whatever is going on ends, and every board has power, a network and a broker again. */
  calm(): void {
    this.#chaos?.stop();
    for (const { board } of this.boards) board.restorePower();
  }

  /** Each program ends in order; what it makes after this is no reading. */
  async stop(): Promise<void> {
    this.calm();
    const { time } = this.world;
    for (const { board, truth } of this.boards) {
      time.await();
      void board.evaluate('E.emit("stop")').then(
        () => truth.end(),
        () => {},
      );
    }
    await time.advance(STOP_MS);
  }

  async close(): Promise<void> {
    this.#chaos?.stop();
    for (const { board } of this.boards) await board.close();
  }
}

async function startOne(
  { world, program, config, settings: changes, onConsoleLine }: VirtualFleetOptions,
  index: number,
): Promise<FleetBoard> {
  const { settings, seed } = provision({
    config: { ...config, broker: { url: BROKER_URL }, sntp: TIME_SERVER },
    seed: world.seed,
    index,
  });
  const { device, install } = settings;
  const truth = new Truth(() => world.time.now());
  const board = await world.startBoard({
    bundle: program.bundle.code,
    loader: program.loader,
    board: config.board,
    settings: { ...settings, ...changes },
    seed,
    onTemperatureRead: (celsius, storage) => truth.sampled(celsius, storage),
    onConsoleLine: (line) => onConsoleLine?.(device, line),
  });
  return { device, install, board, truth };
}
