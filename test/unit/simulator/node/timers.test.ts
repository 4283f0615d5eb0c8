// What the interpreter does with timers: jsiIdle (src/jsinteractive.c) and src/jswrap_interactive.c.
// "Measured" is the Linux build, 2v29.277, with the same script at its console.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

const SECOND = 1000;

describe("timers", () => {
  it("call an interval every period, late passes do not shift it (jsiIdle: time += interval)", async () => {
    const { scheduler, said } = await bench(
      "var start = getTime(); setInterval(function () { print(Math.round((getTime() - start) * 1000)); }, 1000);",
    );
    scheduler.advance(2 * SECOND);
    scheduler.skip(300);
    scheduler.advance(2 * SECOND);
    expect(said()).toEqual(["1000", "2000", "3000", "4000"]);
  });

  // Measured: an interval of 100 ms blocked for 350 ms gave 110, 463, 464, 464, 510, 610 ms.
  it("catch up back to back after JavaScript was busy", async () => {
    const { scheduler, said } = await bench(
      "var n = 0; setInterval(function () { n++; print(n); }, 100);",
    );
    scheduler.advance(100);
    expect(said()).toEqual(["1"]);
    scheduler.skip(350);
    scheduler.advance(0);
    expect(said()).toEqual(["2", "3", "4"]);
    scheduler.advance(49);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["5"]);
  });

  // Measured: o1 (20 ms), o2 (10 ms), o3 (15 ms) all late run as o1, o2, o3.
  it("run in the order of the array, not of their times, when several are late", async () => {
    const { scheduler, said } = await bench(
      "setTimeout(function () { print('o1'); }, 20); setTimeout(function () { print('o2'); setTimeout(function () { print('o4'); }, 0); }, 10); setTimeout(function () { print('o3'); }, 15);",
    );
    scheduler.skip(50);
    scheduler.advance(1);
    expect(said()).toEqual(["o1", "o2", "o3", "o4"]);
  });

  // Measured: ids 10, 11; after clearTimeout(11) the next timeout was 11 again (jsvArrayAddToEnd).
  it("give the id of the last timer again once it is removed", async () => {
    const { value } = await bench("");
    expect(await value("[setTimeout('', 9000), setTimeout('', 9000)]")).toEqual([1, 2]);
    expect(await value("(clearTimeout(2), setTimeout('', 9000))")).toBe(2);
    expect(await value("(clearTimeout(1), setTimeout('', 9000))")).toBe(3);
  });

  it("clear everything with clearTimeout() or clearInterval(), whatever it was", async () => {
    const { scheduler, said, board } = await bench(
      "setInterval(function () { print('i'); }, 10); setTimeout(function () { print('t'); }, 10);",
    );
    await board.evaluate("clearTimeout()");
    scheduler.advance(100);
    expect(said()).toEqual([]);
  });

  it("refuse clearTimeout(undefined) and clearInterval(undefined), take null and unknown ids", async () => {
    const { value } = await bench(
      "function thrown(f) { try { f(); } catch (e) { return e.toString(); } }",
    );
    expect(await value("thrown(function () { clearTimeout(undefined); })")).toBe(
      "Error: clearTimeout(undefined) not allowed. Use clearTimeout() instead",
    );
    expect(await value("thrown(function () { clearInterval(undefined); })")).toBe(
      "Error: clearInterval(undefined) not allowed. Use clearInterval() instead",
    );
    expect(
      await value(
        "thrown(function () { clearTimeout(null); clearTimeout({}); clearTimeout(99); })",
      ),
    ).toBeNull();
    expect(await value("thrown(function () { setTimeout(5, 5); })")).toBe(
      "Error: Function or String not supplied!",
    );
    expect(await value("thrown(function () { setTimeout('', 4e13); })")).toBe(
      "Error: Interval is too long (>100 years)",
    );
    expect(await value("thrown(function () { changeInterval(99, 5); })")).toBe(
      "Error: Unknown Interval",
    );
  });

  // Measured: clearTimeout("14") left timer 14 alone.
  it("do not take an id as a string", async () => {
    const { value, said, scheduler } = await bench(
      "setTimeout(function () { print('ran'); }, 10);",
    );
    expect(await value("clearTimeout('1')")).toBeNull();
    scheduler.advance(10);
    expect(said()).toEqual(["ran"]);
  });

  it("clear an interval with clearTimeout: there is one array", async () => {
    const { value, said, scheduler } = await bench(
      "setInterval(function () { print('ran'); }, 10);",
    );
    await value("clearTimeout(1)");
    scheduler.advance(50);
    expect(said()).toEqual([]);
  });

  // Measured: an interval of 10 ms that calls changeInterval(id, 30) ran every 30 ms after.
  it("take a changed interval from now, and from inside the interval too", async () => {
    const { said, scheduler, board } = await bench(
      "var start = getTime(); var id = setInterval(function () { print(Math.round((getTime() - start) * 1000)); }, 100);",
    );
    scheduler.advance(250);
    await board.evaluate("changeInterval(id, 30)");
    scheduler.advance(70);
    expect(said()).toEqual(["100", "200", "280", "310"]);
  });

  // Measured: a timeout given to changeInterval ran three times until it was cleared.
  it("turn a timeout into an interval with changeInterval", async () => {
    const { said, scheduler, board } = await bench("setTimeout(function () { print('to'); }, 10);");
    await board.evaluate("changeInterval(1, 20)");
    scheduler.advance(65);
    expect(said()).toEqual(["to", "to", "to"]);
  });

  it("pass arguments, and evaluate a string", async () => {
    const { said, scheduler } = await bench(
      "setTimeout(function (a, b) { print(a, b, arguments.length); }, 5, 'x', 5); setTimeout(\"print('text')\", 6);",
    );
    scheduler.advance(10);
    expect(said()).toEqual(["x 5 2", "text"]);
  });

  it("wait at least 0.1 ms (TIMER_MIN_INTERVAL), also for NaN and below 0", async () => {
    const { said, scheduler } = await bench(
      "[NaN, -5, 0, undefined].forEach(function (ms) { setTimeout(function () { print(ms); }, ms); });",
    );
    scheduler.advance(1);
    expect(said()).toEqual(["NaN", "-5", "0", "undefined"]);
  });
});

