// The `sim` verb against the embedded broker: its boards' readings, its summary, its end.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { verb } from "../../host/cli/sim.ts";
import { useEspulse } from "../doubles/espulse-process.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { useSim } from "../doubles/sim-verb.ts";

interface Seen {
  readonly topic: string;
  readonly message: Record<string, unknown>;
}

const { sim } = useSim();
const { spawn } = useEspulse();
let broker: EmbeddedBroker;
let published: Seen[];
const onPublished: (() => void)[] = [];
beforeAll(async () => {
  broker = await startEmbeddedBroker({
    port: 0,
    onPublish: ({ topic, payload }) => {
      if (!topic.startsWith("$SYS/")) {
        published.push({ topic, message: JSON.parse(Buffer.from(payload).toString()) });
        for (const tell of onPublished.splice(0)) tell();
      }
    },
  });
});
afterAll(() => broker.close());
beforeEach(() => {
  published = [];
});

/** The first message to such a topic; a test that waits in vain ends at its deadline. */
async function untilPublished(topicEnd: string): Promise<Seen> {
  for (;;) {
    const found = published.find(({ topic }) => topic.endsWith(topicEnd));
    if (found) return found;
    await new Promise<void>((resolve) => onPublished.push(resolve));
  }
}

/** Runs a board until it has published there, however long it takes to boot; gives what it did. */
async function simUntil(topicEnd: string, args: readonly string[] = []): Promise<Seen> {
  published = [];
  const seen = untilPublished(topicEnd);
  const interruption = new AbortController();
  const run = sim(["--broker", broker.url, ...args], { interrupted: interruption.signal });
  // Whichever comes first: a run that fails publishes nothing.
  const message = await Promise.race([seen, run.then(() => undefined)]);
  interruption.abort();
  await run;
  if (message === undefined) throw new Error(`nothing came to ${topicEnd}`);
  return message;
}

function namesOf(device: string): string[] {
  return published
    .filter(({ topic }) => topic === `espulse/${device}/telemetry`)
    .map(({ message }) => `${message.boot} ${message.seq}`);
}

/** What holds for a run of either runtime. */
async function runTwoBoards(runtime: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ["--runtime", runtime, "--broker", broker.url, "--for", "4", "--seed", "7"];
  const run = await sim([...args, "--count", "2", "--json"], { env });
  const { boards, total } = run.summary();
  expect(boards[0]!.device).toBe("esp32-de098d");
  expect(new Set(boards.map(({ device }) => device)).size).toBe(2);
  for (const { device, boots, made, acked, dropped, waiting } of boards) {
    expect(boots).toBe(1);
    expect(made).toBeGreaterThanOrEqual(2);
    expect(acked! + dropped! + waiting!).toBe(made);
    const names = namesOf(device);
    expect(names.length).toBeGreaterThanOrEqual(acked!);
    expect(names).toEqual(names.map((_, i) => `${names[0]!.split(" ")[0]} ${i + 1}`));
    expect(run.stderr).toContain(`${device} espulse: stop {`);
  }
  expect(total.made).toBe(boards[0]!.made! + boards[1]!.made!);
}

describe("espulse sim", () => {
  it("runs boards for a time, and their summary is what the broker saw", async () => {
    await runTwoBoards("node", {});
  });

  it("shows a table without --json, and only that on stdout", async () => {
    const { stdout } = await sim(["--broker", broker.url, "--for", "1.5"]);
    expect(stdout).toMatch(
      /^device +boots +made +acknowledged +dropped +waiting\nesp32-[0-9a-f]{6} +1 +\d+ +\d+ +\d+ +\d+\n1 board, \d+\.\d s\n$/,
    );
  });

  it("repeats a run from its seed: same names; without one, never the same name", async () => {
    const first = await simUntil("/meta", ["--seed", "3"]);
    expect(await simUntil("/meta", ["--seed", "3"])).toEqual(first);
    expect((await simUntil("/meta")).message.boot).not.toBe(first.message.boot);
  });

  it("with --storage the boot counter counts on", async () => {
    const boot = async () => String((await simUntil("/meta", ["--storage", "kept"])).message.boot);
    const first = await boot();
    expect(first).toMatch(/^[0-9a-f]{8}-1$/);
    expect(await boot()).toBe(first.replace(/-1$/, "-2"));
  });

  it("ends at the interruption", async () => {
    const interruption = new AbortController();
    const run = sim(["--broker", broker.url, "--json"], { interrupted: interruption.signal });
    // Not just anything: the will of a board before may come late.
    await untilPublished("/telemetry");
    interruption.abort();
    expect((await run).summary().boards).toHaveLength(1);
    expect(verb.statusWhenInterrupted).toBe(0);
  });

  it("as a process: Ctrl-C is its end, with status 0 and the summary", async () => {
    const espulse = spawn(["sim", "--broker", broker.url]);
    await Promise.race([espulse.stderr.until("espulse: connected"), espulse.ended]);
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.text).toContain("acknowledged");
  });
});

describe.skipIf(skipEspruino)("espulse sim on the real interpreter (espruino)", () => {
  it("runs boards for a time, and their summary is what the broker saw", async () => {
    await runTwoBoards("espruino", process.env);
  });
});
