import { beforeEach, describe, expect, it } from "vitest";
import {
  type BoardWatchdog,
  createBoardWatchdog,
} from "../../../../host/simulator/espruino/board-watchdog.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

let scheduler: ManualScheduler;
let statements: string[];
let bites: number;
let watchdog: BoardWatchdog;
beforeEach(() => {
  scheduler = new ManualScheduler();
  statements = [];
  bites = 0;
  watchdog = createBoardWatchdog(
    scheduler,
    (text) => statements.push(text),
    () => {
      bites++;
    },
  );
});

describe("the watchdog the host is", () => {
  it("bites once when nobody has kicked in time", () => {
    watchdog.told("W", "3");
    scheduler.advance(2000);
    watchdog.told("K", "");
    scheduler.advance(2999);
    expect(bites).toBe(0);
    scheduler.advance(1);
    expect(bites).toBe(1);
    scheduler.advance(60_000);
    expect(bites).toBe(1);
  });

  it("a kick before it was enabled enables nothing; disabled, it never bites", () => {
    watchdog.told("K", "");
    scheduler.advance(60_000);
    watchdog.told("W", "3");
    watchdog.disable();
    scheduler.advance(60_000);
    expect(bites).toBe(0);
  });

  it("in automatic mode asks the idle interpreter for kicks, and bites one that does not answer", () => {
    watchdog.told("W", "2 auto");
    for (let i = 0; i < 20; i++) {
      scheduler.advance(600);
      if (statements.splice(0).length > 0) watchdog.told("K", "");
    }
    expect(bites).toBe(0);
    scheduler.advance(2100);
    expect(bites).toBe(1);
    scheduler.advance(60_000);
    expect(scheduler.pending).toBe(0);
  });

  it("hears the kicks that waited while this process was busy", () => {
    watchdog.told("W", "3");
    scheduler.skip(3500);
    // The timer is late and comes first; what the pipe holds is read before `soon` comes around.
    scheduler.soon(() => watchdog.told("K", ""));
    scheduler.advance(0);
    expect(bites).toBe(0);
    scheduler.advance(3000);
    expect(bites).toBe(1);
  });
});