describe("the system clock under the timers", () => {
  const TICKER = "var n = 0, begin = getTime(); setInterval(function () { n++; print(n); }, 1000);";
  const YEAR_MS = 365 * 86_400 * SECOND;

  it("starts in 1970 and counts fractions of a second", async () => {
    const { value, scheduler } = await bench("");
    expect(await value("getTime()")).toBe(0);
    scheduler.advance(1234.5678);
    expect(await value("getTime()")).toBe(1.234567);
    expect(await value("Date.now()")).toBe(1234.567);
    expect(await value("new Date().toISOString()")).toBe("1970-01-01T00:00:01.234Z");
  });

  it.each([YEAR_MS, -YEAR_MS])(
    "setTime keeps every timer (jswrap_interactive_setTime; %i ms)",
    async (step) => {
      const { board, said, scheduler, value } = await bench(TICKER);
      scheduler.advance(2500);
      expect(said()).toEqual(["1", "2"]);
      const before = (await value("getTime()")) as number;
      await board.stepClock(step);
      expect(((await value("getTime()")) as number) - before).toBeCloseTo(step / 1000, 3);
      scheduler.advance(499);
      expect(said()).toEqual([]);
      scheduler.advance(1);
      expect(said()).toEqual(["3"]);
      scheduler.advance(2000);
      expect(said()).toEqual(["4", "5"]);
    },
  );

  // jsiLastIdleTime = stime: what has passed since the pass began does not count.
  it("setTime moves timers by what the callback had taken before", async () => {
    const scheduler = new ManualScheduler();
    const { said } = await bench(
      `${TICKER} setTimeout(function () { print("busy"); setTime(5000); }, 500);`,
      {
        scheduler,
        onConsoleLine(line) {
          if (line === "busy") scheduler.skip(100);
        },
      },
    );
    scheduler.advance(500);
    expect(said()).toEqual(["busy"]);
    scheduler.advance(499);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["1"]);
  });

  // Wifi.setSNTP calls settimeofday(), which knows nothing of jsiLastIdleTime.
  it("a step forward behind the interpreter's back fires intervals back to back until they have caught up", async () => {
    const { board, said, scheduler } = await bench(TICKER);
    scheduler.advance(1000);
    said();
    const stepped = board.stepSystemClockUnderTimers(10 * SECOND);
    scheduler.advance(0);
    await stepped;
    expect(said()).toHaveLength(10);
    scheduler.advance(999);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["12"]);
  });

  it("a step back freezes timers for as long", async () => {
    const { board, said, scheduler } = await bench(TICKER);
    scheduler.advance(1000);
    said();
    await board.stepSystemClockUnderTimers(-10 * SECOND);
    scheduler.advance(10 * SECOND + 999);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["2"]);
  });
});
