// The `broker` verb as a user runs it: real processes, their output and exit statuses.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { probeBroker } from "../../host/broker/probe.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));

let folder: string;
let foreground: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-verb-"));
});
afterEach(() => {
  foreground?.kill("SIGKILL");
  foreground = undefined;
  rmSync(folder, { recursive: true });
});

function spawnBroker(...args: string[]): ChildProcess {
  return spawn(process.execPath, [ESPULSE, "broker", ...args], {
    env: { ...process.env, XDG_STATE_HOME: folder, NO_COLOR: "1" },
  });
}

async function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawnBroker(...args);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (bytes) => {
    stdout += bytes;
  });
  child.stderr?.on("data", (bytes) => {
    stderr += bytes;
  });
  const [status] = await once(child, "close");
  return { status: status as number, stdout, stderr };
}

/** Starts the embedded broker in the foreground; resolves with the facts it prints when it is up. */
async function upEmbedded(): Promise<{ url: string; pid: number; webSocketUrl: string }> {
  const ports = ["--port", "0", "--websocket-port", "0"];
  foreground = spawnBroker("up", "--engine", "embedded", "--json", ...ports);
  const gone = once(foreground, "close").then(([status]) => {
    throw new Error(`broker up ended with ${status}`);
  });
  const line = once(foreground.stdout as NodeJS.ReadableStream, "data");
  const [facts] = await Promise.race([line, gone]);
  return JSON.parse(String(facts));
}

describe("espulse broker", () => {
  it("runs embedded in the foreground, says its status, and ends on Ctrl-C with 0", async () => {
    const up = await upEmbedded();
    expect(up).toMatchObject({ engine: "embedded", why: "it was asked for", alreadyUp: false });
    expect(up.pid).toBe(foreground?.pid);
    await probeBroker(up.webSocketUrl);
    const status = await run("status", "--json");
    expect(status).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(status.stdout)).toMatchObject({
      up: true,
      engine: "embedded",
      url: up.url,
      pid: up.pid,
      version: expect.stringMatching(/^aedes 1\./),
      uptimeSeconds: expect.any(Number),
    });
    const ended = once(foreground as ChildProcess, "close");
    foreground?.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    const gone = await run("status", "--json", "--port", new URL(up.url).port);
    expect(gone).toMatchObject({ status: 6 });
    expect(JSON.parse(gone.stdout)).toEqual({ up: false, url: up.url, code: "unreachable" });
    expect(JSON.parse(gone.stderr).message).toContain('"espulse broker up" starts one');
  });

  it("stops from another terminal, and says so when there is nothing to stop", async () => {
    const up = await upEmbedded();
    const ended = once(foreground as ChildProcess, "close");
    const down = await run("down");
    expect(down).toEqual({
      status: 0,
      stdout: `stopped the embedded broker at ${up.url}\n`,
      stderr: "",
    });
    expect(await ended).toEqual([0, null]);
    const again = await run("down", "--json");
    expect(again).toMatchObject({ status: 0, stderr: "", stdout: '{"outcome":"none"}\n' });
  });

  it("names who has the port, with status 3", async () => {
    const other = await startEmbeddedBroker({ port: 0 });
    const up = await run("up", "--port", String(other.port), "--websocket-port", "0");
    expect(up).toMatchObject({ status: 3, stdout: "" });
    expect(up.stderr).toContain(`127.0.0.1:${other.port}: listen failed: the port is taken`);
    if (process.platform === "linux") expect(up.stderr).toContain(`by pid ${process.pid} (`);
    expect(up.stderr).toContain("choose another port with --port N");
    await other.close();
  });

  it("has status 2 for wrong usage", async () => {
    const [port, listen] = await Promise.all([
      run("up", "--port", "65536"),
      run("up", "--listen", "everywhere"),
    ]);
    expect(port).toMatchObject({ status: 2, stdout: "" });
    expect(port.stderr).toContain("a port is a whole number from 0 to 65535");
    expect(listen).toMatchObject({ status: 2, stdout: "" });
    expect(listen.stderr).toContain("Allowed choices are loopback, lan");
  });
});
