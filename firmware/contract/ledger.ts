// How a board keeps account of its bundles and settings: the file `ledger<n>` of its Storage, written
// by the host with each flash, marked by the boot script. Each byte is written once, so that a
// power cut costs a mark at most, never what was known before.

/** What code that Espulse puts on a board begins with, so that no other is overwritten. */
export const OWN_CODE = '"espulse';

/** Where a board looks for the boot script, and for the one that stands in while it is replaced. */
export const BOOT_SCRIPT = ".bootcde";
export const STANDBY = ".boot1";

/** Stem of the file's name; the one with the highest number counts. */
export const LEDGER = "ledger";
export const LEDGER_BYTES = 2048;
/** Its last byte, written with the rest: where it is erased, the file was cut off, and the one before counts. */
export const SEAL = LEDGER_BYTES - 1;

/** Stems of the two copies of a bundle, `slot0` and `slot1`, and of the settings. */
export const SLOT = "slot";
export const CONF = "conf";

/** An entry: the name of a file, five characters, and where in it the rest stands. The newest is last. */
export const ENTRY_BYTES = 128;
export const NAME_BYTES = 5;
/** CRC-32 of the file, four bytes, the highest first: what is damaged or was replaced does not count. */
export const CRC = 5;
export const CRC_BYTES = 4;
/** Marked, it is good for ever. */
export const GOOD = 9;
/** Marked, it is not used any more. */
export const BAD = 10;
/** A mark for each boot that died before it was good. */
export const DEATHS = 11;
export const MOST_DEATHS = 3;
/** Two marks for each boot before it was good: that it began, and that it ended on purpose. */
export const BOOTS = 14;
export const BOOT_BYTES = 2;

export const ERASED = 0xff;
