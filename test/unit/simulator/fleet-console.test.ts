// Few boards are told line by line, many as counts.
import { describe, expect, it } from "vitest";
import { FleetConsole } from "../../../host/simulator/fleet-console.ts";
import { MOST_SHOWN_BOARDS } from "../../../host/simulator/summary.ts";

function consoleOf(count: number, isVerbose = false) {
  const told: string[] = [];
  const console = new FleetConsole(count, isVerbose, {
    line: (device, text) => told.push(`${device} ${text}`),
    notice: (text) => told.push(text),
  });
  return { console, told };
}

describe("the console of a fleet", () => {
  it("tells every line of few boards, or when asked to, and no counts", () => {
    for (const { console, told } of [consoleOf(MOST_SHOWN_BOARDS), consoleOf(1000, true)]) {
      console.line("a", "espulse: connected");
      expect(told).toEqual(["a espulse: connected"]);
      expect(console.progress(1)).toBeUndefined();
    }
  });

  it("counts the connected of many, and tells nothing usual", () => {
    const { console, told } = consoleOf(1000);
    for (const device of ["a", "b", "c"]) console.line(device, "espulse: connected");
    console.line("a", "espulse: stop {}");
    expect(console.progress(900)).toBe("900 of 1000 boards started, 3 connected");
    console.line("b", "espulse: mqtt session: closed");
    console.line("c", "espulse: wifi: lost, reason 200");
    expect(console.progress(1000)).toBe("1000 of 1000 boards started, 1 connected");
    expect(told).toEqual(["b espulse: mqtt session: closed", "c espulse: wifi: lost, reason 200"]);
  });

  it("tells the same trouble of many boards once, and not without an end", () => {
    const { console, told } = consoleOf(1000);
    for (let board = 0; board < 1000; board++) {
      console.line(`board-${board}`, `Uncaught Error: at ${board}`);
    }
    expect(told).toEqual(["board-0 Uncaught Error: at 0"]);
    for (let kind = 0; kind < 100; kind++) {
      console.line("a", `trouble ${"x".repeat(kind)}`);
    }
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toContain("--verbose");
  });
});
