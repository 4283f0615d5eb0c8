// The health check of EMQX in docker-compose.yml is a script of its own: it must be content with a
// broker and with nothing else. Bash reads /dev/tcp here as it does in the image.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startEmbeddedBroker } from "../../host/broker/embedded.ts";

const compose = readFileSync(new URL("../../docker-compose.yml", import.meta.url), "utf8");

/** The script as bash gets it: compose makes one `$` of two. */
function script(port: number): string {
  const lines = /^ +- bash\n +- -c\n +- \|\n((?: {10}.*\n)+)/m.exec(compose)?.[1];
  if (lines === undefined) throw new Error("no script in docker-compose.yml");
  return lines.replaceAll("$$", "$").replace("127.0.0.1/1883", `127.0.0.1/${port}`);
}

function status(port: number): Promise<number> {
  return new Promise((resolve) => {
    execFile("bash", ["-c", script(port)], (error) => resolve(error ? Number(error.code) : 0));
  });
}

let server: Server | undefined;
afterEach(() => void server?.close());

async function serverOf(answer: string): Promise<number> {
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

describe.skipIf(process.platform !== "linux")("the health check of EMQX", () => {
  it("is content with a broker, and no more once it has ended", async () => {
    const broker = await startEmbeddedBroker({ port: 0 });
    expect(await status(broker.port)).toBe(0);
    await broker.close();
    expect(await status(broker.port)).toBe(1);
  });

  it("is not content with what closes without an answer", async () => {
    expect(await status(await serverOf(""))).toBe(1);
  });

  it("is not content with what is no broker", async () => {
    expect(await status(await serverOf("HTTP/1.1 400 Bad Request\r\n\r\n"))).toBe(1);
  });
});
