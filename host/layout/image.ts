// What lies in the Storage of a board that was flashed and is known to work: what a simulated board
// starts with.

import type { Board } from "../../boards/board.ts";
import { CONF, LEDGER, SLOT } from "../../firmware/contract/ledger.ts";
import { OUTBOX } from "../../firmware/contract/outbox.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { encodeEntry, encodeLedger } from "./ledger.ts";

export interface ImageOptions {
  readonly bundle: Uint8Array;
  /** Without it the bundle is the boot script itself. */
  readonly loader?: string;
  readonly settings: Settings;
  readonly board: Pick<Board, "storage">;
}

export interface ImageFile {
  readonly name: string;
  /** In place of bytes: the file is so long, and erased. */
  readonly erasedBytes?: number;
  readonly bytes: Uint8Array;
}

/** In an order in which a board can be cut off between any two, and still boots what it had. */
export function storageImage({ bundle, loader, settings, board }: ImageOptions): ImageFile[] {
  const [slot, conf] = [`${SLOT}0`, `${CONF}0`];
  const json = Buffer.from(JSON.stringify(settings), "latin1");
  const configuration = { name: conf, bytes: json };
  // First in Storage, where compaction never moves it: its pages are those of the flash.
  const { outboxBytes } = board.storage;
  const outbox =
    outboxBytes > 0 ? [{ name: OUTBOX, bytes: new Uint8Array(0), erasedBytes: outboxBytes }] : [];
  if (loader === undefined) return [...outbox, configuration, { name: ".bootcde", bytes: bundle }];
  const entries = [encodeEntry(slot, bundle, true), encodeEntry(conf, json, true)];
  return [
    ...outbox,
    { name: slot, bytes: bundle },
    configuration,
    { name: `${LEDGER}0`, bytes: encodeLedger(entries) },
    { name: ".bootcde", bytes: Buffer.from(loader, "latin1") },
  ];
}
