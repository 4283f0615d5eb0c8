// When the interpreter asks to be woken for a timer, and when it leaves the wake it has.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

class CountingScheduler extends ManualScheduler {
  wakes = 0;

  override after(delayMs: number, callback: () => void): () => void {
    if (delayMs > 0) this.wakes++;
    return super.after(delayMs, callback);
  }
}

async function onBench(bundle: string) {
  const scheduler = new CountingScheduler();
  const { board, said } = await bench(bundle, { scheduler });
  /** A pass between timers, as a socket or the console makes one. */
  const pass = async (expression = "0"): Promise<void> => {
    await board.evaluate(expression);
    scheduler.advance(0);
  };
  return { scheduler, said, pass };
}

describe("the wake for the next timer", () => {
  it("stays over passes that leave the timers as they were, and comes on time", async () => {
    const { scheduler, said, pass } = await onBench("setTimeout(function(){print('due')},1000);");
    expect(scheduler.wakes).toBe(1);
    for (let i = 0; i < 10; i++) {
      scheduler.advance(50);
      await pass();
    }
    expect(scheduler.wakes).toBe(1);
    scheduler.advance(499);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["due"]);
    expect(scheduler.pending).toBe(0);
  });

  it("is asked for anew when a timer comes before it", async () => {
    const { scheduler, said, pass } = await onBench("setTimeout(function(){print('late')},1000);");
    await pass("(setTimeout(function(){print('early')},300),0)");
    expect(scheduler.wakes).toBe(2);
    expect(scheduler.pending).toBe(1);
    scheduler.advance(300);
    expect(said()).toEqual(["early"]);
    scheduler.advance(700);
    expect(said()).toEqual(["late"]);
  });

  it("is put off when the timer it was for is gone, and taken back with the last one", async () => {
    const { scheduler, said, pass } = await onBench(
      "var first=setTimeout(function(){print('never')},300),last=setTimeout(function(){print('last')},1000);",
    );
    await pass("(clearTimeout(first),0)");
    expect(scheduler.wakes).toBe(2);
    expect(scheduler.pending).toBe(1);
    scheduler.advance(999);
    expect(said()).toEqual([]);
    await pass("(clearTimeout(last),0)");
    expect(scheduler.pending).toBe(0);
  });
});
