// A device at the other end of a line in memory that does what a script says: it waits for bytes of
// the host and answers them. Bytes that the script does not expect fail the test.
import { setImmediate as turn } from "node:timers/promises";
import { expect } from "vitest";
import { memoryPair } from "../../host/transport/memory.ts";
import type { Transport } from "../../host/transport/transport.ts";

export interface Step {
  /** One character a byte. */
  readonly expect: string;
  /** Nothing is sent without. */
  readonly reply?: string;
}

export interface ScriptedDevice {
  /** For the code under test. */
  readonly transport: Transport;
  /** Sent unasked. */
  send(bytes: string): Promise<void>;
  /** What has come and is not expected yet. */
  readonly received: () => string;
  /** The cable is cut. */
  cut(): Promise<void>;
  /** Fails unless every step has been taken and nothing else came. */
  expectDone(): void;
}

export function scriptedDevice(steps: readonly Step[]): ScriptedDevice {
  const [host, device] = memoryPair();
  const left = [...steps];
  let received = "";
  const send = (bytes: string) => device.write(Buffer.from(bytes, "latin1"));
  void (async () => {
    for await (const chunk of device) {
      received += Buffer.from(chunk).toString("latin1");
      for (let next = left[0]; next && received.startsWith(next.expect); next = left[0]) {
        received = received.slice(next.expect.length);
        left.shift();
        if (next.reply !== undefined) await send(next.reply);
      }
    }
  })().catch(() => {});
  return {
    transport: host,
    send,
    received: () => received,
    cut: () => device.close(),
    expectDone() {
      expect({ left, received }).toEqual({ left: [], received: "" });
    },
  };
}

/** Lets everything happen that waits for no clock. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await turn();
}
