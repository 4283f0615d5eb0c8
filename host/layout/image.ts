// What lies in the Storage of a board that was flashed and is known to work: what a simulated board
// starts with.
import { CONF, LEDGER, SLOT } from "../../firmware/contract/ledger.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { encodeEntry, encodeLedger } from "./ledger.ts";

export interface ImageOptions {
  readonly bundle: Uint8Array;
  /** Without it the bundle is the boot script itself. */
  readonly loader?: string;
  readonly settings: Settings;
}

export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** In an order in which a board can be cut off between any two, and still boots what it had. */
export function storageImage({ bundle, loader, settings }: ImageOptions): ImageFile[] {
  const [slot, conf] = [`${SLOT}0`, `${CONF}0`];
  const json = Buffer.from(JSON.stringify(settings), "latin1");
  const configuration = { name: conf, bytes: json };
  if (loader === undefined) return [configuration, { name: ".bootcde", bytes: bundle }];
  const entries = [encodeEntry(slot, bundle, true), encodeEntry(conf, json, true)];
  return [
    { name: slot, bytes: bundle },
    configuration,
    { name: `${LEDGER}0`, bytes: encodeLedger(entries) },
    { name: ".bootcde", bytes: Buffer.from(loader, "latin1") },
  ];
}
