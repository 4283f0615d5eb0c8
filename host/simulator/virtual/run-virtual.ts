// `espulse sim --virtual`: a fleet at a model of a broker and a network, in virtual time, from its start
// to its summary. Knows no terminal.
import { buildProgram } from "../../build/build-program.ts";
import { entryFault } from "../../build/sources/entry.ts";
import type { Config } from "../../config/config.ts";
import { ConfigError } from "../../errors.ts";
import type { Chaos } from "../chaos/chaos.ts";
import type { ChaosPlan } from "../chaos/entry.ts";
import type { Moment } from "../chaos/moments.ts";
import { FleetConsole, type FleetOutput } from "../fleet-console.ts";
import { addUp, type FleetSummary, StopCounts } from "../summary.ts";
import { VirtualFleet } from "./virtual-fleet.ts";
import { World } from "./world.ts";

export interface VirtualRunOptions {
  readonly config: Config;
  readonly count: number;
  readonly seed: number;
  /** Of virtual time. */
  readonly forSeconds: number;
  readonly interrupted: AbortSignal;
  readonly verbose?: boolean | undefined;
  readonly chaos?:
    | { readonly plan: ChaosPlan; readonly onFault: (moment: Moment) => void }
    | undefined;
  readonly output: FleetOutput;
  readonly onProgress?: ((text: string) => void) | undefined;
}

/** Of virtual time, between two looks at whether somebody has interrupted it. */
const STEP_SECONDS = 10;
/** For what a fault has held up. */
const CALM_SECONDS = 90;

/** @throws ConfigError for a firmware or a plan that cannot be run */
export async function runVirtual(options: VirtualRunOptions): Promise<FleetSummary> {
  const { config, count, seed, forSeconds, interrupted } = options;
  const missing = config.entry === undefined ? undefined : entryFault(config.entry);
  if (missing) throw new ConfigError([missing]);
  const { board, entry } = config;
  const program = await buildProgram({ board, ...(entry === undefined ? {} : { entry }) });
  const console = new FleetConsole(count, options.verbose ?? false, options.output);
  const counts = new Map<string, StopCounts>();
  const world = new World({ seed });
  const fleet = await VirtualFleet.start({
    world,
    program,
    config,
    count,
    onConsoleLine(device, line) {
      const own = counts.get(device) ?? new StopCounts();
      counts.set(device, own);
      own.read(line);
      console.line(device, line);
    },
  });
  let chaos: Chaos | undefined;
  try {
    chaos = options.chaos && fleet.disturb(options.chaos.plan, forSeconds, options.chaos);
    for (let left = forSeconds; left > 0 && !interrupted.aborted; left -= STEP_SECONDS) {
      await world.advance(1000 * Math.min(left, STEP_SECONDS));
      options.onProgress?.(`${Math.round(forSeconds - left)} of ${forSeconds} s`);
    }
    if (chaos !== undefined) {
      fleet.calm();
      await world.advance(1000 * CALM_SECONDS);
    }
    await fleet.stop();
  } finally {
    await fleet.close();
  }
  const boards = fleet.boards.map(({ device, board, truth }) => ({
    ...(counts.get(device) ?? new StopCounts()).summary(device, board.boots),
    measured: truth.made,
  }));
  const seconds = Math.round(world.time.now()) / 1000;
  const faults = chaos === undefined ? {} : { seed, faults: chaos.begun };
  return { runtime: "virtual", seconds, boards, total: addUp(boards), ...faults };
}
