// require("Flash") (jswrap_flash.c), as far as Storage reaches: a board's other flash reads as erased,
// and nothing erases it.
import type { Board } from "../../../boards/board.ts";
import { FlashError, type FlashStorage } from "./flash-storage.ts";
import type { Realm } from "./realm.ts";

export interface FlashModuleSurroundings {
  readonly flash: FlashStorage;
  readonly board: Board;
}

export function flashModule(realm: Realm, { flash, board }: FlashModuleSurroundings): object {
  const { offset, bytes } = board.storage;
  const { pageBytes } = board.flash;
  return realm.object({
    read(length: unknown, address: unknown): Uint8Array | undefined {
      if (!(Number(length) > 0)) return undefined;
      return realm.uint8Array(flash.readFlash(Number(address) - offset, Number(length)));
    },
    getPage(address: unknown): object | undefined {
      const at = Number(address);
      if (!(at >= 0 && at < board.flash.bytes)) return undefined;
      return realm.object({ addr: at - (at % pageBytes), length: pageBytes });
    },
    // Espruino names part of Storage as free (targets/esp32/jshardware.c); nothing else is known here.
    getFree: () => realm.array([]),
    erasePage(address: unknown): void {
      const at = Number(address) - offset;
      if (at < 0 || at >= bytes) return;
      try {
        flash.erasePage(at);
      } catch (error) {
        throw error instanceof FlashError ? realm.error(error.message) : error;
      }
    },
  });
}
