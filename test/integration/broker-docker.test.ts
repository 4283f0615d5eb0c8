// `docker` here is a program of the test's own: no container engine is needed to see what it is told
// and what is made of its answers.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningBroker, startBroker } from "../../host/broker/broker.ts";
import { brokerStatus } from "../../host/broker/broker-status.ts";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { stopBroker } from "../../host/broker/stop-broker.ts";
import {
  type Call,
  type FakePrograms,
  type Reply,
  startFakePrograms,
} from "../doubles/fake-programs.ts";

let fakes: FakePrograms;
let container: EmbeddedBroker | undefined;
beforeEach(async () => {
  fakes = await startFakePrograms();
  container = undefined;
});
afterEach(async () => {
  await container?.close();
  fakes.close();
});

const up = (engine: "auto" | "docker", host = "127.0.0.1"): Promise<RunningBroker> =>
  startBroker({ engine, host, port: 0, webSocketPort: 0, env: fakes.env });

/** What a docker that works says; `compose up` brings a broker up where it is told to. */
async function workingDocker({ line, env: given }: Call): Promise<Reply> {
  if (line.startsWith("version")) return { stdout: "28.2.2\n" };
  if (line.startsWith("compose version")) return { stdout: "2.36.0\n" };
  if (line.endsWith("up --detach --wait")) {
    container = await startEmbeddedBroker({
      port: Number(given.ESPULSE_BROKER_PORT),
      webSocketPort: Number(given.ESPULSE_BROKER_WEBSOCKET_PORT),
    });
    return { stderr: " Container espulse-broker-1  Healthy\n" };
  }
  if (line.endsWith("ps --status running --quiet broker")) {
    return { stdout: container ? "3f2a\n" : "" };
  }
  if (line.endsWith(" down")) {
    await container?.close();
    container = undefined;
    return {};
  }
  return { status: 1, stderr: `unexpected: ${line}` };
}

describe("docker", () => {
  const COMPOSE = /^compose --project-name espulse --file \/.*\/docker-compose\.yml /;

  it("is taken first, told where to listen, and stopped", async () => {
    fakes.install("docker");
    fakes.answer = workingDocker;
    const broker = await up("auto");
    expect(broker).toMatchObject({ engine: "docker", why: "docker works here", alreadyUp: false });
    const [version, plugin, start] = fakes.calls;
    expect(version?.line).toBe("version --format {{.Server.Version}}");
    expect(plugin?.line).toBe("compose version --short");
    expect(start?.line).toMatch(COMPOSE);
    expect(start?.line).toMatch(/ up --detach --wait$/);
    expect(start?.env).toEqual({
      ESPULSE_BROKER_BIND: "127.0.0.1",
      ESPULSE_BROKER_PORT: new URL(broker.url).port,
      ESPULSE_BROKER_WEBSOCKET_PORT: new URL(broker.webSocketUrl).port,
    });

    expect(await up("docker")).toMatchObject({ alreadyUp: true, url: broker.url });
    expect(await brokerStatus({ engine: "auto", env: fakes.env })).toMatchObject({
      engine: "docker",
      url: broker.url,
    });

    fakes.calls.length = 0;
    expect(await stopBroker({ engine: "auto", env: fakes.env })).toEqual({
      outcome: "ended",
      engine: "docker",
      url: broker.url,
    });
    expect(fakes.calls.map(({ line }) => line.replace(COMPOSE, ""))).toEqual(["down"]);
    expect(await stopBroker({ engine: "auto", env: fakes.env })).toEqual({ outcome: "none" });
  });

  it("listens on every address when it is told to", async () => {
    fakes.install("docker");
    fakes.answer = workingDocker;
    const broker = await up("docker", "0.0.0.0");
    expect(broker.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:/);
    expect(fakes.calls.at(-1)?.env.ESPULSE_BROKER_BIND).toBe("0.0.0.0");
    await broker.close();
  });

  it.each<[string, (call: Call) => Reply, string]>([
    [
      "no engine",
      () => ({
        status: 1,
        stderr: "Cannot connect to the Docker daemon at unix:///x. Is the daemon running?\n",
      }),
      "the docker engine does not answer: Cannot connect to the Docker daemon at unix:///x",
    ],
    [
      "no compose plugin",
      ({ line }) =>
        line.startsWith("version")
          ? { stdout: "28.2.2" }
          : {
              status: 1,
              stderr: "docker: unknown command: docker compose\n\nRun 'docker --help'\n",
            },
      "docker has no compose plugin: docker: unknown command: docker compose",
    ],
  ])("is refused for %s, which is a matter of configuration", async (_name, reply, reason) => {
    fakes.install("docker");
    fakes.answer = reply;
    const start = up("docker");
    await expect(start).rejects.toMatchObject({ name: "ConfigError" });
    await expect(start).rejects.toThrow(reason);
  });

  it("is refused where it is not on PATH", async () => {
    await expect(up("docker")).rejects.toThrow("docker cannot be used: docker is not on PATH");
  });

  it("that cannot start the container takes it down again and says why", async () => {
    fakes.install("docker");
    fakes.answer = (call) =>
      call.line.endsWith("--wait")
        ? { status: 1, stderr: " broker Pulling\nfailed to pull image: no route to host\nadvice\n" }
        : workingDocker(call);
    const start = up("docker");
    await expect(start).rejects.toMatchObject({ name: "BrokerError", code: "unreachable" });
    await expect(start).rejects.toThrow("failed to pull image: no route to host");
    expect(fakes.calls.at(-1)?.line).toMatch(/ down$/);
    expect(existsSync(join(fakes.folder, "espulse", "broker.json"))).toBe(false);
  });

  it("that does not answer when it is to stop keeps the record for another try", async () => {
    fakes.install("docker");
    fakes.answer = workingDocker;
    const broker = await up("docker");
    fakes.answer = () => ({ status: 1, stderr: "Cannot connect to the Docker daemon\n" });
    const stop = () => stopBroker({ engine: "auto", env: fakes.env });
    await expect(stop()).rejects.toMatchObject({ name: "BrokerError", code: "unreachable" });
    fakes.answer = workingDocker;
    expect(await stop()).toMatchObject({ outcome: "ended", url: broker.url });
  });
});
