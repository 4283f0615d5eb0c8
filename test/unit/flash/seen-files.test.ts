// Which files of a board need not be read again.
import { describe, expect, it } from "vitest";
import { crc32 } from "../../../host/crc32.ts";
import { SeenFiles } from "../../../host/flash/seen-files.ts";

const SETTINGS = Buffer.from('{"v":1,"device":"attic"}');

describe("a file that was seen", () => {
  it("is found by what the board says of it: length and CRC-32", () => {
    const seen = new SeenFiles();
    seen.add(Buffer.from("another"));
    seen.add(SETTINGS);
    expect(seen.find({ length: SETTINGS.length, crc: crc32(SETTINGS) })).toEqual(SETTINGS);
  });

  it("is not taken for one of another length or another checksum", () => {
    const seen = new SeenFiles();
    seen.add(SETTINGS);
    expect(seen.find({ length: SETTINGS.length + 1, crc: crc32(SETTINGS) })).toBeUndefined();
    expect(seen.find({ length: SETTINGS.length, crc: crc32(SETTINGS) ^ 1 })).toBeUndefined();
  });
});
