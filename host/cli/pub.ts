// `espulse pub`: the options of the publisher, and where its message comes from.
import { fstatSync } from "node:fs";
import type { Command } from "commander";
import { resolveConnection } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import type { Qos } from "../telemetry/message.ts";
import { quoted } from "../telemetry/printable.ts";
import { publish } from "../telemetry/publish.ts";
import { Screen } from "../telemetry/screen.ts";
import { fillIn } from "../telemetry/template.ts";
import { faultOfTopic } from "../telemetry/topic-filter.ts";
import type { Surroundings, Verb } from "./command.ts";
import {
  addConnectionOptions,
  type ConnectionFlags,
  qosOption,
  seconds,
  wholeNumber,
} from "./connection-options.ts";

interface PubFlags extends ConnectionFlags {
  readonly every?: number;
  readonly count?: number;
  readonly retain?: boolean;
  readonly qos: "0" | "1" | "2";
}

const EVERY_MS = 1000;
const MOST_INPUT_BYTES = 16 * 1024 * 1024;
const INPUT_HINT_MS = 1000;

let hasEnd = true;

export const verb: Verb = {
  configure(command: Command, surroundings: Surroundings): void {
    command
      .argument("<topic>", "{i} is the number of the message from 1, {time} the time")
      .argument("[message]", "likewise; without it standard input if it is piped, else {time}")
      .option("--every <s>", "publish again every so many seconds", seconds(1))
      .option(
        "--count <n>",
        "so many messages (every second without --every)",
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      )
      .option("--retain", "the broker keeps the message for whoever subscribes later")
      .addOption(qosOption());
    addConnectionOptions(command)
      .addHelpText(
        "after",
        `
Exit status: 0 the broker took every message; 5 it refused one; 6 it could not
be reached, or some may not have arrived; 27 it did not answer.
Details: docs/reading.md

Examples:
  espulse pub test/1 hello
  espulse pub 'test/{i}' '{time}' --every 1 --count 10`,
      )
      .action(async (topic: string, given: string | undefined, flags: PubFlags) => {
        const isScheduled = flags.every !== undefined || flags.count !== undefined;
        hasEnd = !isScheduled || flags.count !== undefined;
        const fault = faultOfTopic(fillIn(topic, 1, new Date()));
        if (fault) throw new ConfigError([{ path: `topic ${quoted(topic)}`, message: fault }]);
        const { stdout, stderr, env, cwd, interrupted } = surroundings;
        const { broker } = await resolveConnection({ flags, env, cwd });
        const screen = new Screen(stdout, stderr, env);
        const message = given ?? (isPiped() ? await readInput(screen, interrupted) : "{time}");
        if (interrupted.aborted) return;
        await publish({
          broker,
          topic,
          message,
          qos: Number(flags.qos) as Qos,
          retain: flags.retain ?? false,
          everyMs: isScheduled ? (flags.every ?? EVERY_MS) : undefined,
          count: flags.count,
          retries: flags.retries,
          screen,
          interrupted,
        });
      });
  },
  // A schedule without an end is ended by Ctrl-C.
  get statusWhenInterrupted() {
    return hasEnd ? 130 : 0;
  },
};

/** A pipe, a file or a socket; not a terminal, and not /dev/null, which says nothing. */
function isPiped(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isFile() || input.isSocket();
  } catch {
    return false;
  }
}

async function readInput(screen: Screen, interrupted: AbortSignal): Promise<Uint8Array> {
  const hint = setTimeout(() => {
    screen.notice(
      "reading the message from standard input; give a MESSAGE to publish that instead",
    );
  }, INPUT_HINT_MS);
  const stop = () => process.stdin.destroy();
  interrupted.addEventListener("abort", stop);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MOST_INPUT_BYTES) throw inputFault(`is larger than ${MOST_INPUT_BYTES} bytes`);
    }
  } catch (error) {
    if (!interrupted.aborted) throw error;
  } finally {
    clearTimeout(hint);
    interrupted.removeEventListener("abort", stop);
  }
  if (bytes === 0 && !interrupted.aborted) {
    throw inputFault("is empty; give '' as the message to publish an empty one");
  }
  return Buffer.concat(chunks);
}

function inputFault(message: string): ConfigError {
  return new ConfigError([{ path: "standard input", message }]);
}
