// argv -> verb, error -> exit status. The only file that exits; it loads only the verb that runs.
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import pc from "picocolors";
import type { Surroundings, Verb } from "./command.ts";
import { exitStatusOf } from "./exit-status.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ verb: Verb }>;
}

const VERBS: Record<string, Entry> = {
  demo: {
    summary: "broker, one simulated board and its readings, in one terminal",
    load: () => import("./demo.ts"),
  },
  build: { summary: "build the firmware bundle", load: () => import("./build.ts") },
  boards: {
    summary: "list the boards, or draw the pins of one",
    load: () => import("./boards.ts"),
  },
  sim: { summary: "run simulated boards", load: () => import("./sim.ts") },
  broker: { summary: "start, stop and look at the broker", load: () => import("./broker.ts") },
  watch: { summary: "show the readings of devices", load: () => import("./watch.ts") },
  pub: { summary: "publish a message, once or on a schedule", load: () => import("./pub.ts") },
};

/** One Ctrl-C can come twice: from the terminal, and passed on by npm. */
const SAME_INTERRUPTION_MS = 500;

const interruption = new AbortController();
let interruptedAt = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // bin/espulse.js has caught it so far.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    const isSecond = interruption.signal.aborted;
    // The second time the user means it: whatever still ends in order is cut short.
    if (isSecond && performance.now() - interruptedAt > SAME_INTERRUPTION_MS) process.exit(130);
    if (!isSecond) interruptedAt = performance.now();
    interruption.abort();
  });
}

const surroundings: Surroundings = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  interrupted: interruption.signal,
};

// A reader such as `head` closes the pipe when it has enough; that is its right, not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

async function run(argv: readonly string[]): Promise<number> {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  const program = new Command("espulse")
    .description("From a sensor on an ESP32 to a reading on your laptop.")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(pc.red(text)) })
    .showHelpAfterError("(add --help for the options and an example)");

  let loaded: Verb | undefined;
  for (const [name, { summary, load }] of Object.entries(VERBS)) {
    const command = program.command(name).description(summary);
    // Only the verb that runs is loaded: the others' packages cost start-up time.
    if (argv.includes(name) && loaded === undefined) {
      loaded = (await load()).verb;
      loaded.configure(command, surroundings);
    }
  }
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    // commander has already printed what it objects to.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!interruption.signal.aborted) {
      process.stderr.write(`${pc.red("error:")} ${describe(error)}\n`);
      return exitStatusOf(error);
    }
  }
  return interruption.signal.aborted ? (loaded?.statusWhenInterrupted ?? 130) : 0;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // An error of our own says all there is to say; anything else is a defect and shows its trace.
  return exitStatusOf(error) === 1 ? (error.stack ?? error.message) : error.message;
}

process.exitCode = await run(process.argv.slice(2));
