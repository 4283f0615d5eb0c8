// The options every verb that talks to a broker shares, and the parsers of their values. Knows no
// verb and opens nothing.
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Flags } from "../config/names.ts";

/** What commander makes of the options added here; the rest of them is for the configuration. */
export interface ConnectionFlags
  extends Pick<Flags, "broker" | "username" | "ca" | "cert" | "key" | "mqtt"> {
  readonly retries?: number;
}

export function addConnectionOptions(command: Command): Command {
  return command
    .optionsGroup("Connection:")
    .option("--broker <url>", "mqtt://, mqtts://, ws:// or wss:// (default mqtt://127.0.0.1:1883)")
    .option(
      "--username <name>",
      "its password is ESPULSE_PASSWORD, from the environment or .env.local",
    )
    .option("--ca <file>", "certificates of the authorities to trust, PEM")
    .option("--cert <file>", "client certificate for mutual TLS, PEM")
    .option("--key <file>", "private key of the client certificate, PEM")
    .addOption(
      new Option("--mqtt <version>", "default: 5, or 3.1.1 where the broker has no 5").choices([
        "3.1",
        "3.1.1",
        "5",
      ]),
    )
    .option(
      "--retries <n>",
      "attempts in a row before giving up (default: none at first, no end once connected)",
      wholeNumber(0, 1_000_000),
    )
    .addOption(
      new Option("--password <text>").hideHelp().argParser(() => {
        throw new InvalidArgumentError(
          "Other users of this computer can read a flag; set ESPULSE_PASSWORD instead.",
        );
      }),
    );
}

/** Parser of an option's value; commander names the option. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number, ${least} to ${most}.`);
    }
    return value;
  };
}

/** Seconds, decimals allowed, to milliseconds. */
export function seconds(leastMs: number): (text: string) => number {
  // setTimeout holds no more than 2^31 - 1 ms.
  const most = Math.floor((2 ** 31 - 1) / 1000);
  return (text) => {
    const ms = Math.round(Number(text) * 1000);
    if (!/^\d+(\.\d+)?$/.test(text) || ms < leastMs || ms > most * 1000) {
      throw new InvalidArgumentError(`Expected seconds, ${leastMs / 1000} to ${most}.`);
    }
    return ms;
  };
}

export function qosOption(): Option {
  return new Option("--qos <level>", "quality of service").choices(["0", "1", "2"]).default("1");
}
