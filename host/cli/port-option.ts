// The options of every verb that talks to a board's console, and the opening of what they name.
import { type Command, InvalidArgumentError } from "commander";
import { ConsoleSession, type SessionOptions } from "../console/session.ts";
import { ConfigError } from "../errors.ts";
import { listPorts } from "../ports/list-ports.ts";
import { resolvePort } from "../ports/resolve-port.ts";
import { openTransport } from "../transport/transport.ts";
import type { Surroundings } from "./command.ts";
import { seconds } from "./connection-options.ts";

export interface PortFlags {
  readonly port?: string;
  readonly baud?: number;
  /** Milliseconds. */
  readonly timeout?: number;
}

const DEFAULT_BAUD_RATE = 115_200;

export function addPortOptions(command: Command): Command {
  return addPortNames(command).option(
    "--timeout <s>",
    "for the board's answer (default: 5)",
    seconds(1),
  );
}

/** Which port, and how fast. */
export function addPortNames(command: Command): Command {
  return command
    .option(
      "--port <port>",
      "path, id:<usb serial number> or tcp://host:port (default: the only one there is)",
    )
    .option("--baud <rate>", "of a serial port (default: 115200)", parseBaudRate);
}

function parseBaudRate(text: string): number {
  if (!/^[1-9]\d{2,6}$/.test(text)) throw new InvalidArgumentError("Expected a baud rate.");
  return Number(text);
}

/** The address for `openTransport`. @throws as `resolvePort` */
export async function addressOf({ port }: PortFlags, env: NodeJS.ProcessEnv): Promise<string> {
  if (port === "") {
    const message = "it is empty; espulse ports lists those there are";
    throw new ConfigError([{ path: "--port", message }]);
  }
  return resolvePort(port ?? (env.ESPTOOL_PORT || undefined), () => listPorts());
}

export function baudRateOf({ baud }: PortFlags, env: NodeJS.ProcessEnv): number {
  return baud ?? (Number(env.ESPTOOL_BAUD) || DEFAULT_BAUD_RATE);
}

/** Runs `use` at the board's prompt, and closes the port whatever happens. Ctrl-C reaches the board. */
export async function withSession<Result>(
  flags: PortFlags,
  { env, interrupted }: Surroundings,
  options: SessionOptions,
  use: (session: ConsoleSession) => Promise<Result>,
): Promise<Result> {
  const address = await addressOf(flags, env);
  const transport = await openTransport(address, { baudRate: baudRateOf(flags, env) });
  const session = await ConsoleSession.open(transport, options);
  const interrupt = (): void => void session.interrupt().catch(() => {});
  interrupted.addEventListener("abort", interrupt, { once: true });
  try {
    return await use(session);
  } finally {
    interrupted.removeEventListener("abort", interrupt);
    await session.close();
  }
}
