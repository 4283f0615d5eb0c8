import { describe, expect, it } from "vitest";
import { PresenceBoard } from "../../../host/telemetry/presence.ts";

type Step = readonly [state: "ready" | "disconnected" | "lost", boot: string, conn: number];

function run(...steps: Step[]): string[] {
  const board = new PresenceBoard();
  return steps.map(([state, boot, conn]) => board.note("a", { v: 1, state, boot, conn }));
}

describe("the presence of a device", () => {
  it("changes with the connection and the state, and not by repetition", () => {
    expect(
      run(["ready", "00000000-1", 1], ["ready", "00000000-1", 1], ["lost", "00000000-1", 1]),
    ).toEqual(["changed", "same", "changed"]);
  });

  it("is not changed by the will of a connection that was replaced", () => {
    expect(
      run(["ready", "00000000-1", 1], ["ready", "00000000-1", 2], ["lost", "00000000-1", 1]),
    ).toEqual(["changed", "changed", "stale"]);
  });

  it("is not changed by an older boot, counted as a number", () => {
    expect(run(["ready", "00000000-10", 1], ["lost", "00000000-9", 7])).toEqual([
      "changed",
      "stale",
    ]);
    expect(run(["lost", "00000000-9", 7], ["ready", "00000000-10", 1])).toEqual([
      "changed",
      "changed",
    ]);
  });

  it("has no order between installations: the last one counts", () => {
    expect(run(["ready", "ffffffff-9", 1], ["ready", "00000000-1", 1])).toEqual([
      "changed",
      "changed",
    ]);
  });

  it("is kept for each device", () => {
    const board = new PresenceBoard();
    board.note("a", { v: 1, state: "ready", boot: "00000000-1", conn: 1 });
    expect(board.note("b", { v: 1, state: "lost", boot: "00000000-1", conn: 1 })).toBe("changed");
    expect(board.stateOf("a")?.state).toBe("ready");
  });
});
