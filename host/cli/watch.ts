// `espulse watch`: the options of the reader.
import type { Command } from "commander";
import { resolveConnection } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import type { Qos } from "../telemetry/message.ts";
import { quoted } from "../telemetry/printable.ts";
import { Screen } from "../telemetry/screen.ts";
import { faultOfFilter } from "../telemetry/topic-filter.ts";
import { watch } from "../telemetry/watch.ts";
import type { Surroundings, Verb } from "./command.ts";
import {
  addConnectionOptions,
  type ConnectionFlags,
  qosOption,
  seconds,
  wholeNumber,
} from "./connection-options.ts";

interface WatchFlags extends ConnectionFlags {
  readonly prefix?: string;
  readonly count?: number;
  readonly timeout?: number;
  readonly qos: "0" | "1" | "2";
  readonly raw?: boolean;
  readonly json?: boolean;
}

let hasEnd = false;

export const verb: Verb = {
  configure(command: Command, surroundings: Surroundings): void {
    command
      .argument("[filter...]", "topic filters, + and # allowed (default: every device)")
      .option("--json", "one JSON object a line")
      .option("--raw", "any topic: topic and payload as they are (default filter: <prefix>/#)")
      .option("--count <n>", "end after so many readings", wholeNumber(1, Number.MAX_SAFE_INTEGER))
      .option("--timeout <s>", "end after so many seconds in all", seconds(1))
      .addOption(qosOption())
      .option("--prefix <topic>", "first levels of every topic (default: espulse)");
    addConnectionOptions(command)
      .addHelpText(
        "after",
        `
Exit status: 0 done, also by --timeout without --count once something was
received; 27 --timeout came first; 5 refused by the broker; 6 broker
unreachable. Details: docs/reading.md

Examples:
  espulse watch                        every device of the local broker
  espulse watch --json --count 10      ten readings for a script
  espulse watch 'test/+' --raw         whatever is published there`,
      )
      .action(async (filters: string[], flags: WatchFlags) => {
        hasEnd = flags.count !== undefined;
        const faults = filters.flatMap((filter) => {
          const message = faultOfFilter(filter);
          return message ? [{ path: `filter ${quoted(filter)}`, message }] : [];
        });
        if (faults.length > 0) throw new ConfigError(faults);
        const { stdout, stderr, env, cwd, interrupted } = surroundings;
        const { broker, prefix } = await resolveConnection({ flags, env, cwd });
        await watch({
          broker,
          prefix,
          filters,
          raw: flags.raw ?? false,
          json: flags.json ?? false,
          qos: Number(flags.qos) as Qos,
          count: flags.count,
          timeoutMs: flags.timeout,
          retries: flags.retries,
          screen: new Screen(stdout, stderr, env),
          interrupted,
        });
      });
  },
  // Without --count Ctrl-C is how it ends.
  get statusWhenInterrupted() {
    return hasEnd ? 130 : 0;
  },
};
