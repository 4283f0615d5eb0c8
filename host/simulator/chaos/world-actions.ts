// What can go wrong in a world of virtual time: boards, network, broker and time server.
import { DeviceError } from "../../errors.ts";
import type { World } from "../virtual/world.ts";
import type { BoardOf } from "./board-actions.ts";
import { boardActions } from "./board-actions.ts";
import type { Actions } from "./chaos.ts";

export function worldActions(world: World, boardOf: BoardOf): Actions {
  const faultsOf = (target: string) => world.network.station(target).faults;
  const boards = boardActions(boardOf, world.time, (error) => {
    // The run is over, and the board closed.
    if (!(error instanceof DeviceError)) throw error;
  });
  return {
    ...boards,
    "clock-step"(moment) {
      boards["clock-step"]!(moment);
      // It is typed at the console: the answer is a promise.
      world.time.await();
      return undefined;
    },
    "half-open"({ target }) {
      world.network.station(target).halfOpen();
      return undefined;
    },
    delay({ target, ms }) {
      faultsOf(target).delayMs = ms;
      return () => {
        faultsOf(target).delayMs = 0;
      };
    },
    split({ target, bytes }) {
      faultsOf(target).pieceBytes = bytes;
      return () => {
        faultsOf(target).pieceBytes = 0;
      };
    },
    "dns-failure"({ target }) {
      faultsOf(target).isNameless = true;
      return () => {
        faultsOf(target).isNameless = false;
      };
    },
    unreachable({ target }) {
      faultsOf(target).isUnreachable = true;
      return () => {
        faultsOf(target).isUnreachable = false;
      };
    },
    "time-server-silent"() {
      world.timeServerErrorMs = Number.NaN;
      return () => {
        world.timeServerErrorMs = 0;
      };
    },
    "time-server-wrong"({ byMs }) {
      world.timeServerErrorMs = byMs;
      return () => {
        world.timeServerErrorMs = 0;
      };
    },
    "broker-kill"({ state }) {
      world.killBroker(state ?? "lost");
      return () => world.startBroker();
    },
    "broker-hang"() {
      world.broker.hang();
      return () => world.broker.resume();
    },
    "duplicate-delivery"() {
      world.broker.copies = () => 2;
      return () => {
        world.broker.copies = () => 1;
      };
    },
  };
}
