// The `sim` verb against the embedded broker: its boards' readings, its summary, its errors.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import type { Surroundings } from "../../host/cli/command.ts";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import { verb } from "../../host/cli/sim.ts";
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import type { FleetSummary } from "../../host/simulator/summary.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { NOBODY } from "../doubles/ports.ts";
import { ScriptedBroker } from "../doubles/scripted-broker.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
const required = process.env.ESPULSE_REQUIRE?.split(",").includes("espruino") ?? false;
const interpreter = findInterpreter(process.env);

interface Seen {
  readonly topic: string;
  readonly message: Record<string, unknown>;
}

let broker: EmbeddedBroker;
let published: Seen[];
const onPublished: (() => void)[] = [];
let folder: string;
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
  folder = mkdtempSync(join(tmpdir(), "espulse-sim-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sim(
  args: readonly string[],
  {
    env = {},
    interrupted = new AbortController().signal,
    stderr = new CapturedOutput(),
  }: { env?: NodeJS.ProcessEnv; interrupted?: AbortSignal; stderr?: CapturedOutput } = {},
): Promise<{ stdout: string; stderr: string; summary: () => FleetSummary }> {
  const stdout = new CapturedOutput();
  const surroundings = { stdout, stderr, env, cwd: folder, interrupted } as unknown as Surroundings;
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  verb.configure(command, surroundings);
  await command.parseAsync(args, { from: "user" });
  return {
    stdout: stdout.text,
    stderr: stderr.text,
    summary: () => JSON.parse(stdout.text) as FleetSummary,
  };
}

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

async function statusOf(args: readonly string[], surroundings: Parameters<typeof sim>[1] = {}) {
  try {
    await sim(args, surroundings);
  } catch (error) {
    return { status: exitStatusOf(error), message: (error as Error).message };
  }
  return { status: 0, message: "" };
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
    const child = spawn(process.execPath, [ESPULSE, "sim", "--broker", broker.url], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    child.stdout.on("data", (bytes) => {
      stdout += bytes;
    });
    const connected = new Promise<void>((resolve) => {
      child.stderr.on("data", (bytes) => {
        if (String(bytes).includes("espulse: connected")) resolve();
      });
    });
    const closed = once(child, "close");
    await Promise.race([connected, closed]);
    child.kill("SIGINT");
    expect((await closed)[0]).toBe(0);
    expect(stdout).toContain("acknowledged");
  });

  it("an unreachable broker is status 6, with the next step", async () => {
    expect(await statusOf(["--broker", NOBODY])).toEqual({
      status: 6,
      message: `${NOBODY}: no broker answers (ECONNREFUSED); start one with "espulse broker up"`,
    });
  });

  it("a broker that never lets a board in is status 5, with its reason", async () => {
    const refusing = await ScriptedBroker.start(() => ({ connack: 5 }));
    try {
      const url = `mqtt://127.0.0.1:${refusing.port}`;
      const interruption = new AbortController();
      const stderr = new CapturedOutput();
      const surroundings = { interrupted: interruption.signal, stderr };
      const run = statusOf(["--broker", url, "--seed", "7"], surroundings);
      await stderr.until("refused (5)");
      interruption.abort();
      expect(await run).toEqual({
        status: 5,
        message: expect.stringContaining("refused the login of esp32-de098d: (5) not authorized"),
      });
    } finally {
      await refusing.close();
    }
  });

  it("what no board can run with is status 2, before anything starts", async () => {
    expect(await statusOf(["--broker", "mqtts://127.0.0.1"])).toMatchObject({ status: 2 });
    const missing = join(folder, "espruino");
    const absent = await statusOf(["--runtime", "espruino"], { env: { ESPRUINO_BIN: missing } });
    expect(absent).toMatchObject({ status: 2 });
    expect(absent.message).toContain(missing);
    expect(await statusOf(["--runtime", "espruino"], { env: { PATH: folder } })).toMatchObject({
      status: 2,
    });
    writeFileSync(join(folder, "broken.ts"), "const = 1;\n");
    const broken = await statusOf(["--broker", broker.url, "--entry", "broken.ts"]);
    expect(broken.status).toBe(2);
    expect(broken.message).toMatch(/broken\.ts:1:\d+/);
    expect(published).toEqual([]);
  });

  it.each([
    ["--count", "0"],
    ["--count", "1.5"],
    ["--for", "0"],
    ["--for", "soon"],
    ["--seed", "-1"],
    ["--runtime", "python"],
  ])("%s %s is refused", async (option, value) => {
    await expect(sim([option, value])).rejects.toThrow(option);
  });
});

describe.skipIf(interpreter === undefined && !required)(
  "espulse sim on the real interpreter (espruino)",
  () => {
    it("runs boards for a time, and their summary is what the broker saw", async () => {
      await runTwoBoards("espruino", process.env);
    });
  },
);
