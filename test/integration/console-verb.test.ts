// `espulse console` and `espulse pin` as processes, with the real interpreter on a pseudo-terminal.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import {
  type InterpreterConsole,
  startInterpreterConsole,
} from "../doubles/interpreter-console.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";

async function ran(args: readonly string[], input?: string) {
  const { stdout, stderr, ended } = spawnEspulse(args, { input });
  return { status: await ended, stdout: stdout.text, stderr: stderr.text };
}

describe("without a board", () => {
  it("lists the ports there are, as JSON or with what to look at", async () => {
    const { status, stdout } = await ran(["ports", "--json"]);
    expect(status).toBe(0);
    const ports = JSON.parse(stdout);
    const words = await ran(["ports"]);
    expect(words.status).toBe(0);
    if (ports.length === 0)
      expect(words.stderr).toContain("no serial port of a USB device is there");
    else expect(words.stdout).toContain(ports[0].path);
  });

  it("says that there is no such port, with status 3", async () => {
    const { status, stderr } = await ran(["console", "--eval", "1", "--port", "/dev/ttyNONE9"]);
    expect(status).toBe(3);
    expect(stderr).toContain("/dev/ttyNONE9: open failed: there is no such port; espulse ports");
  });

  it("refuses what is no name of a pin before it looks for a port", async () => {
    const { status, stderr } = await ran(["pin", "read", "D4);reset(", "--port", "/dev/ttyNONE9"]);
    expect(status).toBe(2);
    expect(stderr).toContain("expected the name of a pin, such as D4");
  });
});

describe.skipIf(skipSocat || skipEspruino)("with a board (ESPRUINO_BIN, socat)", () => {
  let board: InterpreterConsole;
  beforeAll(async () => {
    board = await startInterpreterConsole();
  });
  afterAll(() => board.close());

  const onBoard = (...args: string[]) => ran([...args, "--port", board.path]);

  it("evaluates an expression, a string without its quotes", async () => {
    expect(await onBoard("console", "--eval", "6*7")).toEqual({
      status: 0,
      stdout: "42\n",
      stderr: "",
    });
    const text = await onBoard("console", "--eval", 'print("said"),"a b"');
    expect(text).toEqual({ status: 0, stdout: "a b\n", stderr: "said\n" });
    expect((await onBoard("console", "--eval", 'print("ä"),0')).stderr).toBe("ä\n");
  });

  it("gives JSON, also of what has none", async () => {
    const { stdout } = await onBoard("console", "--json", "--eval", "({a:[1,'b']})");
    expect(JSON.parse(stdout)).toEqual({ value: { a: [1, "b"] } });
    const none = await onBoard("console", "--json", "--eval", "undefined");
    expect(JSON.parse(none.stdout)).toEqual({ text: "undefined" });
  });

  it("ends with status 8 and the board's words when the board throws", async () => {
    const { status, stdout, stderr } = await onBoard("console", "--eval", "nope()");
    expect(status).toBe(8);
    expect(stdout).toBe("");
    expect(stderr).toContain('the device failed at nope(): Uncaught ReferenceError: "nope"');
  });

  it("ends with status 27 when the board has no answer in time, and leaves it idle", async () => {
    const { status, stderr } = await onBoard("console", "--timeout", "0.5", "--eval", "while(1);");
    expect(status).toBe(27);
    expect(stderr).toContain("while(1);: no answer within 0.5 s; it was interrupted");
    expect((await onBoard("console", "--eval", "1")).stdout).toBe("1\n");
  });

  it("runs what is piped in, line by line, and goes on after an error", async () => {
    const input = "var kept = [1,2];\nkept.length\nnope\n'end'\n";
    const { status, stdout, stderr } = await ran(["console", "--port", board.path], input);
    expect(status).toBe(8);
    expect(stdout).toBe("=[ 1, 2 ]\n=2\n='end'\n");
    expect(stderr).toBe(
      `Uncaught ReferenceError: "nope" is not defined\n    at eval (:2:1)\n^\nerror: the device failed at line 3, nope: Uncaught ReferenceError: "nope" is not defined\n`,
    );
  });

  it("reads, sets and describes a pin", async () => {
    expect(await onBoard("pin", "write", "D3", "1")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect((await onBoard("pin", "read", "D3")).stdout).toMatch(/^[01]\n$/);
    const read = JSON.parse((await onBoard("pin", "read", "D3", "--json")).stdout);
    expect(read).toEqual({ pin: "D3", value: expect.any(Number) });
    expect(JSON.parse((await onBoard("pin", "info", "D3")).stdout)).toMatchObject({ num: 3 });
    const { status, stderr } = await onBoard("pin", "read", "Q7");
    expect(status).toBe(8);
    expect(stderr).toContain('"Q7" is not defined');
  });

  it("is a conversation at a terminal, with a history and a way out", async () => {
    const home = mkdtempSync(join(tmpdir(), "espulse-home-"));
    const command = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
    const line = `${process.execPath} ${command} console --port ${board.path}`;
    const converse = () =>
      spawn("script", ["-qefc", line, "/dev/null"], {
        env: { PATH: process.env.PATH, HOME: home, TERM: "xterm", XDG_STATE_HOME: home },
      });
    try {
      const child = converse();
      const screen = new CapturedOutput();
      child.stdout.on("data", (bytes: Buffer) => screen.write(String(bytes)));
      const typed = async (keys: string, shown: string | RegExp): Promise<void> => {
        screen.text = "";
        child.stdin.write(keys);
        await screen.until(shown);
      };
      await screen.until("Ctrl-C interrupts the board; Ctrl-] or .exit leaves.");
      await screen.until("> ");
      await typed("[1,2].map(function(x) {\r", ": ");
      await typed("return x*21})\r", /=\[ .*21.*42.* \]/);
      await typed("setTimeout(()=>print('lat'+'er'),200)\r", /later\r?\n/);
      await typed("while(true);\r\x03", /Execution Interrupted\r?\n/);
      expect(screen.text).not.toContain("no answer within");
      await typed("\x03", "nothing is running; Ctrl-] or .exit leaves");
      const ended = once(child, "exit");
      child.stdin.write("\x1d");
      expect(await ended).toEqual([0, null]);
      const history = join(home, "espulse/console-history");
      expect(readFileSync(history, "utf8").split("\n")).toContain("while(true);");
      expect(statSync(join(home, "espulse")).mode & 0o777).toBe(0o700);

      const again = converse();
      const other = new CapturedOutput();
      again.stdout.on("data", (bytes: Buffer) => other.write(String(bytes)));
      await other.until("> ");
      again.stdin.write("\x1b[A");
      await other.until("while(true);");
      again.stdin.write("\x03.exit\r");
      expect(await once(again, "exit")).toEqual([0, null]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
