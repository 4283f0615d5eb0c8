// `espulse console`: options and output; one expression, or a conversation (host/console/repl.ts).
import type { Evaluation } from "../console/session.ts";
import { ConfigError } from "../errors.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addPortOptions, type PortFlags, withSession } from "./port-option.ts";

interface ConsoleFlags extends PortFlags {
  readonly eval?: string;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command, surroundings) {
    command.option(
      "--eval <code>",
      "an expression, or statements whose last has the value: print it and end",
    );
    addPortOptions(command)
      .option(
        "--json",
        'with --eval or piped lines: {"value":...}, or {"text":...} of what has no JSON',
      )
      .addHelpText(
        "after",
        `
Talks to the console of a board; its program runs on. Ctrl-C interrupts the
board, Ctrl-] or .exit ends the conversation. What is piped in is run line by
line, to its end also where a line fails. The value goes to standard output,
what the board prints to the error.

Exit status: 0 done; 3 no port, or busy; 4 permission denied; 8 the board
reported an error; 27 no answer in time. Details: docs/hardware.md

Examples:
  espulse console
  espulse console --eval 'process.memory().free'
  espulse console --eval 'E.getTemperature()' --port /dev/ttyUSB0`,
      )
      .action((flags: ConsoleFlags) =>
        flags.eval === undefined
          ? converse(flags, surroundings)
          : evaluate(flags.eval, flags, surroundings),
      );
  },
};

async function evaluate(
  source: string,
  flags: ConsoleFlags,
  surroundings: Surroundings,
): Promise<void> {
  const { stdout, stderr } = surroundings;
  const onLine = (line: string): void => void stderr.write(`${line}\n`);
  const value = await withSession(flags, surroundings, { onLine }, async (session) => {
    const { controllerOn } = await import("../console/controller.ts");
    const { device, answerTo } = controllerOn(session, flags.timeout);
    return answerTo(device.eval(source));
  });
  const { jsonValue } = await import("../console/shown-value.ts");
  stdout.write(`${flags.json ? jsonValue(value) : asText(value)}\n`);
}

/** A string without its quotes, as a script wants it. */
function asText({ json, text }: Evaluation): string {
  return typeof json === "string" ? json : text;
}

async function converse(flags: ConsoleFlags, surroundings: Surroundings): Promise<void> {
  const { stdout, env, interrupted } = surroundings;
  const input = process.stdin;
  if (!input.isTTY || !stdout.isTTY) return runLines(flags, surroundings);
  if (flags.json) {
    const message = "a conversation has none; use --eval, or pipe lines in";
    throw new ConfigError([{ path: "--json", message }]);
  }
  const { Repl } = await import("../console/repl.ts");
  const { stateFolder } = await import("../state-folder.ts");
  const repl = new Repl({ input, output: stdout, folder: stateFolder(env) });
  const options = { onLine: (line: string) => repl.printed(line) };
  await withSession(flags, surroundings, options, (session) =>
    repl.run(session, flags.timeout, interrupted),
  );
}

async function runLines(flags: ConsoleFlags, surroundings: Surroundings): Promise<void> {
  const { runPiped } = await import("../console/piped.ts");
  const { stdout, stderr, interrupted } = surroundings;
  const tell = (text: string): void => void stderr.write(`${text}\n`);
  await withSession(flags, surroundings, { onLine: tell }, (session) =>
    runPiped(session, {
      input: process.stdin,
      answer: (text) => void stdout.write(`${text}\n`),
      tell,
      json: flags.json ?? false,
      timeoutMs: flags.timeout,
      left: interrupted,
    }),
  );
}
