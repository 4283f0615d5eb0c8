// argv -> verb, error -> exit status. The only file that exits.
import { CommanderError } from "commander";
import pc from "picocolors";
import type { Surroundings } from "./command.ts";
import { ASK, createProgram, VERBS } from "./program.ts";

/** One Ctrl-C can come twice: from the terminal, and passed on by npm. */
const SAME_INTERRUPTION_MS = 500;
const INTERRUPTED = 130;

const interruption = new AbortController();
let interruptedAt = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  // bin/espulse.js has caught it so far.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    const isSecond = interruption.signal.aborted;
    // The second time the user means it: whatever still ends in order is cut short.
    if (isSecond && performance.now() - interruptedAt > SAME_INTERRUPTION_MS)
      process.exit(INTERRUPTED);
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
  process.stderr.write(`${pc.red("error:")} standard output: ${error.message}\n`);
  process.exit(1);
});

async function run(given: readonly string[]): Promise<number> {
  const [first, verbAsked] = given;
  // commander answers `help buid` with the help of all, and no word of what is wrong.
  const isUnknown = verbAsked !== undefined && /^[a-z]/.test(verbAsked) && !(verbAsked in VERBS);
  const words = first === "help" && isUnknown && verbAsked !== "help" ? given.slice(1) : given;
  if (words[0] === ASK) {
    const { candidatesFor, linesOf } = await import("./candidates.ts");
    process.stdout.write(linesOf(await candidatesFor(words.slice(1), surroundings)));
    return 0;
  }
  const asJson = asksForJson(words);
  const { command, verb } = await createProgram(words, surroundings, asJson);
  try {
    await command.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      // As text commander has already printed what it objects to.
      return asJson ? await tell(error, asJson, 2) : 2;
    }
    const status = await statusOf(error);
    // As the compiler, which a terminal's Ctrl-C ends as well: its end may be heard of before our own.
    if (status === 1) await interruptedSoon();
    if (!interruption.signal.aborted) return await tell(error, asJson, status);
    // It says what it was interrupted in, and what is done.
    if (status === INTERRUPTED) await tell(error, asJson, status);
  }
  return interruption.signal.aborted ? (verb?.statusWhenInterrupted ?? INTERRUPTED) : 0;
}

/** Of the words alone: where they are wrong there are no options to ask. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return words.slice(0, end < 0 ? undefined : end).includes("--json");
}

/** Loaded only now: the classes of errors bring their parts' packages with them. */
async function statusOf(error: unknown): Promise<number> {
  const { exitStatusOf } = await import("./exit-status.ts");
  return exitStatusOf(error);
}

async function interruptedSoon(): Promise<void> {
  if (interruption.signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, SAME_INTERRUPTION_MS);
    interruption.signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

async function tell(error: unknown, asJson: boolean, status: number): Promise<number> {
  if (asJson) {
    const { errorJson } = await import("./error-json.ts");
    process.stderr.write(`${JSON.stringify(errorJson(error, status))}\n`);
    return status;
  }
  const { message, stack = message } = error instanceof Error ? error : { message: String(error) };
  // An error of our own says all there is to say; anything else is a defect and shows its trace.
  const head = status === INTERRUPTED ? "" : `${pc.red("error:")} `;
  process.stderr.write(`${head}${status === 1 ? stack : message}\n`);
  return status;
}

process.exitCode = await run(process.argv.slice(2));
