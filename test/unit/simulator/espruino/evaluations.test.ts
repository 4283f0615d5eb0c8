import { beforeEach, describe, expect, it } from "vitest";
import { DeviceError } from "../../../../host/errors.ts";
import { Evaluations } from "../../../../host/simulator/espruino/evaluations.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

let written: string[];
let scheduler: ManualScheduler;
let evaluations: Evaluations;
beforeEach(() => {
  written = [];
  scheduler = new ManualScheduler();
  evaluations = new Evaluations(scheduler, (statement) => written.push(statement));
});

describe("questions at the console", () => {
  it("are one line each, and answers find their question in any order", async () => {
    const first = evaluations.start("1 +\n  1");
    const second = evaluations.start("({a:1})");
    expect(written[0]).toBe(
      'try{print("\\x1fE1 "+JSON.stringify(eval("(1 + 1\\n)")))}catch(e){print("\\x1fX1 "+e)}',
    );
    evaluations.answered("E", '2 {"a":"x y"}');
    evaluations.answered("E", "1 2");
    expect(await second).toBe('{"a":"x y"}');
    expect(await first).toBe("2");
    expect(scheduler.pending).toBe(0);
  });

  it("may be statements; what has no JSON is null", async () => {
    const answer = evaluations.start("var a=1;a=2;");
    expect(written[0]).toContain('eval("var a=1;a=2;")');
    evaluations.answered("E", "1 undefined");
    expect(await answer).toBe("null");
  });

  it("fail with what the board threw", async () => {
    const answer = evaluations.start("nope()");
    evaluations.answered("X", '1 ReferenceError: "nope" is not defined');
    await expect(answer).rejects.toThrow(
      'the device failed at nope(): ReferenceError: "nope" is not defined',
    );
  });

  it("have a deadline, and a late answer is nobody's", async () => {
    const answer = evaluations.start("1");
    scheduler.advance(5000);
    await expect(answer).rejects.toThrow("no answer within 5 s");
    evaluations.answered("E", "1 1");
    evaluations.answered("E", "nonsense");
  });

  it("are given up when the board restarts", async () => {
    const answers = [evaluations.start("1"), evaluations.start("2")];
    evaluations.abandon("the board restarted");
    for (const answer of answers) await expect(answer).rejects.toBeInstanceOf(DeviceError);
    expect(scheduler.pending).toBe(0);
  });

  it("longer than the console takes are refused before anything is written", async () => {
    await expect(evaluations.start(`"${"x".repeat(900)}"`)).rejects.toThrow(
      "the console takes 900",
    );
    expect(written).toEqual([]);
  });
});
