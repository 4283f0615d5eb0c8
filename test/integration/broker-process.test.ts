import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { endProcess, processIdentity } from "../../host/broker/process-identity.ts";

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

/** A process that has said it is ready. */
async function start(program: string): Promise<number> {
  child = spawn(process.execPath, ["-e", `${program}; console.log("ready")`]);
  await once(child.stdout as NodeJS.ReadableStream, "data");
  return child.pid as number;
}

const FOREVER = "setInterval(() => {}, 1000)";

describe("the identity of a process", () => {
  it("stays while it lives and ends with it", async () => {
    const pid = await start(FOREVER);
    const identity = processIdentity(pid);
    expect(identity).toBeDefined();
    expect(processIdentity(pid)).toBe(identity);
    expect(processIdentity(process.pid)).not.toBe(identity);
    child?.kill("SIGKILL");
    await once(child as ChildProcess, "exit");
    expect(processIdentity(pid)).toBeUndefined();
  });
});

describe("ending a process", () => {
  it("ends the one that was meant", async () => {
    const pid = await start(FOREVER);
    expect(await endProcess(pid, processIdentity(pid) as string, 5000)).toBe("ended");
    expect(processIdentity(pid)).toBeUndefined();
  });

  it("leaves alone a process that has its pid by chance", async () => {
    const pid = await start(FOREVER);
    expect(await endProcess(pid, "another boot 12345", 5000)).toBe("gone");
    expect(processIdentity(pid)).toBeDefined();
  });

  it("uses force on one that does not listen", async () => {
    const pid = await start(`process.on("SIGTERM", () => {}); ${FOREVER}`);
    expect(await endProcess(pid, processIdentity(pid) as string, 50)).toBe("killed");
    expect(processIdentity(pid)).toBeUndefined();
  });
});
