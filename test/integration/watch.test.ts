// `espulse watch` against a real broker: what is shown, what is counted, how it ends.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verb } from "../../host/cli/watch.ts";
import { BrokerError, DeadlineError } from "../../host/errors.ts";
import { Screen } from "../../host/telemetry/screen.ts";
import { type WatchOptions, watch } from "../../host/telemetry/watch.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { type EspulseProcess, spawnEspulse } from "../doubles/espulse-process.ts";
import { NOBODY } from "../doubles/ports.ts";
import {
  type ReaderBroker,
  type ReaderBrokerOptions,
  startReaderBroker,
  TLS_FOLDER,
} from "../doubles/reader-broker.ts";

const BOOT = "7f3a12c4-17";
let brokers: ReaderBroker[];
let processes: EspulseProcess[];
let interrupt: AbortController;
let cwd: string;
beforeEach(() => {
  brokers = [];
  processes = [];
  interrupt = new AbortController();
  cwd = mkdtempSync(join(tmpdir(), "espulse-watch-"));
});
afterEach(async () => {
  vi.useRealTimers();
  interrupt.abort();
  for (const { child } of processes) child.kill("SIGKILL");
  for (const broker of brokers) await broker.close();
  rmSync(cwd, { recursive: true });
});

async function start(options: ReaderBrokerOptions = {}): Promise<ReaderBroker> {
  const broker = await startReaderBroker(options);
  brokers.push(broker);
  return broker;
}

/** A board that publishes when it is told to. */
class Board {
  #seq = 0;
  constructor(
    readonly broker: ReaderBroker,
    readonly device = "esp32-a1b2c3",
  ) {}

  async birth(): Promise<void> {
    const meta = {
      v: 1,
      board: "esp32-devkitc",
      serial: "x",
      runtime: "2v29",
      sha256: "0".repeat(64),
      boot: BOOT,
      reset: "none",
      interval: 1000,
      channels: [
        { n: "temp", u: "Cel" },
        { n: "rssi", u: "dBm" },
      ],
    };
    await this.broker.publish(`espulse/${this.device}/meta`, meta, { retain: true });
    const state = { v: 1, state: "ready", boot: BOOT, conn: 1 };
    await this.broker.publish(`espulse/${this.device}/state`, state, { retain: true });
  }

  async read(count = 1, skip = 0): Promise<void> {
    this.#seq += skip;
    for (let i = 0; i < count; i++) {
      const seq = ++this.#seq;
      const reading = { v: 1, boot: BOOT, seq, up: seq * 1000, d: { temp: 21.5, rssi: -61 } };
      await this.broker.publish(`espulse/${this.device}/telemetry`, reading);
    }
  }
}

function run(broker: { readonly url: string }, change: Partial<WatchOptions> = {}) {
  const stdout = new CapturedOutput();
  const stderr = new CapturedOutput();
  const ended = watch({
    broker: { url: broker.url },
    prefix: "espulse",
    filters: [],
    raw: false,
    json: false,
    qos: 1,
    screen: new Screen(stdout, stderr, {}),
    interrupted: interrupt.signal,
    ...change,
  });
  ended.catch(() => {});
  return { stdout, stderr, ended, connected: stderr.until("connected to") };
}

function spawnWatch(args: string[], env: NodeJS.ProcessEnv = {}): EspulseProcess {
  const espulse = spawnEspulse(["watch", ...args], { env, cwd });
  processes.push(espulse);
  return espulse;
}

/** Parses as the command does, without its process. */
async function parse(args: readonly string[]): Promise<void> {
  const command = new Command("watch").exitOverride().configureOutput({ writeErr: () => {} });
  const stdout = new CapturedOutput() as unknown as NodeJS.WriteStream;
  const surroundings = { stdout, stderr: stdout, env: {}, cwd, interrupted: interrupt.signal };
  verb.configure(command, surroundings);
  await command.parseAsync(args, { from: "user" });
}

