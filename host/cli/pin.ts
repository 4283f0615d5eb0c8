// `espulse pin read|write|info PIN`: options and output; asked through @espruino-tools/core.
import type { Command } from "commander";
import type { Controller } from "../console/controller.ts";
import type { ConsoleSession } from "../console/session.ts";
import { ConfigError } from "../errors.ts";
import type { Surroundings, Verb } from "./command.ts";
import { addPortOptions, type PortFlags, withSession } from "./port-option.ts";

interface PinFlags extends PortFlags {
  readonly analog?: true;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command, surroundings) {
    const read = command.command("read").description("read a pin: 0 or 1");
    options(read.argument("<pin>", "such as D4"))
      .option("--analog", "read its voltage: 0 to 1")
      .option("--json", "one JSON object")
      .addHelpText("after", "\nExamples:\n  espulse pin read D4\n  espulse pin read D34 --analog")
      .action((pin: string, flags: PinFlags) => runRead(pin, flags, surroundings));
    const write = command.command("write").description("set a pin");
    options(
      write
        .argument("<pin>", "such as D5")
        .argument("<value>", "0 or 1; between them, such as 0.25, pulses of that width"),
    )
      .addHelpText("after", "\nExamples:\n  espulse pin write D5 1\n  espulse pin write D5 0.25")
      .action((pin: string, value: string, flags: PinFlags) =>
        runWrite(pin, value, flags, surroundings),
      );
    const info = command.command("info").description("what a pin can do, as Espruino says it");
    options(info.argument("<pin>", "such as D4"))
      .addHelpText("after", "\nExample:\n  espulse pin info D4")
      .action((pin: string, flags: PinFlags) => runInfo(pin, flags, surroundings));
    command.addHelpText(
      "after",
      `
On the board that is connected, while its program runs on: docs/hardware.md

Examples:
  espulse pin read D4
  espulse pin write D5 1`,
    );
  },
};

function options(command: Command): Command {
  return addPortOptions(command);
}

async function runRead(pin: string, flags: PinFlags, surroundings: Surroundings): Promise<void> {
  const name = pinName(pin);
  const { json } = await ask(flags, surroundings, ({ device, answerTo }) =>
    answerTo(flags.analog ? device.eval(`analogRead(${name})`) : device.Pin.val(name)),
  );
  const value = Number(json);
  const { stdout } = surroundings;
  stdout.write(`${flags.json ? JSON.stringify({ pin: name, value }) : value}\n`);
}

async function runWrite(
  pin: string,
  text: string,
  flags: PinFlags,
  surroundings: Surroundings,
): Promise<void> {
  const name = pinName(pin);
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) {
    throw new ConfigError([{ path: text, message: "expected 0, 1, or a number between them" }]);
  }
  await ask(flags, surroundings, async ({ device, settled }, session) => {
    const { refusalToDrive } = await import("../boards/drivable-pin.ts");
    const refusal = refusalToDrive(name, (await session.identity()).board);
    if (refusal !== undefined) throw new ConfigError([{ path: name, message: refusal }]);
    if (value === 0 || value === 1) device.Pin.digitalOn(name, value);
    else device.Pin.analogOn(name, value);
    await settled();
  });
}

async function runInfo(pin: string, flags: PinFlags, surroundings: Surroundings): Promise<void> {
  const name = pinName(pin);
  const { text } = await ask(flags, surroundings, ({ device, answerTo }) =>
    answerTo(device.Pin.getInfo(name)),
  );
  surroundings.stdout.write(`${text}\n`);
}

/** It becomes part of a statement. */
function pinName(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,15}$/.test(text)) return text;
  throw new ConfigError([{ path: text, message: "expected the name of a pin, such as D4" }]);
}

async function ask<Result>(
  flags: PinFlags,
  surroundings: Surroundings,
  question: (controller: Controller, session: ConsoleSession) => Promise<Result>,
): Promise<Result> {
  return withSession(flags, surroundings, {}, async (session) => {
    const { controllerOn } = await import("../console/controller.ts");
    return question(controllerOn(session, flags.timeout), session);
  });
}
