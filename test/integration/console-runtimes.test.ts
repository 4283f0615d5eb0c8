// `espulse console` and `pin` as processes, at a simulated board of either runtime: what is piped in,
// what is typed at a terminal, and how it ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { type SerialBoard, startSerialBoard } from "../doubles/serial-board.ts";

describe.each([
  ["node", false],
  ["espruino", skipEspruino],
] as const)("a board of runtime %s", (runtime, skip) => {
  describe.skipIf(skip)("at its serial port", () => {
    let board: SerialBoard;
    beforeAll(async () => {
      board = await startSerialBoard(runtime);
    });
    afterAll(() => board.close());

    async function piped(input: string, ...args: string[]) {
      const all = ["console", "--port", board.address, ...args];
      const { stdout, stderr, ended } = spawnEspulse(all, { input });
      return { status: await ended, stdout: stdout.text, stderr: stderr.text };
    }

    it("keeps the functions and classes that are declared", async () => {
      const lines = [
        "function f(a) { return a * 2 }",
        "f(4)",
        "/* of */ class A { g() { return 7 } }",
        "new A().g()",
        "(function () { return 5 })()",
        "let q = 3",
        "q",
      ];
      const { status, stdout, stderr } = await piped(`${lines.join("\n")}\n`);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const values = stdout.split("\n");
      expect([1, 3, 4, 6].map((line) => values[line])).toEqual(["=8", "=7", "=5", "=3"]);
    });

    it("tells what it printed and what failed on stderr, and ends with status 8", async () => {
      const { status, stdout, stderr } = await piped("print('said')\n1+1\nnope\n\n'end'\n");
      expect(status).toBe(8);
      expect(stdout).toBe("=undefined\n=2\n='end'\n");
      expect(stderr).toMatch(/^said\nUncaught ReferenceError: "?nope"? is not defined\n/);
      expect(stderr).toMatch(/error: the device failed at line 3, nope: Uncaught ReferenceError/);
    });

    it("gives one JSON object a line", async () => {
      const { status, stdout, stderr } = await piped("({a:[1,'b']})\nnope\nundefined\n", "--json");
      expect(status).toBe(8);
      const answers = stdout.trimEnd().split("\n");
      expect(answers.map((answer) => JSON.parse(answer) as unknown)).toEqual([
        { value: { a: [1, "b"] } },
        { error: expect.stringContaining("Uncaught ReferenceError") },
        { text: "undefined" },
      ]);
      const failure = JSON.parse(stderr.trimEnd().split("\n").at(-1)!) as unknown;
      expect(failure).toMatchObject({ error: "DeviceError", status: 8 });
    });

    it("says why a line is not sent at all", async () => {
      const { status, stderr } = await piped(`"${"x".repeat(1000)}"\n`);
      expect(status).toBe(8);
      expect(stderr).toContain("1010 characters; the console takes 900");
    });

    it("shows in a conversation what failed", async () => {
      const home = mkdtempSync(join(tmpdir(), "espulse-home-"));
      const command = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
      const line = `${process.execPath} ${command} console --port ${board.address}`;
      const child = spawn("script", ["-qefc", line, "/dev/null"], {
        env: { PATH: process.env.PATH, HOME: home, TERM: "xterm", XDG_STATE_HOME: home },
      });
      try {
        const screen = new CapturedOutput();
        child.stdout.on("data", (bytes: Buffer) => screen.write(String(bytes)));
        await screen.until("> ");
        screen.text = "";
        child.stdin.write("foo()\r");
        await screen.until(/Uncaught ReferenceError: "?foo"? is not defined/);
        child.stdin.write(`"${"x".repeat(1000)}"\r`);
        await screen.until("1010 characters; the console takes 900");
        // Typed ahead: what is answered meanwhile stands on lines of its own.
        child.stdin.write(
          "(function(){var i=getTime()+0.4;while(getTime()<i);return 'first'})()\r6*7",
        );
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told
        await screen.until(/\x1b\[2K\x1b\[1G=\S*'first'\S*\r?\n[^\n]*> 6\*7/);
        child.stdin.write("\r");
        await screen.until(/=\S*42/);
        child.stdin.write(".exit\r");
        expect(await once(child, "exit")).toEqual([0, null]);
      } finally {
        child.kill();
        rmSync(home, { recursive: true });
      }
    });

    it.each(["1", "0.25"])("refuses to set an input to %s", async (value) => {
      const args = ["pin", "write", "D34", value, "--port", board.address];
      const { stderr, ended } = spawnEspulse(args);
      expect(await ended).toBe(2);
      expect(stderr.text).toContain(
        "D34: an ESP32 can only read it; D2 can be set, and espulse boards esp32-devkitc shows all",
      );
    });

    it("ends with status 27 when a line has no answer in time, and leaves it idle", async () => {
      const { status, stdout, stderr } = await piped("1\nwhile(1);\n2\n", "--timeout", "1");
      expect(status).toBe(27);
      expect(stdout).toBe("=1\n=2\n");
      expect(stderr).toContain(
        "error: line 2: while(1);: no answer within 1 s; it was interrupted",
      );
    });
  });
});

it("refuses an empty name of a port", async () => {
  const { stderr, ended } = spawnEspulse(["console", "--eval", "1", "--port", ""]);
  expect(await ended).toBe(2);
  expect(stderr.text).toContain("--port: it is empty; espulse ports lists those there are");
});
