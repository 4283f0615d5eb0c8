import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import mqtt from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningBroker, startBroker } from "../../host/broker/broker.ts";
import { brokerStatus } from "../../host/broker/broker-status.ts";
import { findMosquitto } from "../../host/broker/mosquitto.ts";
import { findPortOwner } from "../../host/broker/port-owner.ts";
import { probeBroker } from "../../host/broker/probe.ts";
import { processIdentity } from "../../host/broker/process-identity.ts";
import { stopBroker } from "../../host/broker/stop-broker.ts";
import { isRequired } from "../doubles/required.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
const absent = findMosquitto(process.env) === undefined;

describe.skipIf(absent && !isRequired("mosquitto"))("a native mosquitto", () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let state: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espulse mosquitto-"));
    env = { ...process.env, XDG_STATE_HOME: folder };
    state = join(folder, "espulse");
  });
  afterEach(async () => {
    await stopBroker({ engine: "auto", env }).catch(() => {});
    rmSync(folder, { recursive: true });
  });

  const up = (options: { port?: number; webSocketPort?: number } = {}): Promise<RunningBroker> =>
    startBroker({ engine: "mosquitto", port: 0, webSocketPort: 0, env, ...options });

  it("comes up on loopback alone, answers on both listeners, and goes", async () => {
    const broker = await up();
    expect(broker).toMatchObject({ engine: "mosquitto", alreadyUp: false });
    expect(await probeBroker(broker.url)).toMatchObject({ version: broker.version });
    expect(await probeBroker(broker.webSocketUrl)).toMatchObject({ version: broker.version });
    expect(readFileSync(join(state, "mosquitto.pid"), "utf8").trim()).toBe(String(broker.pid));
    if (process.platform === "linux") {
      const addresses = listeningAddresses(broker.pid as number);
      expect(addresses).toEqual(["127.0.0.1", "127.0.0.1"]);
    }
    expect(await stopBroker({ engine: "auto", env })).toMatchObject({ outcome: "ended" });
    expect(processIdentity(broker.pid as number)).toBeUndefined();
    expect(existsSync(join(state, "mosquitto.pid"))).toBe(false);
    expect(await stopBroker({ engine: "auto", env })).toEqual({ outcome: "none" });
  });

  it.skipIf(process.platform !== "linux")(
    "may have all the open files its user may, and says how many connections those are",
    async () => {
      const home = { PATH: process.env.PATH, HOME: process.env.HOME, XDG_STATE_HOME: folder };
      const args = [
        "broker",
        "up",
        "--engine",
        "mosquitto",
        "--port",
        "0",
        "--websocket-port",
        "0",
      ];
      const shell = spawnSync(
        "sh",
        ["-c", 'ulimit -S -n 256; exec "$0" "$@"', process.execPath, ESPULSE, ...args],
        { env: home, encoding: "utf8" },
      );
      const status = await brokerStatus({ engine: "mosquitto", env });
      const hard = Number(spawnSync("sh", ["-c", "ulimit -H -n"], { encoding: "utf8" }).stdout);
      const expected = Number.isNaN(hard) ? 20_000 : Math.min(20_000, hard - 32);
      expect(status.connections).toBe(expected);
      expect(shell.stdout + shell.stderr).toContain(`up to ${expected} connections`);
    },
  );

  it("serves MQTT 3.1, 3.1.1 and 5", async () => {
    const { url } = await up();
    for (const version of [3, 4, 5] as const) {
      const protocolId = version === 3 ? "MQIsdp" : "MQTT";
      const client = await mqtt.connectAsync(url, { protocolVersion: version, protocolId });
      await client.publishAsync("a", "b", { qos: 1 });
      await client.endAsync();
    }
  });

  it("is told to be up already, and refused with other settings", async () => {
    const broker = await up();
    const port = Number(new URL(broker.url).port);
    const again = await up({ port });
    expect(again).toMatchObject({ alreadyUp: true, pid: broker.pid, version: broker.version });
    await again.close();
    expect(processIdentity(broker.pid as number)).toBeDefined();
    const other = up({ port: port === 65535 ? port - 1 : port + 1 });
    await expect(other).rejects.toThrow(/already up with other settings.*broker down/);
  });

  it("keeps retained messages and queued ones over a restart", async () => {
    const first = await up();
    const recorder = await mqtt.connectAsync(first.url, { clientId: "recorder", clean: false });
    await recorder.subscribeAsync("reading", { qos: 1 });
    await recorder.endAsync();
    const board = await mqtt.connectAsync(first.url);
    await board.publishAsync("state", "ready", { qos: 1, retain: true });
    await board.publishAsync("reading", "1", { qos: 1 });
    await board.endAsync();
    await first.close();

    const second = await up();
    const received: string[] = [];
    const client = mqtt.connect(second.url, { clientId: "recorder", clean: false });
    await new Promise<void>((resolve) => {
      client.on("message", (topic, payload) => {
        received.push(`${topic}=${payload}`);
        if (received.length === 2) resolve();
      });
      client.on("connect", () => client.subscribe("state", { qos: 1 }));
    });
    expect(received.sort()).toEqual(["reading=1", "state=ready"]);
    await client.endAsync();
  });

  it("tells its status, its end, and a broker that others started", async () => {
    const broker = await up();
    expect(await brokerStatus({ engine: "auto", env })).toMatchObject({
      engine: "mosquitto",
      url: broker.url,
      pid: broker.pid,
      version: broker.version,
      logFile: join(state, "mosquitto.log"),
    });
    const elsewhere = { ...env, XDG_STATE_HOME: join(folder, "elsewhere") };
    const port = Number(new URL(broker.url).port);
    expect(await brokerStatus({ engine: "auto", port, env: elsewhere })).toMatchObject({
      engine: "foreign",
      version: broker.version,
    });
    process.kill(broker.pid as number, "SIGKILL");
    await expect.poll(() => processIdentity(broker.pid as number)).toBeUndefined();
    const status = brokerStatus({ engine: "auto", env });
    await expect(status).rejects.toMatchObject({ name: "BrokerError", code: "unreachable" });
    await expect(status).rejects.toThrow("the mosquitto broker that was up has ended");
  });

  it("comes up again after it was killed", async () => {
    const broker = await up();
    process.kill(broker.pid as number, "SIGKILL");
    await expect.poll(() => processIdentity(broker.pid as number)).toBeUndefined();
    const again = await up({ port: Number(new URL(broker.url).port) });
    expect(again.alreadyUp).toBe(false);
    expect(again.pid).not.toBe(broker.pid);
  });

  it("is not mistaken for a process that got its pid", async () => {
    const broker = await up();
    await broker.close();
    const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(bystander, "spawn");
    const record = {
      v: 1,
      engine: "mosquitto",
      why: "",
      host: "127.0.0.1",
      port: 1,
      webSocketPort: 2,
      startedAtMs: 0,
      process: { pid: bystander.pid, identity: "of another process" },
    };
    writeFileSync(join(state, "broker.json"), JSON.stringify(record));
    expect(await stopBroker({ engine: "auto", env })).toMatchObject({ outcome: "gone" });
    expect(processIdentity(bystander.pid as number)).toBeDefined();
    expect(existsSync(join(state, "broker.json"))).toBe(false);
    bystander.kill("SIGKILL");
  });

  it("is not started on a port that another has", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const start = up({ port });
    await expect(start).rejects.toMatchObject({ name: "TransportError", code: "busy" });
    if (process.platform === "linux") {
      expect(findPortOwner(port)?.pid).toBe(process.pid);
      await expect(start).rejects.toThrow(`taken by pid ${process.pid}`);
    }
    expect(existsSync(join(state, "broker.json"))).toBe(false);
    taken.close();
  });

  it("can be interrupted while it starts", async () => {
    const interruption = new AbortController();
    const start = startBroker({
      engine: "mosquitto",
      port: 0,
      webSocketPort: 0,
      env,
      signal: interruption.signal,
    });
    interruption.abort();
    await expect(start).rejects.toThrow(/abort/i);
    expect(existsSync(join(state, "broker.json"))).toBe(false);
    unlinkSync(join(state, "mosquitto.log"));
  });
});

/** The addresses on which the process listens (proc_net_tcp(5): hexadecimal, lowest byte first). */
function listeningAddresses(pid: number): string[] {
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A")
      .filter((fields) => {
        const port = Number.parseInt((fields[1] as string).split(":")[1] as string, 16);
        return findPortOwner(port)?.pid === pid;
      })
      .map((fields) =>
        Buffer.from((fields[1] as string).split(":")[0] as string, "hex")
          .reverse()
          .join("."),
      ),
  );
}
