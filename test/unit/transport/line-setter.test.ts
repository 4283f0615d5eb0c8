import { describe, expect, it } from "vitest";
import { lineSetter } from "../../../host/transport/serial.ts";

/** What the package is told, and what it answers. */
function setterOn(answer: Error | null = null) {
  const told: unknown[] = [];
  const set = (lines: object, callback?: (error: Error | null) => void) => {
    told.push({ ...lines });
    callback?.(answer);
  };
  return { told, setSignals: lineSetter({ path: "/dev/ttyX", set }) };
}

describe("lineSetter", () => {
  it("keeps the line that is not named: the package asserts what it is not told of", async () => {
    const { told, setSignals } = setterOn();
    await setSignals({ requestToSend: false });
    await setSignals({ dataTerminalReady: false });
    await setSignals({ requestToSend: true });
    await setSignals({});
    expect(told).toEqual([
      { dtr: true, rts: false },
      { dtr: false, rts: false },
      { dtr: false, rts: true },
      { dtr: false, rts: true },
    ]);
  });

  it("does nothing where there are no lines, and says what else fails", async () => {
    const none = new Error("Error: Inappropriate ioctl for device, cannot set");
    await setterOn(none).setSignals({ requestToSend: true });
    const gone = setterOn(new Error("Error: Input/output error, cannot get"));
    await expect(gone.setSignals({ requestToSend: true })).rejects.toThrow(
      "/dev/ttyX: setting DTR and RTS failed: the device is gone (Input/output error, cannot get)",
    );
  });
});
