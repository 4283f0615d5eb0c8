// `espulse sim --chaos` and `--virtual`: plans as files, in virtual time, and in real time against a real
// Mosquitto.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startBroker } from "../../host/broker/broker.ts";
import { stopBroker } from "../../host/broker/stop-broker.ts";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import type { ChaosPlan } from "../../host/simulator/chaos/entry.ts";
import { skipMosquitto } from "../doubles/mosquitto.ts";
import { useSim } from "../doubles/sim-verb.ts";

const { sim, folder } = useSim();

function plan(...entries: readonly unknown[]): string {
  const path = join(folder.cwd, "plan.json");
  writeFileSync(path, JSON.stringify(entries satisfies readonly unknown[]));
  return path;
}

async function refusal(...args: string[]): Promise<string> {
  try {
    await sim(args);
  } catch (error) {
    expect(exitStatusOf(error)).toBe(2);
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

it("runs in virtual time, the same again with the same seed", async () => {
  const file = plan(
    { fault: "wifi-loss", every: [20, 60], target: "some", for: [1, 30] },
    { fault: "broker-kill", at: 60 },
    { fault: "power-cut", at: 90 },
  );
  const args = ["--virtual", "--count", "5", "--for", "120", "--json", "--chaos", file];
  const first = await sim([...args, "--seed", "3"]);
  const summary = first.summary();
  expect(summary).toMatchObject({ runtime: "virtual", seed: 3, total: { boots: 6 } });
  expect(summary.faults).toBeGreaterThan(4);
  expect(first.stderr).toContain("chaos at 60.0 s: broker-kill, for ");
  for (const { boots, made, measured } of summary.boards) {
    // A power cut takes the counts of its boot along.
    if (boots === 1) expect(made).toBe(measured);
    else expect(measured).toBeGreaterThan(made!);
  }
  expect(await sim([...args, "--seed", "3"])).toMatchObject({ stdout: first.stdout });
  const another = await sim(args);
  expect(another.summary().seed).not.toBe(3);
  expect(another.stderr).toContain(`--seed ${another.summary().seed} repeats this run`);
});

it("refuses what it cannot do, all of it at once", async () => {
  const file = plan({ fault: "delay", at: 1 }, { fault: "recorder-kill", at: 1 });
  expect(await refusal("--chaos", file)).toBe("--chaos: needs an end: add --for SECONDS");
  expect(await refusal("--virtual", "--serial", "--runtime", "espruino", "--for", "1")).toBe(
    "--serial: is of real time; leave out --virtual\n--runtime: --virtual is of the Node runtime",
  );
  expect(await refusal("--chaos", file, "--for", "1")).toBe(
    "[0].fault: delay is of a model network; add --virtual\n[1].fault: recorder-kill: there is no recorder in this run",
  );
  expect(await refusal("--chaos", "nope.json", "--for", "1")).toContain("cannot be read: ENOENT");
  const misspelt = plan({ fault: "wifi-los", at: 1 }, { fault: "wifi-loss", at: 1, target: "x" });
  expect(await refusal("--chaos", misspelt, "--for", "1")).toContain("did you mean wifi-loss?");
});

describe.skipIf(skipMosquitto)("against a Mosquitto of broker up", () => {
  it("kills it, hangs it, and goes through losses of Wi-Fi and power", async () => {
    const state = mkdtempSync(join(tmpdir(), "espulse-chaos-"));
    const env = { ...process.env, XDG_STATE_HOME: state };
    const broker = await startBroker({ engine: "mosquitto", port: 0, webSocketPort: 0, env });
    try {
      const entries: ChaosPlan = [
        { fault: "broker-kill", at: 2, for: 0.2 },
        { fault: "broker-hang", at: 4, for: 0.5 },
        { fault: "wifi-loss", at: 5, target: "all", for: 3 },
        { fault: "power-cut", at: 9, target: "all", for: 0.5 },
        { fault: "clock-step", at: 11, target: "all", by: 3600 },
      ];
      const args = ["--broker", broker.url, "--for", "14", "--count", "2", "--seed", "1", "--json"];
      const { summary, stderr } = await sim([...args, "--chaos", plan(...entries)], { env });
      expect(summary()).toMatchObject({ seed: 1, faults: 8, total: { boots: 4 } });
      expect(stderr).toContain("espulse: wifi: lost");
      expect(stderr.match(/espulse: connected/g)!.length).toBeGreaterThanOrEqual(6);
      for (const { acked } of summary().boards) expect(acked).toBeGreaterThan(1);
    } finally {
      await stopBroker({ engine: "auto", env });
      rmSync(state, { recursive: true });
    }
  });
});
