// What may stand at the cursor of a command line, read off the tree of verbs. The shells' scripts ask
// for it (completion.ts); it runs nothing.
import type { Argument, Command, Option } from "commander";
import type { Surroundings } from "./command.ts";
import { createProgram } from "./program.ts";

/** A word with what it means, or what the shell itself knows: files, or folders alone. */
export type Candidate = ":files" | ":folders" | { readonly word: string; readonly meaning: string };

/** `words`: what follows `espulse` up to the cursor; the last is the one to complete, maybe empty. */
export async function candidatesFor(
  words: readonly string[],
  surroundings: Surroundings,
): Promise<Candidate[]> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const { command: program } = await createProgram(before, surroundings);
  const { command, given, option } = follow(program, before);
  const all = option
    ? await valuesOf(option)
    : current.startsWith("-")
      ? optionsOf(command)
      : await operandsOf(command, given);
  return all.filter((found) => typeof found === "string" || found.word.startsWith(current));
}

/** One line each: the word, a tab, what it means. */
export function linesOf(candidates: readonly Candidate[]): string {
  return candidates
    .map((found) => (typeof found === "string" ? found : `${found.word}\t${found.meaning}`))
    .map((line) => `${line}\n`)
    .join("");
}

interface Place {
  /** The verb, or its own verb, that the words lead to. */
  readonly command: Command;
  /** How many of its arguments are there already. */
  readonly given: number;
  /** Whose value comes next. */
  readonly option?: Option;
}

function follow(program: Command, words: readonly string[]): Place {
  let command = program;
  let given = 0;
  let option: Option | undefined;
  for (const word of words) {
    if (option) {
      option = undefined;
    } else if (word.startsWith("-")) {
      option = command.options.find(({ long, required }) => long === word && required);
    } else {
      const inner = command.commands.find((candidate) => candidate.name() === word);
      if (inner) command = inner;
      else if (command !== program || word !== "help") given++;
    }
  }
  return { command, given, ...(option ? { option } : {}) };
}

function optionsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ long, description }) => ({ word: long ?? "", meaning: firstLine(description) }));
}

async function operandsOf(command: Command, given: number): Promise<Candidate[]> {
  const verbs = command.createHelp().visibleCommands(command);
  if (verbs.length > 0) {
    return verbs.map((verb) => ({
      word: verb.name(),
      meaning: firstLine(verb.summary() || verb.description()),
    }));
  }
  const last = command.registeredArguments.at(-1);
  const next = command.registeredArguments[given] ?? (last?.variadic ? last : undefined);
  return next ? valuesOf(next) : [];
}

async function valuesOf(asked: Option | Argument): Promise<Candidate[]> {
  if (asked.argChoices) return asked.argChoices.map((word) => ({ word, meaning: "" }));
  // The notation of the help says what it takes: `--entry <file>`, `--board <id|file>`, `[board]`.
  const notation = "flags" in asked ? asked.flags : `<${asked.name()}>`;
  const kinds = (/[<[]([^\]>]*)/.exec(notation)?.[1] ?? "").split("|");
  const found: Candidate[] = [];
  if (notation.includes("board")) {
    const { boardIds } = await import("../../boards/board.ts");
    found.push(...boardIds().map((word) => ({ word, meaning: "" })));
    if (kinds.includes("board")) found.push(":files");
  }
  if (kinds.includes("port")) {
    const { listPorts } = await import("../ports/list-ports.ts");
    const ports = await listPorts();
    found.push(...ports.map(({ path, chip = "" }) => ({ word: path, meaning: chip })), ":files");
  }
  if (kinds.includes("file")) found.push(":files");
  if (kinds.includes("dir")) found.push(":folders");
  return found;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
