// The end of a simulated serial line that programs open: a pseudo-terminal through the real serial
// port and through programs that set nothing on it, and the TCP port that stands in for it.
import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { openPseudoTerminal } from "../../host/simulator/serial/pseudo-terminal.ts";
import { openSerialEnd, type SerialEnd } from "../../host/simulator/serial/serial-end.ts";
import { SerialLine } from "../../host/simulator/serial/serial-line.ts";
import { openTcpEnd } from "../../host/simulator/serial/tcp-end.ts";
import { openTransport, type Transport } from "../../host/transport/transport.ts";
import { until } from "../doubles/until.ts";

const EVERY = Uint8Array.from({ length: 256 }, (_, byte) => byte);

let end: SerialEnd | undefined;
afterEach(async () => {
  await end?.close();
  end = undefined;
});

/** Bytes that the board's side gets. */
function collect(from: SerialEnd): number[] {
  const bytes: number[] = [];
  from.onBytes = (chunk) => bytes.push(...chunk);
  return bytes;
}

async function read(transport: Transport, count: number): Promise<number[]> {
  const bytes: number[] = [];
  for await (const chunk of transport) {
    bytes.push(...chunk);
    if (bytes.length >= count) break;
  }
  return bytes;
}

describe.each([
  ["a pseudo-terminal", openPseudoTerminal],
  ["a TCP port", openTcpEnd],
])("%s", (_, open) => {
  it("carries every byte both ways, to one program after another", async () => {
    end = await open();
    const got = collect(end);
    for (let client = 1; client <= 3; client++) {
      const transport = await openTransport(end.address);
      await transport.write(EVERY);
      await until(() => got.length >= 256 * client);
      end.write(EVERY);
      expect(await read(transport, 256)).toEqual([...EVERY]);
      await transport.close();
    }
    expect(got).toEqual([...EVERY, ...EVERY, ...EVERY]);
  });

  it("lets whoever writes wait while nothing is taken", async () => {
    end = await open();
    const got = collect(end);
    end.setTaking(false);
    const transport = await openTransport(end.address);
    const sent = transport.write(new Uint8Array(1000).fill(0x55));
    end.setTaking(true);
    await sent;
    await until(() => got.length === 1000);
    await transport.close();
  });

  it("takes what nobody reads, and goes on", async () => {
    end = await open();
    for (let i = 0; i < 3000; i++) end.write(new Uint8Array(1000));
    const got = collect(end);
    const transport = await openTransport(end.address);
    await transport.write(Uint8Array.of(7));
    await until(() => got.length === 1);
    await transport.close();
  });
});

describe("a pseudo-terminal", () => {
  it("is raw for programs that set nothing on it", async () => {
    end = await openPseudoTerminal();
    const got = collect(end);
    const { status } = spawnSync("sh", ["-c", `printf 'a\\n\\r\\003\\004\\023b' > ${end.address}`]);
    expect(status).toBe(0);
    await until(() => got.length >= 7);
    expect(Buffer.from(got).toString("latin1")).toBe("a\n\r\x03\x04\x13b");
    end.write(Buffer.from("c\r\n\x03\x04\x11d"));
    const read = `dd if=${end.address} bs=1 count=7`;
    const { stdout } = spawnSync("sh", ["-c", read], { encoding: "latin1" });
    expect(stdout).toBe("c\r\n\x03\x04\x11d");
  });

  it("is gone for whoever has it open, once it is closed", async () => {
    end = await openPseudoTerminal();
    const transport = await openTransport(end.address);
    const reading = expect(transport[Symbol.asyncIterator]().next()).rejects.toThrow("gone");
    await end.close();
    await reading;
    await transport.close();
  });
});

describe("the end of a serial line", () => {
  it("is a pseudo-terminal where there are any, else a TCP port", async () => {
    end = await openSerialEnd();
    expect(end.address).toMatch(/^\/dev\//);
    await end.close();
    end = await openSerialEnd(() => Promise.reject(new Error("no such module")));
    expect(end.address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe("a serial line", () => {
  it("takes the time of 115200 baud, both ways", async () => {
    const line = await SerialLine.open();
    const got: number[] = [];
    line.listen((bytes) => got.push(...bytes));
    const transport = await openTransport(line.address);
    const startedAt = performance.now();
    await transport.write(new Uint8Array(2304));
    await until(() => got.length === 2304);
    const downMs = performance.now() - startedAt;
    line.send(new Uint8Array(2304));
    expect(await read(transport, 2304)).toHaveLength(2304);
    const upMs = performance.now() - startedAt - downMs;
    // 200 ms each; how much longer is up to the machine.
    expect(downMs).toBeGreaterThan(199);
    expect(upMs).toBeGreaterThan(199);
    await transport.close();
    await line.close();
  });
});
