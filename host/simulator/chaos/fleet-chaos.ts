// Chaos among the boards of `espulse sim`, in real time and against real processes. Owns what of a plan
// that is possible, and is told the boards.
import type { Config } from "../../config/config.ts";
import { realTime } from "../node/scheduler.ts";
import type { SimulatedBoard } from "../simulated-board.ts";
import { SeededRandom } from "../virtual/seeded-random.ts";
import { boardActions } from "./board-actions.ts";
import { Chaos, checkActions } from "./chaos.ts";
import type { ChaosFault, ChaosPlan } from "./entry.ts";
import { type Moment, momentsOf } from "./moments.ts";
import { mosquittoActions } from "./mosquitto-actions.ts";

export interface FleetChaosOptions {
  readonly plan: ChaosPlan;
  readonly seed: number;
  /** How long the run will be. */
  readonly seconds: number;
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly devices: readonly string[];
  readonly onFault: (moment: Moment) => void;
  /** Told of what could not be done. */
  readonly failed: (error: unknown) => void;
}

export interface FleetChaos {
  /** Time counts from now on. */
  begin(): void;
  /** Ends what is going on. */
  stop(): void;
  readonly begun: number;
}

/** @throws ConfigError for a plan that this run cannot carry out */
export async function fleetChaos(
  { plan, seed, seconds, config, env, devices, onFault, failed }: FleetChaosOptions,
  boardOf: (device: string) => SimulatedBoard | undefined,
): Promise<FleetChaos> {
  const actions = {
    ...boardActions(boardOf, realTime, failed),
    ...(await mosquittoActions(config.broker.url, env, failed)),
  };
  checkActions(plan, actions, whyNot);
  const random = new SeededRandom(seed, "chaos");
  const moments = momentsOf(plan, { seconds, devices, random });
  let chaos: Chaos | undefined;
  return {
    begin() {
      chaos = new Chaos({ clock: realTime, actions, moments, onFault });
    },
    stop: () => chaos?.stop(),
    get begun() {
      return chaos?.begun ?? 0;
    },
  };
}

function whyNot(fault: ChaosFault): string {
  if (fault.startsWith("broker-")) {
    return `${fault}: this is not a Mosquitto that "espulse broker up --engine mosquitto" has started, and no other is killed`;
  }
  if (fault.startsWith("recorder-")) return `${fault}: there is no recorder in this run`;
  return `${fault} is of a model network; add --virtual`;
}
