// `espulse sim` as a process whose board hangs: a loop without end, typed at its console, keeps all of
// the process, and it still ends when it is told to.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { encodeLine } from "../../host/console/codec.ts";
import type { FleetSummary } from "../../host/simulator/summary.ts";
import { openTransport } from "../../host/transport/transport.ts";
import { spawnEspulse, useEspulse } from "../doubles/espulse-process.ts";

const { spawn } = useEspulse();
let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startEmbeddedBroker({ port: 0 });
});
afterAll(() => broker.close());

async function startSim() {
  const args = ["sim", "--serial", "--fast", "--blank", "--json", "--runtime", "node"];
  const espulse = spawn([...args, "--broker", broker.url]);
  await Promise.race([espulse.stderr.until(/serial port \S+\n/), espulse.ended]);
  const [, port] = /serial port (\S+)\n/.exec(espulse.stderr.text) ?? [];
  return { espulse, port: port! };
}

/** Resolves once the board is in the loop. */
async function hang(port: string): Promise<void> {
  const transport = await openTransport(port);
  await transport.write(encodeLine('print("be"+"gun");setTimeout(print,0,"never");while(1);'));
  let text = "";
  for await (const chunk of transport) {
    text += Buffer.from(chunk).toString("latin1");
    if (text.includes("begun")) break;
  }
  await transport.close();
}

it.each(["SIGINT", "SIGTERM"] as const)("ends at %s, with its summary", async (signal) => {
  const { espulse, port } = await startSim();
  await hang(port);
  espulse.child.kill(signal);
  expect(await espulse.ended).toBe(0);
  const { boards } = JSON.parse(espulse.stdout.text) as FleetSummary;
  expect(boards).toMatchObject([{ port }]);
  expect(espulse.stderr.text).toContain("Execution Interrupted");
});

it("lets whoever pipes lines in know, and answers the next line", async () => {
  const { port } = await startSim();
  const lines = { input: "while(1);\n6*7\n" };
  const { stdout, stderr, ended } = spawnEspulse(["console", "--port", port], lines);
  expect(await ended).toBe(27);
  expect(stdout.text).toBe("=42\n");
  expect(stderr.text).toContain(
    "error: line 1: while(1);: no answer within 5 s; it was interrupted",
  );
});
