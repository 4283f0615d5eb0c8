// `espulse sim --serial` as a process: a blank board is flashed at the port that it tells, and its
// readings come to the broker.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { buildProgram } from "../../host/build/build-program.ts";
import { encodeLine } from "../../host/console/codec.ts";
import { ConsoleSession } from "../../host/console/session.ts";
import { sendFile } from "../../host/console/upload.ts";
import { storageImage } from "../../host/layout/image.ts";
import type { FleetSummary } from "../../host/simulator/summary.ts";
import { openTransport } from "../../host/transport/transport.ts";
import { useEspulse } from "../doubles/espulse-process.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { useSim } from "../doubles/sim-verb.ts";
import { until } from "../doubles/until.ts";

const { spawn } = useEspulse();
const { sim } = useSim();
const topics: string[] = [];
let broker: EmbeddedBroker;
beforeAll(async () => {
  const onPublish = ({ topic }: { topic: string }): void => void topics.push(topic);
  broker = await startEmbeddedBroker({ port: 0, onPublish });
});
afterAll(() => broker.close());

function settingsFor(device: string): Settings {
  return {
    v: 1,
    device,
    board: "esp32-devkitc",
    install: "0123abcd",
    prefix: "espulse",
    interval: 1000,
    // The access point of the simulation.
    wifi: { ssid: "espulse-simulated", password: "only-simulated" },
    broker: { host: "127.0.0.1", port: Number(new URL(broker.url).port), keepAlive: 30 },
    pins: [],
  };
}

describe("espulse sim --serial", () => {
  it.for([
    ["node", false],
    ["espruino", skipEspruino],
  ] as const)(
    "--blank --runtime %s: flashed at its port, it publishes",
    async ([runtime, skip], context) => {
      if (skip) context.skip();
      const args = ["sim", "--serial", "--fast", "--blank", "--json", "--runtime", runtime];
      const env = runtime === "node" ? {} : { ESPRUINO_BIN: process.env.ESPRUINO_BIN };
      const espulse = spawn([...args, "--broker", broker.url], { env });
      await Promise.race([espulse.stderr.until(/serial port \S+\n/), espulse.ended]);
      const [, device, address] = /(\S+) serial port (\S+)\n/.exec(espulse.stderr.text) ?? [];
      const session = await ConsoleSession.open(await openTransport(address!));
      expect((await session.evaluate('require("Storage").read(".bootcde")')).text).toBe(
        "undefined",
      );
      const { bundle, loader } = await buildProgram({ board: loadBoard("esp32-devkitc") });
      const own = `${device}-${runtime}`;
      const image = {
        bundle: Buffer.from(bundle.code, "latin1"),
        loader,
        settings: settingsFor(own),
        board: loadBoard("esp32-devkitc"),
      };
      for (const { name, bytes, erasedBytes } of storageImage(image)) {
        if (erasedBytes === undefined) await sendFile(session, name, bytes);
      }
      await session.link.write(encodeLine("E.reboot()"));
      await until(
        () => topics.includes(`espulse/${own}/telemetry`),
        () => espulse.stderr.text,
      );
      // The port stays, and the board answers there while it publishes.
      expect((await session.evaluate("1+1")).json).toBe(2);
      await session.close();
      espulse.child.kill("SIGINT");
      expect(await espulse.ended).toBe(0);
      const { boards } = JSON.parse(espulse.stdout.text) as FleetSummary;
      expect(boards).toMatchObject([{ device, boots: 2, port: address }]);
      expect(boards[0]!.made).toBeGreaterThan(0);
    },
  );

  it("has a port of its own for each board, and flashed boards as well", async () => {
    const args = ["--serial", "--count", "3", "--for", "2", "--json", "--broker", broker.url];
    const { summary, stderr } = await sim(args);
    const ports = summary().boards.map(({ port }) => port);
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) expect(stderr).toContain(`serial port ${port}\n`);
    expect(summary().total.made).toBeGreaterThan(0);
  });

  it.each([
    [["--fast"], /without --serial/],
    [["--serial-fault", "drop@3"], /without --serial/],
    [["--serial", "--count", "101"], /at most 100 boards/],
    [["--serial", "--serial-fault", "cut@3"], /expected KIND@BYTE/],
  ])("refuses %s", async (args, message) => {
    const failure = await sim(args).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(message);
  });
});
