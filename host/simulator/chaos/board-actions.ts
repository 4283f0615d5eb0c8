// What can go wrong with simulated boards themselves, on either runtime and in either time.
import type { NodeBoard } from "../node/node-board.ts";
import type { SimulatedBoard } from "../simulated-board.ts";
import type { Actions, ChaosClock } from "./chaos.ts";

export type BoardOf = (device: string) => SimulatedBoard | undefined;

function isNodeBoard(board: SimulatedBoard): board is NodeBoard {
  return "cutPower" in board;
}

/** @param failed told of what a board could not be made to do */
export function boardActions(
  boardOf: BoardOf,
  clock: ChaosClock,
  failed: (error: unknown) => void,
): Actions {
  return {
    "wifi-loss"({ target }) {
      const board = boardOf(target);
      if (board === undefined) return undefined;
      board.setWifi(false).catch(failed);
      return () => void board.setWifi(true).catch(failed);
    },
    "power-cut"({ target, flashSteps, waitMs, forMs }) {
      const board = boardOf(target);
      if (board === undefined) return undefined;
      if (!isNodeBoard(board)) {
        board.powerCycle().catch(failed);
        return undefined;
      }
      if (flashSteps === undefined) {
        board.cutPower();
        return () => board.restorePower();
      }
      let cancel = clock.after(waitMs, () => board.cutPower());
      board.cutPowerInFlash(flashSteps, () => {
        cancel();
        cancel = clock.after(forMs, () => board.restorePower());
      });
      return () => {
        cancel();
        board.restorePower();
      };
    },
    "clock-step"({ target, byMs }) {
      const board = boardOf(target);
      // One without power has no clock; it would be stepped when it has.
      if (board === undefined || (isNodeBoard(board) && !board.isPowered)) return undefined;
      board.stepClock(byMs).catch(failed);
      return undefined;
    },
  };
}
