// `espulse pub` as a command: where its message comes from, its exit statuses, how it ends.
import { describe, expect, it } from "vitest";
import { useClients } from "../doubles/clients.ts";
import { type EspulseProcess, useEspulse } from "../doubles/espulse-process.ts";
import { NOBODY } from "../doubles/ports.ts";
import { startReaderBroker } from "../doubles/reader-broker.ts";

const { aedes } = useClients();
const { spawn } = useEspulse();

function spawnPub(args: string[], input?: string): EspulseProcess {
  return spawn(["pub", ...args], { input });
}

describe("the command", () => {
  it("publishes the classic example to the one who watches", async () => {
    const broker = await aedes();
    const watching = spawn([
      "watch",
      "test/+",
      "--raw",
      "--count",
      "10",
      "--timeout",
      "40",
      "--broker",
      broker.url,
    ]);
    await watching.stderr.until("connected to");
    const publishing = spawnPub([
      "test/{i}",
      "{time}",
      "--every",
      "0.1",
      "--count",
      "10",
      "--broker",
      broker.url,
    ]);
    expect(await publishing.ended).toBe(0);
    expect(await watching.ended).toBe(0);
    expect(watching.stdout.lines).toHaveLength(10);
    for (const [index, line] of watching.stdout.lines.entries()) {
      expect(line).toMatch(
        new RegExp(`^test/${index + 1} {2}\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$`),
      );
    }
    expect(publishing.stderr.lines.at(-1)).toBe("published 10, 10 answered");
  });

  it("takes the message from a pipe, byte for byte", async () => {
    const broker = await aedes();
    const taken: string[] = [];
    broker.aedes.on("publish", ({ payload }, client) => {
      if (client) taken.push(String(payload));
    });
    const espulse = spawnPub(["test/x", "--broker", broker.url], "21.5 {i}\n");
    expect(await espulse.ended).toBe(0);
    expect(taken).toEqual(["21.5 {i}\n"]);
    const empty = spawnPub(["test/x", "--broker", broker.url], "");
    expect(await empty.ended).toBe(2);
    expect(empty.stderr.text).toContain("standard input: is empty; give '' as the message");
  });

  it("ends with 5 when refused, 6 without a broker, 2 for a topic that is none", async () => {
    const broker = await aedes({ refusedTopic: "secret" });
    const refused = spawnPub(["secret", "x", "--broker", broker.url]);
    const alone = spawnPub(["a", "x", "--broker", NOBODY]);
    const wrong = spawnPub(["a/+", "x", "--broker", broker.url]);
    expect(await refused.ended).toBe(5);
    expect(await alone.ended).toBe(6);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr.text).toContain('topic "a/+": a topic to publish to has no + and no #');
  });

  it("ends at once when it gives up, however long until the next message", async () => {
    const broker = await startReaderBroker();
    const espulse = spawnPub([
      "a",
      "x",
      "--every",
      "600",
      "--retries",
      "0",
      "--broker",
      broker.url,
    ]);
    await espulse.stderr.until("acknowledged");
    await broker.close();
    expect(await espulse.ended).toBe(6);
  });

  it("is ended by Ctrl-C with 0 when it has no end of its own", async () => {
    const broker = await aedes();
    const espulse = spawnPub(["test/{i}", "--every", "0.05", "x", "--broker", broker.url]);
    await espulse.stderr.until("test/3 ");
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.lines.at(-1)).toMatch(/^published (\d+), \1 answered$/);
  });
});
