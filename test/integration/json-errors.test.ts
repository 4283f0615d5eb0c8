// Errors of the verbs under `--json`, as a script reads them: nothing on stdout that is no result, and
// one JSON object as the last line of stderr.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { NOBODY } from "../doubles/ports.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-json-errors-"));
writeFileSync(join(folder, "broken.json"), '{\n  "id": mine\n}\n');
writeFileSync(join(folder, "wrong.json"), '{ "id": "mine" }\n');
writeFileSync(join(folder, "faulty.ts"), "print(1);\nfor (const key in {}) print(key);\n");

afterAll(() => rmSync(folder, { recursive: true }));

async function ran(...args: string[]) {
  const { ended, stdout, stderr } = spawnEspulse(args, { cwd: folder });
  const status = await ended;
  return { status, stdout: stdout.text, stderr: stderr.text };
}

const place = (file: string, line: number, column: number) => ({ file, line, column });

describe("an error under --json", () => {
  it.each([
    [
      ["build", "--entry", "faulty.ts"],
      {
        error: "ConfigError",
        status: 2,
        message: expect.stringMatching(/^faulty\.ts:2:1: for\.\.in: /),
        faults: [
          {
            path: "faulty.ts:2:1",
            ...place("faulty.ts", 2, 1),
            message: expect.stringMatching(/^for\.\.in: /),
          },
        ],
      },
    ],
    [
      ["build", "--board", "broken.json"],
      {
        error: "ConfigError",
        status: 2,
        faults: [{ path: "board", source: "flag --board", ...place("broken.json", 2, 9) }],
      },
    ],
    [
      ["boards", "broken.json"],
      { error: "BoardError", status: 2, faults: [place("broken.json", 2, 9)] },
    ],
    [
      ["boards", "wrong.json"],
      {
        error: "BoardError",
        faults: expect.arrayContaining([
          expect.objectContaining({ path: "console", file: "wrong.json" }),
        ]),
      },
    ],
    [["boards", "esp8265"], { error: "BoardError", status: 2 }],
    [["sim", "--broker", "nonsense"], { faults: [{ path: "broker.url" }], status: 2 }],
    [["watch", "a/#/b"], { faults: [{ path: 'filter "a/#/b"' }], status: 2 }],
    [["watch", "--broker", NOBODY], { error: "BrokerError", status: 6, faults: [] }],
    [["broker", "up", "--engine", "none"], { error: "UsageError", status: 2, faults: [] }],
    [
      ["watch", "--cuont", "1"],
      { error: "UsageError", message: "unknown option '--cuont'\n(Did you mean --count?)" },
    ],
    [["wach"], { error: "UsageError", message: expect.stringContaining("Did you mean watch?") }],
    [
      ["help", "wach"],
      {
        error: "UsageError",
        message: expect.stringContaining("unknown command 'wach'\n(Did you mean watch?)"),
      },
    ],
  ])("of %j is one object on stderr", async (args, expected) => {
    const { status, stdout, stderr } = await ran(...args, "--json");
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^\{.*\}\n$/);
    const error = JSON.parse(stderr);
    expect(error).toMatchObject(expected);
    expect(error.status).toBe(status);
  });

  it("leaves the answer of a verb on stdout", async () => {
    const { status, stdout, stderr } = await ran("broker", "status", "--port", "1", "--json");
    expect(JSON.parse(stdout)).toEqual({ up: false, url: NOBODY, code: "unreachable" });
    expect(JSON.parse(stderr)).toMatchObject({ error: "BrokerError", status });
  });

  it("is text where --json is no option but an operand", async () => {
    const { status, stderr } = await ran("watch", "--broker", NOBODY, "--", "--json");
    expect({ status, stderr }).toEqual({ status: 6, stderr: expect.stringMatching(/^error: /) });
  });
});
