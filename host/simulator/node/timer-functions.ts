// setTimeout, setInterval, clear*, changeInterval, getTime and setTime as JavaScript sees them
// (jswrap_interactive.c). The arithmetic is in timers.ts.
import type { SystemClock } from "./clock.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Realm } from "./realm.ts";

const NAMES = [
  ...["setTimeout", "setInterval", "clearTimeout", "clearInterval", "changeInterval"],
  ...["getTime", "setTime"],
];

export function installTimerFunctions(
  realm: Realm,
  interpreter: Interpreter,
  clock: SystemClock,
): void {
  const { timers } = interpreter;

  const adder =
    (repeats: boolean) =>
    (callback: unknown, delayMs: unknown, ...args: unknown[]): number => {
      if (typeof callback !== "function" && typeof callback !== "string") {
        throw realm.error("Function or String not supplied!");
      }
      try {
        return timers.add(callback, Number(delayMs), repeats, args);
      } catch (error) {
        throw realm.error((error as Error).message);
      } finally {
        interpreter.wake();
      }
    };
  // One array holds both kinds, and either function clears either kind.
  const clearer =
    (name: string) =>
    (...ids: unknown[]): void => {
      if (ids.length === 0) timers.removeAll();
      else if (ids[0] === undefined) {
        throw realm.error(`clear${name}(undefined) not allowed. Use clear${name}() instead`);
      } else timers.remove(ids[0]);
    };
  const functions: Record<string, () => unknown> = {
    setTimeout: () => adder(false),
    setInterval: () => adder(true),
    clearTimeout: () => clearer("Timeout"),
    clearInterval: () => clearer("Interval"),
    changeInterval: () => (id: unknown, intervalMs: unknown) => {
      if (!timers.change(id, Number(intervalMs))) throw realm.error("Unknown Interval");
      interpreter.wake();
    },
    getTime: () => () => clock.nowUs() / 1e6,
    setTime: () => (seconds: unknown) => {
      timers.setTime(Math.trunc(Number(seconds) * 1e6) || 0);
      interpreter.wake();
    },
  };
  realm.provide(NAMES, (name) => functions[name]!());
}
