// What every verb's help must have, what a slip of the keyboard is answered with, and what may stand
// at the cursor.
import type { Command } from "commander";
import { expect, it } from "vitest";
import { candidatesFor, linesOf } from "../../../host/cli/candidates.ts";
import type { Surroundings } from "../../../host/cli/command.ts";
import { createProgram, VERBS } from "../../../host/cli/program.ts";

const surroundings: Surroundings = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: {},
  cwd: process.cwd(),
  interrupted: new AbortController().signal,
};

/** The verb itself, or one of its own verbs. */
async function commandOf(...path: string[]): Promise<Command> {
  let { command } = await createProgram(path, surroundings);
  for (const name of path) command = command.commands.find((inner) => inner.name() === name)!;
  return command;
}

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}

async function answerTo(...words: string[]): Promise<string> {
  const { command } = await createProgram(words, surroundings);
  let text = "";
  const configure = (inner: Command): void => {
    inner.configureOutput({
      writeErr: (part) => {
        text += part;
      },
    });
    inner.exitOverride();
    inner.commands.forEach(configure);
  };
  configure(command);
  await expect(command.parseAsync(words, { from: "user" })).rejects.toThrow();
  return text;
}

it.each(Object.keys(VERBS))("%s has help of at most 80 columns with an example", async (name) => {
  const verb = await commandOf(name);
  const inner = verb.commands.map((command) => command.name());
  for (const path of [[name], ...inner.map((own) => [name, own])]) {
    const help = helpOf(await commandOf(...path));
    expect(help).toMatch(new RegExp(`Examples?:\\n( .*\\n)*? +espulse ${path.join(" ")}`));
    for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
});

it("lists every verb in the help, in groups", async () => {
  const { command } = await createProgram([], surroundings);
  const help = helpOf(command);
  for (const [name, { group, summary }] of Object.entries(VERBS)) {
    expect(help).toMatch(new RegExp(`${group}\\n(  .*\\n)*  ${name} +${summary.slice(0, 20)}`));
  }
  expect(help).not.toContain("__complete");
});

it.each([
  [["wach"], "unknown command 'wach'\n(Did you mean watch?)"],
  [["biuld", "--board", "x"], "(Did you mean build?)"],
  [["watch", "--jsn"], "unknown option '--jsn'\n(Did you mean --json?)"],
  [["--versoin"], "(Did you mean --version?)"],
  [["broker", "upp"], "unknown command 'upp'\n(Did you mean up?)"],
  [["broker", "up", "--prot", "1"], "(Did you mean --port?)"],
  [["broker", "up", "--engine", "dokcer"], "Allowed choices are auto, docker"],
  // The name of another verb is an ordinary word behind the verb.
  [["pub", "watch", "--qos", "3"], "Allowed choices are 0, 1, 2"],
])("answers %j with what was meant", async (words, answer) => {
  expect(await answerTo(...words)).toContain(answer);
});

it.each([
  [["bro"], "broker\tstart, stop and look at the broker\n"],
  [["help", "wa"], "watch\tshow the readings of devices\n"],
  [["broker", "do"], "down\tstop the broker that `up` started\n"],
  [["broker", "up", "--eng"], "--engine\twhat runs the broker; auto: the first that works\n"],
  [["broker", "up", "--engine", "d"], "docker\t\n"],
  [["broker", "up", "--port", ""], ""],
  [["build", "--entry", "x"], ":files\n"],
  [["build", "--board", "esp32-d"], "esp32-devkitc\t\n:files\n"],
  [["init", ""], ":folders\n"],
  [["pin", "wr"], "write\tset a pin\n"],
  [["init", "there", ""], ""],
  [["watch", "--json", "a/+", "--ra"], "--raw\tany topic: topic and payload as they are"],
  [["completion", "z"], "zsh\t\n"],
  [["nonesuch", "--x"], ""],
])("completes %j", async (words, lines) => {
  const found = linesOf(await candidatesFor(words, surroundings));
  if (lines === "") expect(found).toBe("");
  else expect(found.startsWith(lines)).toBe(true);
});
