import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningBroker, startBroker } from "../../host/broker/broker.ts";
import { brokerStatus } from "../../host/broker/broker-status.ts";
import { startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { type FakePrograms, startFakePrograms } from "../doubles/fake-programs.ts";
import { NOBODY } from "../doubles/ports.ts";

let fakes: FakePrograms;
beforeEach(async () => {
  fakes = await startFakePrograms();
});
afterEach(() => fakes.close());

const up = (engine: "auto" | "mosquitto"): Promise<RunningBroker> =>
  startBroker({ engine, port: 0, webSocketPort: 0, env: fakes.env });

describe("auto", () => {
  it("goes on to embedded, and says what was wrong with the others", async () => {
    fakes.install("docker");
    fakes.install("mosquitto");
    fakes.answer = ({ line }) =>
      line.startsWith("version")
        ? { status: 1, stderr: "permission denied while trying to connect\n" }
        : { status: 1, stderr: "Error: Websockets support not available.\n" };
    const broker = await up("auto");
    expect(broker.engine).toBe("embedded");
    expect(broker.why).toMatch(/^not docker: .* permission denied .*; not mosquitto: .*; embedded/);
    expect(broker.why).toMatch(/Mosquitto ended by itself: .*Websockets support not available/);
    expect(await brokerStatus({ engine: "embedded", env: fakes.env })).toMatchObject({
      pid: process.pid,
    });
    await broker.close();
    await expect(brokerStatus({ engine: "embedded", env: fakes.env })).rejects.toThrow(
      "has started none",
    );
  });

  it("does not go on when the port is taken: no engine would have it", async () => {
    const other = await startEmbeddedBroker({ port: 0 });
    const start = startBroker({
      engine: "auto",
      port: other.port,
      webSocketPort: 0,
      env: fakes.env,
    });
    await expect(start).rejects.toMatchObject({ name: "TransportError", code: "busy" });
    await other.close();
  });
});

describe("mosquitto", () => {
  it("that says nothing and does nothing is given up, with its log", async () => {
    fakes.install("mosquitto", `console.log("no such option"); process.exit(3);`);
    const start = up("mosquitto");
    await expect(start).rejects.toMatchObject({ name: "BrokerError", code: "unreachable" });
    await expect(start).rejects.toThrow(
      /ended by itself: no such option \(log: .*mosquitto\.log\)/,
    );
  });
});

describe("status", () => {
  it("of nothing says what starts a broker", async () => {
    const port = Number(new URL(NOBODY).port);
    const status = brokerStatus({ engine: "auto", port, env: fakes.env });
    await expect(status).rejects.toMatchObject({ name: "BrokerError", code: "unreachable" });
    await expect(status).rejects.toThrow(/no broker answers \(connect ECONNREFUSED.*broker up/);
  });

  it("of a broker that others started names its process", async () => {
    const other = await startEmbeddedBroker({ port: 0 });
    const status = await brokerStatus({ engine: "auto", port: other.port, env: fakes.env });
    expect(status).toMatchObject({ engine: "foreign", url: other.url, version: other.version });
    if (process.platform === "linux") expect(status.pid).toBe(process.pid);
    await other.close();
  });
});