describe("watching every device", () => {
  it("shows each reading with its units, says who is there, and sums up", async () => {
    const broker = await start();
    const board = new Board(broker);
    await board.birth();
    const { stdout, stderr, ended, connected } = run(broker, { count: 3 });
    await connected;
    await stderr.until("is ready");
    await board.read(3);
    await ended;
    expect(stdout.lines.map((line) => line.slice(12))).toEqual([
      "  esp32-a1b2c3  #1    temp 21.5 °C  rssi -61 dBm",
      "  esp32-a1b2c3  #2    temp 21.5 °C  rssi -61 dBm",
      "  esp32-a1b2c3  #3    temp 21.5 °C  rssi -61 dBm",
    ]);
    expect(stderr.lines[0]).toBe(`connected to ${broker.url} (MQTT 3.1.1)`);
    expect(stderr.text).toContain(`esp32-a1b2c3 is ready (boot ${BOOT}, connection 1)`);
    expect(stderr.lines.at(-1)).toBe(
      "received 3 readings from 1 device, 0 missing, 0 duplicates, 0 malformed",
    );
  });

  it("goes on after a loss of the connection, and tells what it missed meanwhile", async () => {
    const broker = await start();
    const board = new Board(broker);
    const { stdout, stderr, ended, connected } = run(broker, { count: 4 });
    await connected;
    await board.read(2);
    await stdout.until("#2");
    broker.dropConnections();
    await board.read(3);
    await stderr.until("connected again");
    await board.read(2);
    await ended;
    expect(stderr.text).toMatch(
      /lost .*: the broker closed the connection; next attempt in [01]\.\d s/,
    );
    expect(stderr.text).toContain("received 4 readings from 1 device, 3 missing");
    expect(stderr.lines.at(-1)).toBe(`missing of esp32-a1b2c3, boot ${BOOT}: 3-5`);
  });

  it("shows exactly as many as asked for, whatever comes after", async () => {
    const broker = await start();
    const { stdout, ended, connected } = run(broker, { count: 5, json: true });
    await connected;
    await new Board(broker).read(20);
    await ended;
    expect(stdout.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it("survives whatever is published there", async () => {
    const broker = await start();
    const { stdout, stderr, ended, connected } = run(broker, { count: 1 });
    await connected;
    const everything = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const payloads = [
      "",
      "{",
      "null",
      "[]",
      "\u001b[2J",
      everything,
      "x".repeat(100_000),
      "[".repeat(50_000),
    ];
    for (const kind of ["telemetry", "meta", "state", "dropped"]) {
      for (const payload of payloads) await broker.publish(`espulse/a/${kind}`, payload);
    }
    await new Board(broker, "b").read();
    await ended;
    expect(stdout.lines).toHaveLength(1);
    expect(stderr.text).not.toContain("\u001b");
    expect(stderr.text).toContain("malformed: espulse/a/telemetry: the payload is empty");
    // An empty meta or state clears it, and is no fault.
    expect(stderr.lines.at(-1)).toContain("30 malformed");
  });

  it.each([0, 1, 2] as const)("works with QoS %d", async (qos) => {
    const broker = await start();
    const { stdout, ended, connected } = run(broker, { count: 2, qos });
    await connected;
    await new Board(broker).read(2);
    await ended;
    expect(stdout.lines).toHaveLength(2);
  });
});

describe("filters", () => {
  it("choose the devices, and their units come with them", async () => {
    const broker = await start();
    const [one, other] = [new Board(broker, "one"), new Board(broker, "other")];
    for (const board of [one, other]) await board.birth();
    const { stdout, stderr, ended, connected } = run(broker, {
      filters: ["espulse/one/telemetry"],
      count: 2,
    });
    await connected;
    await stderr.until("one is ready");
    await other.read(5);
    await one.read(2);
    await ended;
    expect(stdout.text.match(/ one {2}/g)).toHaveLength(2);
    expect(stdout.text).toContain("°C");
    expect(stderr.text).not.toContain("other");
  });

  it("of another prefix and of everything work", async () => {
    const broker = await start();
    const { stdout, ended, connected } = run(broker, { prefix: "home/cellar", count: 1 });
    await connected;
    await new Board(broker).read();
    const reading = { v: 1, boot: BOOT, seq: 9, up: 1, d: {} };
    await broker.publish("home/cellar/x/telemetry", reading);
    await ended;
    expect(stdout.text).toContain("#9");
    const all = run(broker, { filters: ["#"], count: 1 });
    await all.connected;
    await broker.publish("some/where", "x");
    await broker.publish("home/cellar/x/telemetry", { ...reading, seq: 10 });
    await all.ended;
    expect(all.stdout.text).toContain("#10");
    expect(all.stderr.text).toContain("some/where is no telemetry");
    expect(all.stderr.text).toContain("0 duplicates");
  });

  it("that are shared are told to mean nothing in MQTT 3.1.1", async () => {
    const broker = await start();
    const { stderr, ended, connected } = run(broker, {
      filters: ["$share/g/espulse/+/telemetry"],
      count: 1,
    });
    await connected;
    await broker.publish("$share/g/espulse/a/telemetry", {
      v: 1,
      boot: BOOT,
      seq: 1,
      up: 1,
      d: {},
    });
    await ended;
    expect(stderr.text).toContain("MQTT 3.1.1 has no shared subscriptions");
  });

  it("--raw show any topic as it is", async () => {
    const broker = await start();
    await broker.publish("test/0", "kept", { retain: true });
    const { stdout, stderr, ended, connected } = run(broker, {
      filters: ["test/+"],
      raw: true,
      count: 3,
    });
    await connected;
    await broker.publish("test/1", "2026-01-02T03:04:05.006Z");
    await broker.publish("test/2", Buffer.from([0xff]));
    await ended;
    expect(stdout.lines).toEqual([
      "test/0  retained  kept",
      "test/1  2026-01-02T03:04:05.006Z",
      "test/2  hex ff",
    ]);
    expect(stderr.lines.at(-1)).toBe("received 3 messages");
  });
});

describe("the end", () => {
  it("by time is a success once something came, and a time-out when nothing did", async () => {
    const broker = await start();
    const nothing = run(broker, { timeoutMs: 200 });
    await expect(nothing.ended).rejects.toBeInstanceOf(DeadlineError);
    // The time stands still until they have what they are to have.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const some = run(broker, { timeoutMs: 3000 });
    const few = run(broker, { timeoutMs: 3000, count: 3 });
    await Promise.all([some.connected, few.connected]);
    await new Board(broker).read();
    await Promise.all([some, few].map(({ stdout }) => stdout.until("#1")));
    vi.advanceTimersByTime(3000);
    vi.useRealTimers();
    await some.ended;
    await expect(few.ended).rejects.toThrowError("1 of 3 received within 3 s");
    expect(few.stderr.text).toContain("received 1 reading");
  });

  it("by time also ends what does not connect", async () => {
    const { ended } = run({ url: NOBODY }, { timeoutMs: 100, retries: 9 });
    await expect(ended).rejects.toBeInstanceOf(DeadlineError);
  });

  it("by an interruption sums up", async () => {
    const broker = await start();
    const { stdout, stderr, ended, connected } = run(broker);
    await connected;
    await new Board(broker).read();
    await stdout.until("#1");
    interrupt.abort();
    await ended;
    expect(stderr.lines.at(-1)).toContain("received 1 reading from 1 device");
  });

  it("by a refused filter says which", async () => {
    const broker = await start({ refusedFilter: "espulse/+/telemetry" });
    const { ended } = run(broker);
    await expect(ended).rejects.toBeInstanceOf(BrokerError);
    await expect(ended).rejects.toThrowError("refused the filter espulse/+/telemetry");
  });

  it("does not come by a refused filter beside the telemetry", async () => {
    const broker = await start({ refusedFilter: "espulse/+/meta" });
    const { stderr, stdout, ended, connected } = run(broker, { count: 1 });
    await connected;
    await new Board(broker).read();
    await ended;
    expect(stderr.text).toContain("the broker refused the filter espulse/+/meta");
    expect(stdout.text).toContain("temp 21.5  rssi -61");
  });
});

describe("the command", () => {
  it("ends with 0 after --count, its data alone on stdout", async () => {
    const broker = await start();
    const espulse = spawnWatch(["--broker", broker.url, "--json", "--count", "2"]);
    await espulse.stderr.until("connected to");
    await new Board(broker).read(2);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2]);
  });

  it("is ended by Ctrl-C with 0, and with 130 when it was to count", async () => {
    const broker = await start();
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
    const broker = await start();
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
    const broker = await start({ password: { text: "right", code: 4 } });
    const args = ["--broker", broker.url, "--username", "me", "--timeout", "50", "--count", "1"];
    const wrong = spawnWatch(args, { ESPULSE_PASSWORD: "wrong" });
    expect(await wrong.ended).toBe(5);
    expect(wrong.stderr.text).toContain("bad user name or password (code 4)");
    expect(wrong.stderr.text).not.toContain("wrong");
    writeFileSync(join(cwd, ".env.local"), "ESPULSE_PASSWORD=right\n");
    const right = spawnWatch(args);
    await right.stderr.until("connected to");
    await new Board(broker).read();
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
    const broker = await start({ scheme: "wss", mutual: true });
    const file = (name: string) => JSON.stringify(TLS_FOLDER + name);
    writeFileSync(
      join(cwd, "espulse.config.ts"),
      `export default { broker: {
        url: ${JSON.stringify(broker.url)},
        ca: ${file("ca.pem")}, cert: ${file("client.pem")}, key: ${file("client.key")},
      } };`,
    );
    const espulse = spawnWatch(["--count", "1"]);
    await espulse.stderr.until("connected to wss://");
    await new Board(broker).read();
    expect(await espulse.ended).toBe(0);
  });

  it("ends quietly when whoever reads its output has enough", async () => {
    const broker = await start();
    const espulse = spawnWatch(["--broker", broker.url, "--json"]);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.destroy();
    const board = new Board(broker);
    for (let i = 0; i < 5; i++) await board.read();
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.text).not.toContain("EPIPE");
  });
});
