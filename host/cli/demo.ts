// `espulse demo`, which `npm start` runs: broker, one simulated board and its readings in one
// terminal. Owns the order of starting and stopping; each part is what its own verb runs.
import { startEmbeddedBroker } from "../broker/embedded.ts";
import { resolveConfig } from "../config/config.ts";
import { TransportError } from "../errors.ts";
import { Screen } from "../telemetry/screen.ts";
import { watch } from "../telemetry/watch.ts";
import type { Surroundings, Verb } from "./command.ts";

const HOST = "127.0.0.1";
const USUAL_PORT = 1883;
const ANY_PORT = 0;

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .addHelpText("after", "\nExample:\n  espulse demo        until Ctrl-C")
      .action(() => run(surroundings));
  },
  statusWhenInterrupted: 0,
};

async function run({ stdout, stderr, env, cwd, interrupted }: Surroundings): Promise<void> {
  const screen = new Screen(stdout, stderr, env);
  // Only the broker is the demonstration's own, and asks for no login; the rest may be configured.
  const { ESPULSE_USERNAME: _user, ESPULSE_PASSWORD: _password, ...rest } = env;
  const flags = { broker: `mqtt://${HOST}:${USUAL_PORT}` };
  const configured = await resolveConfig({ flags, env: rest, cwd });
  // Only now: the compiler that it brings takes longer to load than all the rest.
  const { runFleet } = await import("../simulator/fleet.ts");
  const broker = await startBroker(screen);
  const config = { ...configured, broker: { ...configured.broker, url: broker.url } };
  const over = new AbortController();
  try {
    const reader = watch({
      broker: config.broker,
      prefix: config.prefix,
      filters: [],
      raw: false,
      json: false,
      qos: 1,
      screen,
      interrupted: over.signal,
    });
    const fleet = runFleet({
      config,
      count: 1,
      runtime: "node",
      env,
      interrupted,
      output: {
        line: (device, text) => {
          // Told in words at the end.
          if (!text.startsWith("espulse: stop ")) screen.notice(`${device}  ${text}`);
        },
        notice: (text) => screen.notice(text),
      },
    });
    screen.notice("Ctrl-C ends it");
    // Whichever fails ends the other; the reader outlives the board, whose last words it hears.
    const ended = await Promise.race([fleet, reader.then(() => fleet)]).catch((error) => {
      // Interrupted before the board was on.
      if (interrupted.aborted) return undefined;
      throw error;
    });
    over.abort();
    await reader;
    const { made = 0, acked = 0, dropped = 0, waiting = 0 } = ended?.total ?? {};
    screen.notice(
      `published ${made} ${made === 1 ? "reading" : "readings"}, ${acked} acknowledged, ${dropped} given up, ${waiting} left waiting`,
    );
  } finally {
    over.abort();
    await broker.close();
  }
}

async function startBroker(screen: Screen): ReturnType<typeof startEmbeddedBroker> {
  try {
    return await startEmbeddedBroker({ host: HOST, port: USUAL_PORT });
  } catch (error) {
    if (!(error instanceof TransportError && error.code === "busy")) throw error;
    const broker = await startEmbeddedBroker({ host: HOST, port: ANY_PORT });
    screen.notice(`port ${USUAL_PORT} is taken; the demonstration's broker is at ${broker.url}`);
    return broker;
  }
}
