import { describe, expect, it } from "vitest";
import { BAD, BOOTS, DEATHS, ENTRY_BYTES, GOOD } from "../../../firmware/contract/ledger.ts";
import { crc32 } from "../../../host/crc32.ts";
import {
  decodeLedger,
  encodeEntry,
  encodeLedger,
  entryInUse,
  isSealed,
  nextOffset,
} from "../../../host/layout/ledger.ts";

const bundle = Buffer.from("print(1)");
const entry = (file: string, isGood = false): Uint8Array => encodeEntry(file, bundle, isGood);

/** As the boot script marks: a byte becomes 0. */
function marked(bytes: Uint8Array, ...at: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const place of at) copy[place] = 0;
  return copy;
}

describe("an entry", () => {
  it("is a name, the CRC-32 of the file, a mark, and erased bytes", () => {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(bundle));
    const bytes = entry("slot1", true);
    expect(Buffer.from(bytes.subarray(0, 11))).toEqual(
      Buffer.from([...Buffer.from("slot1"), ...crc, 0x00, 0xff]),
    );
    expect(bytes).toHaveLength(ENTRY_BYTES);
    expect(new Set(bytes.subarray(11))).toEqual(new Set([0xff]));
  });
});

describe("a ledger", () => {
  it("has its entries in order, and room behind them", () => {
    const bytes = encodeLedger([entry("slot0", true), entry("conf0")]);
    expect(bytes).toHaveLength(2048);
    expect(decodeLedger(bytes).map(({ file, verdict, offset }) => [file, verdict, offset])).toEqual(
      [
        ["slot0", "good", 0],
        ["conf0", "pending", ENTRY_BYTES],
      ],
    );
    expect(nextOffset(bytes)).toBe(2 * ENTRY_BYTES);
  });

  it("is full after fifteen, and its last byte is the seal", () => {
    const bytes = encodeLedger(Array.from({ length: 15 }, () => entry("slot0")));
    expect(nextOffset(bytes)).toBe(undefined);
    expect([decodeLedger(bytes).length, bytes.at(-1), isSealed(bytes)]).toEqual([15, 0, true]);
    expect(isSealed(Uint8Array.from(bytes).fill(0xff, 2047))).toBe(false);
    expect(isSealed(bytes.subarray(0, 1024))).toBe(false);
  });

  it("tells deaths, boots and verdicts", () => {
    const bytes = encodeLedger([
      marked(entry("slot0"), DEATHS, DEATHS + 1, BOOTS, BOOTS + 1, BOOTS + 2),
      marked(entry("slot1"), GOOD),
      marked(entry("slot1"), GOOD, BAD),
    ]);
    expect(decodeLedger(bytes).map(({ offset, file, crc, ...told }) => told)).toEqual([
      { verdict: "pending", deaths: 2, boots: 2 },
      { verdict: "good", deaths: 0, boots: 0 },
      { verdict: "bad", deaths: 0, boots: 0 },
    ]);
  });
});

describe("the entry in use", () => {
  const whole = (): number => crc32(bundle);

  it("is the newest that is not given up", () => {
    const entries = decodeLedger(
      encodeLedger([entry("slot0", true), entry("conf0", true), marked(entry("slot1"), BAD)]),
    );
    expect(entryInUse(entries, "slot", whole)).toMatchObject({ file: "slot0" });
    expect(entryInUse(entries, "conf", whole)).toMatchObject({ file: "conf0" });
  });

  it("is none whose file is another, or was half written", () => {
    const half = entry("slot1").fill(0xff, 7);
    const entries = decodeLedger(encodeLedger([entry("slot0", true), half]));
    expect(entryInUse(entries, "slot", whole)).toMatchObject({ file: "slot0" });
    expect(entryInUse(entries, "slot", (file) => (file === "slot0" ? 1 : undefined))).toBe(
      undefined,
    );
  });
});
