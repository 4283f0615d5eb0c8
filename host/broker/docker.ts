// The broker as a container, through `docker compose` and the project's docker-compose.yml. Owns
// the command lines; knows nothing of records or other engines.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BrokerError } from "../errors.ts";

const COMPOSE_FILE = fileURLToPath(new URL("../../docker-compose.yml", import.meta.url));
const COMPOSE = ["compose", "--project-name", "espulse", "--file", COMPOSE_FILE];

const QUESTION_DEADLINE_MS = 10_000;
/** The first `up` loads the image. */
const UP_DEADLINE_MS = 5 * 60_000;
const DOWN_DEADLINE_MS = 60_000;

export interface DockerSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

export interface DockerPorts {
  readonly host: string;
  readonly port: number;
  readonly webSocketPort: number;
}

/** Why docker cannot be used here; undefined when it can. */
export async function dockerFault(surroundings: DockerSurroundings): Promise<string | undefined> {
  const version = ["version", "--format", "{{.Server.Version}}"];
  const engine = await docker(version, QUESTION_DEADLINE_MS, surroundings);
  if (engine.missing) return "docker is not on PATH";
  if (engine.fault !== undefined) return `the docker engine does not answer: ${engine.fault}`;
  const compose = ["compose", "version", "--short"];
  const plugin = await docker(compose, QUESTION_DEADLINE_MS, surroundings);
  if (plugin.fault !== undefined) return `docker has no compose plugin: ${plugin.fault}`;
  return undefined;
}

/** Resolves when the container is healthy. @throws BrokerError with what docker said when not. */
export async function composeUp(
  ports: DockerPorts,
  surroundings: DockerSurroundings,
): Promise<void> {
  const env = {
    ...surroundings.env,
    ESPULSE_BROKER_BIND: ports.host,
    ESPULSE_BROKER_PORT: String(ports.port),
    ESPULSE_BROKER_WEBSOCKET_PORT: String(ports.webSocketPort),
  };
  const arguments_ = [...COMPOSE, "up", "--detach", "--wait"];
  const { fault } = await docker(arguments_, UP_DEADLINE_MS, { ...surroundings, env });
  if (fault === undefined) return;
  // A container that is there but not healthy would be restarted by docker for ever.
  await composeDown({ env: surroundings.env }).catch(() => {});
  surroundings.signal?.throwIfAborted();
  throw new BrokerError("docker compose up", fault, "unreachable");
}

/** Removes the container and its network; the volume with what the broker has kept stays. */
export async function composeDown(surroundings: DockerSurroundings): Promise<void> {
  const { fault } = await docker([...COMPOSE, "down"], DOWN_DEADLINE_MS, surroundings);
  if (fault !== undefined) throw new BrokerError("docker compose down", fault, "unreachable");
}

/** @throws BrokerError when docker does not answer. */
export async function composeRuns(surroundings: DockerSurroundings): Promise<boolean> {
  const arguments_ = [...COMPOSE, "ps", "--status", "running", "--quiet", "broker"];
  const { fault, stdout } = await docker(arguments_, QUESTION_DEADLINE_MS, surroundings);
  if (fault !== undefined) throw new BrokerError("docker compose ps", fault, "unreachable");
  return stdout.trim() !== "";
}

interface Outcome {
  readonly stdout: string;
  /** What docker said last, when it failed. */
  readonly fault?: string;
  readonly missing?: boolean;
}

function docker(
  arguments_: readonly string[],
  deadlineMs: number,
  { env, signal }: DockerSurroundings,
): Promise<Outcome> {
  const options = { env, timeout: deadlineMs, maxBuffer: 1024 * 1024, signal };
  return new Promise((resolve) => {
    execFile("docker", arguments_, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ stdout });
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return resolve({ stdout, fault: "docker is not on PATH", missing: true });
      }
      const silent = error.killed ? `no answer within ${deadlineMs / 1000} s` : error.message;
      resolve({ stdout, fault: complaintIn(stderr) || silent });
    });
  });
}

/** The line that says what is wrong, among progress and advice. */
function complaintIn(stderr: string): string | undefined {
  const lines = stderr.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "");
  return (
    said.find((line) => /cannot|denied|error|failed|unknown|unhealthy/i.test(line)) ?? said.at(-1)
  );
}
