// What the `sim` verb refuses, and with which exit status.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { NOBODY } from "../doubles/ports.ts";
import { WELL_BEHAVED, withBroker } from "../doubles/scripted-broker.ts";
import { useSim } from "../doubles/sim-verb.ts";

const { sim, folder } = useSim();

async function statusOf(args: readonly string[], surroundings: Parameters<typeof sim>[1] = {}) {
  try {
    await sim(args, surroundings);
  } catch (error) {
    return { status: exitStatusOf(error), message: (error as Error).message };
  }
  return { status: 0, message: "" };
}

describe("espulse sim refuses", () => {
  it("an unreachable broker is status 6, with the next step", async () => {
    expect(await statusOf(["--broker", NOBODY])).toEqual({
      status: 6,
      message: `${NOBODY}: no broker answers (ECONNREFUSED); start one with "espulse broker up"`,
    });
  });

  it("a missing entry is status 2, and named before the broker", async () => {
    const { status, message } = await statusOf(["--broker", NOBODY, "--entry", "nope.ts"]);
    expect(status).toBe(2);
    expect(message).toMatch(
      /nope\.ts: no such file; expected the first source file of a firmware$/,
    );
  });

  it("a broker that never lets a board in is status 5, with its reason", async () => {
    await withBroker(
      () => ({ connack: 5 }),
      async ({ port }) => {
        const interruption = new AbortController();
        const stderr = new CapturedOutput();
        const surroundings = { interrupted: interruption.signal, stderr };
        const run = statusOf(["--broker", `mqtt://127.0.0.1:${port}`, "--seed", "7"], surroundings);
        await stderr.until("refused (5)");
        interruption.abort();
        expect(await run).toEqual({
          status: 5,
          message: expect.stringContaining("refused the login of esp32-de098d: (5) not authorized"),
        });
      },
    );
  });

  it("what no board can run with is status 2, before anything starts", async () => {
    expect(await statusOf(["--broker", "mqtts://127.0.0.1"])).toMatchObject({ status: 2 });
    const missing = join(folder.cwd, "espruino");
    const absent = await statusOf(["--runtime", "espruino"], { env: { ESPRUINO_BIN: missing } });
    expect(absent).toMatchObject({ status: 2 });
    expect(absent.message).toContain(missing);
    expect(await statusOf(["--runtime", "espruino"], { env: { PATH: folder.cwd } })).toMatchObject({
      status: 2,
    });
    writeFileSync(join(folder.cwd, "broken.ts"), "const = 1;\n");
    await withBroker(WELL_BEHAVED, async ({ port, connections }) => {
      const url = `mqtt://127.0.0.1:${port}`;
      const broken = await statusOf(["--broker", url, "--entry", "broken.ts"]);
      expect(broken.status).toBe(2);
      expect(broken.message).toMatch(/broken\.ts:1:\d+/);
      // Whether a broker answers there is asked first; no board has logged in.
      expect(connections.flatMap(({ packets }) => packets)).toEqual([]);
    });
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
