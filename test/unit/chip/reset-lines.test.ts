import { describe, expect, it } from "vitest";
import { classic, playSteps, RESTART, USB_SERIAL_JTAG } from "../../../host/chip/reset-lines.ts";
import type { Signals } from "../../../host/transport/transport.ts";

/** What a chip sees: "D1R0" at each change of a line, and how long it lasts. */
async function seen(steps: Parameters<typeof playSteps>[0]): Promise<string[]> {
  const lines = { dataTerminalReady: true, requestToSend: true };
  const told: string[] = [];
  const setSignals = async (signals: Signals) => {
    Object.assign(lines, signals);
    told.push(`D${+lines.dataTerminalReady}R${+lines.requestToSend}`);
  };
  const after = (delayMs: number, callback: () => void) => {
    told.push(`${delayMs} ms`);
    callback();
    return () => {};
  };
  await playSteps(steps, setSignals, { now: () => 0, after });
  return told;
}

describe("the lines that reset a chip", () => {
  it("hold it in reset, then let it go with the boot pin low", async () => {
    expect(await seen(classic(50))).toEqual(["D0R1", "100 ms", "D1R0", "50 ms", "D0R0"]);
  });

  it("restart it with the boot pin high, and assert RTS for that", async () => {
    expect(await seen(RESTART)).toEqual(["D0R1", "100 ms", "D0R0"]);
  });

  it("change one at a time for the chip's own USB, and end with both free", async () => {
    expect(await seen(USB_SERIAL_JTAG)).toEqual([
      ...["D1R0", "D0R0", "100 ms", "D1R0", "D1R0", "100 ms"],
      ...["D1R1", "D0R1", "D0R1", "100 ms", "D0R1", "D0R0"],
    ]);
  });
});
