// `espulse broker up|down|status`: options and output; what it does lives in host/broker/.
import { type Command, InvalidArgumentError, Option } from "commander";
import { DEFAULT_PORT, DEFAULT_WEBSOCKET_PORT, startBroker } from "../broker/broker.ts";
import { brokerStatus } from "../broker/broker-status.ts";
import type { Engine } from "../broker/engines.ts";
import { describeDown, describeLan, describeStatus, describeUp } from "../broker/report.ts";
import { stopBroker } from "../broker/stop-broker.ts";
import { BrokerError } from "../errors.ts";
import type { Surroundings, Verb } from "./command.ts";

interface EngineOption {
  engine: Engine | "auto";
  json?: true;
}

interface UpOptions extends EngineOption {
  port: number;
  websocketPort: number;
  listen: "loopback" | "lan";
}

interface StatusOptions extends EngineOption {
  port?: number;
}

/** 0 once the embedded broker runs: Ctrl-C is then its ordinary end. */
let statusWhenInterrupted = 130;

export const verb: Verb = {
  get statusWhenInterrupted() {
    return statusWhenInterrupted;
  },
  configure(command, surroundings) {
    const up = command.command("up").description("start a broker and wait until it answers");
    engineOptions(up)
      .option("--port <n>", "port for MQTT (0: any free one)", parsePort, DEFAULT_PORT)
      .option("--websocket-port <n>", "port for WebSocket", parsePort, DEFAULT_WEBSOCKET_PORT)
      .addOption(
        new Option("--listen <where>", "loopback: this machine alone; lan: everyone on the network")
          .choices(["loopback", "lan"])
          .default("loopback"),
      )
      .addHelpText("after", "\nExample:\n  espulse broker up --engine mosquitto --port 1884")
      .action((options: UpOptions) => runUp(options, surroundings));
    const down = command.command("down").description("stop the broker that `up` started");
    engineOptions(down)
      .addHelpText("after", "\nExample:\n  espulse broker down")
      .action((options: EngineOption) => runDown(options, surroundings));
    const status = command.command("status").description("ask the broker whether it answers");
    engineOptions(status)
      .option("--port <n>", "the broker on this port, whoever started it", parsePort)
      .addHelpText("after", "\nExample:\n  espulse broker status --json")
      .action((options: StatusOptions) => runStatus(options, surroundings));
    command.addHelpText("after", "\nExample:\n  espulse broker up && espulse broker status");
  },
};

function engineOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--engine <name>", "what runs the broker; auto: the first that works")
        .choices(["auto", "docker", "mosquitto", "embedded"])
        .default("auto"),
    )
    .option("--json", "one JSON object on stdout");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError("a port is a whole number from 0 to 65535");
  }
  return port;
}

async function runUp(options: UpOptions, surroundings: Surroundings): Promise<void> {
  const { stdout, stderr, env, interrupted } = surroundings;
  const broker = await startBroker({
    engine: options.engine,
    host: options.listen === "lan" ? "0.0.0.0" : "127.0.0.1",
    port: options.port,
    webSocketPort: options.websocketPort,
    env,
    signal: interrupted,
    onClientError: (clientId, error) => {
      stderr.write(`client ${JSON.stringify(clientId ?? "?")}: ${error.message}\n`);
    },
  });
  const { close, ...facts } = broker;
  stdout.write(`${options.json ? JSON.stringify(facts) : describeUp(broker)}\n`);
  stderr.write(`why ${broker.engine}: ${broker.why}\n`);
  if (broker.logFile !== undefined) stderr.write(`log: ${broker.logFile}\n`);
  if (options.listen === "lan") stderr.write(`${describeLan(broker.url)}\n`);
  if (broker.engine !== "embedded" || broker.alreadyUp) {
    stderr.write('stop it with "espulse broker down"\n');
    return;
  }
  statusWhenInterrupted = 0;
  stderr.write("it runs until Ctrl-C, and keeps nothing after that\n");
  await new Promise<void>((resolve) => {
    if (interrupted.aborted) resolve();
    interrupted.addEventListener("abort", () => resolve(), { once: true });
  });
  await close();
}

async function runDown(options: EngineOption, { stdout, env }: Surroundings): Promise<void> {
  const stopped = await stopBroker({ engine: options.engine, env });
  stdout.write(`${options.json ? JSON.stringify(stopped) : describeDown(stopped)}\n`);
}

async function runStatus(options: StatusOptions, surroundings: Surroundings): Promise<void> {
  const { stdout, env, interrupted } = surroundings;
  const { json, ...wanted } = options;
  try {
    const status = await brokerStatus({ ...wanted, env, signal: interrupted });
    stdout.write(`${json ? JSON.stringify({ up: true, ...status }) : describeStatus(status)}\n`);
  } catch (error) {
    if (json && error instanceof BrokerError) {
      stdout.write(`${JSON.stringify({ up: false, url: error.url, code: error.code })}\n`);
    }
    throw error;
  }
}
