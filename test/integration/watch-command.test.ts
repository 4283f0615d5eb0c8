// `espulse watch` as a command: its options, its exit statuses, and what goes to which output.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { verb } from "../../host/cli/watch.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { useClients } from "../doubles/clients.ts";
import { type EspulseProcess, useEspulse } from "../doubles/espulse-process.ts";
import { NOBODY } from "../doubles/ports.ts";
import { TLS_FOLDER } from "../doubles/reader-broker.ts";
import { ToldBoard } from "../doubles/told-board.ts";

const { aedes } = useClients();
const { folder, spawn } = useEspulse();

function spawnWatch(args: string[], env: NodeJS.ProcessEnv = {}): EspulseProcess {
  return spawn(["watch", ...args], { env });
}

/** Parses as the command does, without its process. */
async function parse(args: readonly string[]): Promise<void> {
  const command = new Command("watch").exitOverride().configureOutput({ writeErr: () => {} });
  const stdout = new CapturedOutput() as unknown as NodeJS.WriteStream;
  const surroundings = {
    stdout,
    stderr: stdout,
    env: {},
    ...folder,
    interrupted: new AbortController().signal,
  };
  verb.configure(command, surroundings);
  await command.parseAsync(args, { from: "user" });
}

describe("the command", () => {
  it("ends with 0 after --count, its data alone on stdout", async () => {
    const broker = await aedes();
    const espulse = spawnWatch(["--broker", broker.url, "--json", "--count", "2"]);
    await espulse.stderr.until("connected to");
    await new ToldBoard(broker).read(2);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
  });

  it("is ended by Ctrl-C with 0, and with 130 when it was to count", async () => {
    const broker = await aedes();
    const forever = spawnWatch(["--broker", broker.url]);
    const counting = spawnWatch(["--broker", broker.url, "--count", "5"]);
    for (const { stderr } of [forever, counting]) await stderr.until("connected to");
    forever.child.kill("SIGINT");
    counting.child.kill("SIGTERM");
    expect(await forever.ended).toBe(0);
    expect(forever.stderr.text).toContain("received 0 readings");
    expect(await counting.ended).toBe(130);
  });

  it("ends with 27 when the time is over", async () => {
    const broker = await aedes();
    const espulse = spawnWatch(["--broker", broker.url, "--count", "1", "--timeout", "0.2"]);
    expect(await espulse.ended).toBe(27);
    expect(espulse.stderr.text).toContain("error: 0 of 1 received within 0.2 s");
  });

  it("ends with 6 and the next step when there is no broker", async () => {
    const espulse = spawnWatch(["--broker", NOBODY]);
    expect(await espulse.ended).toBe(6);
    expect(espulse.stderr.text).toBe(
      `error: ${NOBODY}: nothing listens there; start a broker with \`espulse broker up\`\n`,
    );
  });

  it("ends with 5 when refused, and takes the password from .env.local", async () => {
    const broker = await aedes({ password: { text: "right", code: 4 } });
    const args = ["--broker", broker.url, "--username", "me", "--timeout", "50", "--count", "1"];
    const wrong = spawnWatch(args, { ESPULSE_PASSWORD: "wrong" });
    expect(await wrong.ended).toBe(5);
    expect(wrong.stderr.text).toContain("bad user name or password (code 4)");
    expect(wrong.stderr.text).not.toContain("wrong");
    writeFileSync(join(folder.cwd, ".env.local"), "ESPULSE_PASSWORD=right\n");
    const right = spawnWatch(args);
    await right.stderr.until("connected to");
    await new ToldBoard(broker).read();
    expect(await right.ended).toBe(0);
  });

  it("ends with 2 and names every wrong filter", async () => {
    const filters = spawnWatch(["a/#/b", "ok/#", "x+"]);
    expect(await filters.ended).toBe(2);
    expect(filters.stderr.lines).toEqual([
      'error: filter "a/#/b": # must be a level by itself, and the last one',
      'filter "x+": + must be a level by itself',
    ]);
  });

  it.each([
    [["--count", "0"], "Expected a whole number, 1 to"],
    [["--count", "1.5"], "Expected a whole number"],
    [["--timeout", "soon"], "Expected seconds"],
    [["--timeout", "1e9"], "Expected seconds"],
    [["--retries", "-1"], "Expected a whole number, 0 to"],
    [["--qos", "3"], "Allowed choices are 0, 1, 2"],
    [["--mqtt", "4"], "Allowed choices are 3.1, 3.1.1, 5"],
    [["--password", "x"], "set ESPULSE_PASSWORD instead"],
    [["--broker", "localhost"], "expected a URL such as mqtt://localhost:1883"],
    [["--prefix", "a/#"], "prefix (flag --prefix)"],
    [
      ["--broker", "mqtts://b", "--ca", "none.pem", "--cert", `${TLS_FOLDER}client.pem`],
      "none.pem: no such file\nbroker.cert (flag --cert): a client certificate needs its private key (--key)",
    ],
  ])("refuses %j", async (args, words) => {
    await expect(parse(args)).rejects.toThrowError(words);
  });

  it("reads over mutual TLS with the files named in espulse.config.ts", async () => {
    const broker = await aedes({ scheme: "wss", mutual: true });
    const file = (name: string) => JSON.stringify(TLS_FOLDER + name);
    writeFileSync(
      join(folder.cwd, "espulse.config.ts"),
      `export default { broker: {
        url: ${JSON.stringify(broker.url)},
        ca: ${file("ca.pem")}, cert: ${file("client.pem")}, key: ${file("client.key")},
      } };`,
    );
    const espulse = spawnWatch(["--count", "1"]);
    await espulse.stderr.until("connected to wss://");
    await new ToldBoard(broker).read();
    expect(await espulse.ended).toBe(0);
  });

  it("ends quietly when whoever reads its output has enough", async () => {
    const broker = await aedes();
    const espulse = spawnWatch(["--broker", broker.url, "--json"]);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.destroy();
    const board = new ToldBoard(broker);
    for (let i = 0; i < 5; i++) await board.read();
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.text).not.toContain("EPIPE");
  });
});
