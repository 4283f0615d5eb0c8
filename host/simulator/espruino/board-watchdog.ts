// The board's watchdog, seen from the host: the Linux build has none, so the shim tells of every
// kick (modules/shim.js) and the host bites. Knows no process.
import type { Scheduler } from "../node/scheduler.ts";
import { Watchdog } from "../node/watchdog.ts";

export interface BoardWatchdog {
  /** A line of the shim: K for a kick, W with "<seconds>" or "<seconds> auto" to enable. */
  told(kind: string, rest: string): void;
  disable(): void;
}

export function createBoardWatchdog(
  scheduler: Scheduler,
  run: (statement: string) => void,
  bite: () => void,
): BoardWatchdog {
  const watchdog = new Watchdog(scheduler);
  let seconds = 0;
  let kicks = 0;
  /** Which enabling of it a late call belongs to. */
  let generation = 0;
  let cancelAutomatic: (() => void) | undefined;

  const disable = (): void => {
    generation++;
    watchdog.disable();
    cancelAutomatic?.();
    cancelAutomatic = undefined;
  };

  // The interpreter kicks by itself whenever it is idle; it is, when it answers.
  const askForKick = (): void => {
    cancelAutomatic = scheduler.after(Math.max(250, seconds * 300), () => {
      run('print("\\x1fK")');
      askForKick();
    });
  };

  watchdog.onBite = () => {
    // Where this process was too busy to look, kicks may be waiting in the pipe: read them first.
    const [atBite, kicksAtBite] = [generation, kicks];
    scheduler.soon(() =>
      scheduler.soon(() => {
        if (generation !== atBite) return;
        if (kicks !== kicksAtBite) watchdog.enable(seconds);
        else {
          disable();
          bite();
        }
      }),
    );
  };

  return {
    told(kind, rest) {
      if (kind === "K") {
        kicks++;
        watchdog.kick();
        return;
      }
      disable();
      const [timeout, mode] = rest.split(" ");
      // jswrap_espruino_enableWatchdog: 1 s for what is no time.
      seconds = Number(timeout) > 0 ? Number(timeout) : 1;
      watchdog.enable(seconds);
      if (mode === "auto") askForKick();
    },
    disable,
  };
}
