// The tree of verbs, as commander knows it: names, groups, top-level help. Only the verb that the words
// name is loaded: the others' packages cost start-up time. Runs nothing and never exits.
import { readFileSync } from "node:fs";
import { Command } from "commander";
import pc from "picocolors";
import type { Surroundings, Verb } from "./command.ts";

/** The word by which a shell asks how to complete (completion.ts). Not a verb: no part of the help. */
export const ASK = "__complete";

interface Entry {
  readonly group: string;
  readonly summary: string;
  readonly load: () => Promise<{ verb: Verb }>;
}

const OTHERS = "Other:";

/** In the order of the help, each group together. */
export const VERBS: Readonly<Record<string, Entry>> = {
  demo: {
    group: "Start here:",
    summary: "broker, one simulated board and its readings, in one terminal",
    load: () => import("./demo.ts"),
  },
  init: {
    group: "Start here:",
    summary: "a project with firmware of your own, and its test",
    load: () => import("./init.ts"),
  },
  build: {
    group: "Firmware:",
    summary: "build the firmware bundle",
    load: () => import("./build.ts"),
  },
  boards: {
    group: "Firmware:",
    summary: "list the boards, or draw the pins of one",
    load: () => import("./boards.ts"),
  },
  sim: {
    group: "Firmware:",
    summary: "run simulated boards",
    load: () => import("./sim.ts"),
  },
  ports: {
    group: "Board on USB:",
    summary: "list the serial ports, and why one cannot be opened",
    load: () => import("./ports.ts"),
  },
  chip: {
    group: "Board on USB:",
    summary: "what the chip on a port is: revision, MAC, flash size",
    load: () => import("./chip.ts"),
  },
  flash: {
    group: "Board on USB:",
    summary: "build, send, restart, and wait until the board has proven what it runs",
    load: () => import("./flash.ts"),
  },
  run: {
    group: "Board on USB:",
    summary: "flash, then show the readings; with --watch again at every save",
    load: () => import("./run.ts"),
  },
  restore: {
    group: "Board on USB:",
    summary: "put back the code that was on a board before Espulse",
    load: () => import("./restore.ts"),
  },
  erase: {
    group: "Board on USB:",
    summary: "leave a board with nothing in its Storage",
    load: () => import("./erase.ts"),
  },
  console: {
    group: "Board on USB:",
    summary: "talk to a board's console, or evaluate one expression",
    load: () => import("./console.ts"),
  },
  pin: {
    group: "Board on USB:",
    summary: "read, set or describe a pin of a board",
    load: () => import("./pin.ts"),
  },
  broker: {
    group: "Broker and readings:",
    summary: "start, stop and look at the broker",
    load: () => import("./broker.ts"),
  },
  watch: {
    group: "Broker and readings:",
    summary: "show the readings of devices",
    load: () => import("./watch.ts"),
  },
  record: {
    group: "Broker and readings:",
    summary: "keep every reading in a database, and tell the boards what is safe",
    load: () => import("./record.ts"),
  },
  query: {
    group: "Broker and readings:",
    summary: "ask the recording in SQL",
    load: () => import("./query.ts"),
  },
  export: {
    group: "Broker and readings:",
    summary: "readings of the recording as CSV, JSON, Parquet or SenML",
    load: () => import("./export.ts"),
  },
  verify: {
    group: "Broker and readings:",
    summary: "prove which readings are stored, and name those that are missing",
    load: () => import("./verify.ts"),
  },
  pub: {
    group: "Broker and readings:",
    summary: "publish a message, once or on a schedule",
    load: () => import("./pub.ts"),
  },
  completion: {
    group: OTHERS,
    summary: "complete verbs and options in bash, zsh or fish",
    load: () => import("./completion.ts"),
  },
};

const EXAMPLES = `
Examples:
  espulse demo                  readings of a simulated board, from nothing
  espulse init my-sensor        a project, with the next steps
  espulse help watch            the options of a verb, with examples
`;

export interface Program {
  readonly command: Command;
  /** Of the verb that the words name; undefined when they name none. */
  readonly verb?: Verb;
}

/** `words`: what follows `espulse`. A `silent` program throws what it objects to, and prints nothing. */
export async function createProgram(
  words: readonly string[],
  surroundings: Surroundings,
  silent = false,
): Promise<Program> {
  const program = new Command("espulse")
    .usage("<verb> [options]")
    .description("From a sensor on an ESP32 to a reading on your laptop.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpCommand(
      new Command("help").argument("[verb]").description("the help of a verb").helpGroup(OTHERS),
    )
    .addHelpText("after", EXAMPLES)
    .configureHelp({ styleTitle: pc.bold, subcommandTerm: (command) => command.name() })
    .configureOutput({
      outputError: (text, write) => write(pc.red(text)),
      ...(silent && { writeErr: () => {} }),
    })
    .showHelpAfterError("(add --help for the options and an example)")
    .exitOverride();
  const named = verbIn(words);
  let verb: Verb | undefined;
  for (const [name, { group, summary, load }] of Object.entries(VERBS)) {
    const command = program.command(name).description(summary).helpGroup(group);
    command.helpOption("-h, --help", "print this help");
    if (name !== named) continue;
    verb = (await load()).verb;
    verb.configure(command, surroundings);
  }
  return { command: program, ...(verb === undefined ? {} : { verb }) };
}

/** The first word that is no option, or after `help` the second. */
function verbIn(words: readonly string[]): string | undefined {
  const [first, second] = words.filter((word) => !word.startsWith("-"));
  return first === "help" ? second : first;
}

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
