// jsfWriteFile, jsfReadFile, jsfCreateFile, jsfCompact (src/jsflash.c). Sizes and messages were
// measured on the real interpreter, whose Storage has 917504 bytes as the ESP32's has.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fromBinaryString, toBinaryString } from "../../../../host/simulator/node/bytes.ts";
import { FlashStorage } from "../../../../host/simulator/node/flash-storage.ts";

const BYTES = 917_504;
const HEADER = 32;

function flashOf(bytes = BYTES, folder?: string) {
  const printed: string[] = [];
  const flash = new FlashStorage({
    bytes,
    ...(folder === undefined ? {} : { folder }),
    print: (text) => printed.push(text),
  });
  return {
    flash,
    printed,
    write: (name: string, text: string, offset?: number, size?: number) =>
      flash.write(name, fromBinaryString(text), offset, size),
    text: (name: string) => {
      const bytes = flash.read(name);
      return bytes && toBinaryString(bytes);
    },
    names: () => flash.list().map(({ name }) => name),
  };
}

describe("Storage in flash", () => {
  it("takes a header of 32 bytes and whole words for each file", () => {
    const { flash, write } = flashOf();
    expect(flash.free()).toBe(917_504);
    write("a", "hello");
    expect(flash.free()).toBe(917_464);
  });

  it("leaves a file alone that is written again with the same contents", () => {
    const { flash, write } = flashOf();
    write("a", "hello");
    expect(write("a", "hello")).toBe(true);
    expect(flash.free()).toBe(917_464);
    write("a", "hellO");
    expect(flash.free()).toBe(917_424);
  });

  it("replaces a file at offset 0 when its size or contents differ", () => {
    const { write, text, names } = flashOf();
    write("a", "hello");
    write("b", "x");
    write("a", "other and longer");
    expect(text("a")).toBe("other and longer");
    expect(names()).toEqual(["b", "a"]);
  });

  it("fills a preallocated file with 0xFF and writes into it where nothing is yet", () => {
    const { write, text } = flashOf();
    expect(write("p", "", 0, 10)).toBe(true);
    expect(text("p")).toBe("\xff".repeat(10));
    expect(write("p", "abc", 3)).toBe(true);
    expect(text("p")).toBe("\xff\xff\xffabc\xff\xff\xff\xff");
  });

  it("creates a bigger file with its first part at once", () => {
    const { write, text } = flashOf();
    write("a", "Hello", 0, 14);
    write("a", " ", 5);
    write("a", "World!!!", 6);
    expect(text("a")).toBe("Hello World!!!");
  });

  it.each([
    ["xyz", 4, undefined, "File already written with different data"],
    ["\xff", 4, undefined, "File already written with different data"],
    ["xyz", 8, undefined, "Too much data for file size"],
  ])(
    "refuses %j at %i of a file of ten with something at 3 to 5",
    (data, offset, size, message) => {
      const { write } = flashOf();
      write("p", "", 0, 10);
      write("p", "abc", 3);
      expect(() => write("p", data, offset, size)).toThrow(message);
    },
  );

  it("starts a partly written file anew at offset 0 with the same size", () => {
    const { write, text } = flashOf();
    write("p", "", 0, 10);
    write("p", "abc", 3);
    expect(write("p", "0", 0, 10)).toBe(true);
    expect(text("p")).toBe(`0${"\xff".repeat(9)}`);
  });

  it("writes over a file that is all 0xFF: it counts as erased", () => {
    const { write, text } = flashOf();
    write("ff", "\xff\xff");
    expect(write("ff", "ab")).toBe(true);
    expect(text("ff")).toBe("ab");
  });

  it("refuses empty files, missing files at an offset, and negative numbers", () => {
    const { write } = flashOf();
    expect(() => write("e", "")).toThrow("Can't create zero length file");
    expect(() => write("q", "0", 5)).toThrow("Unable to find or create file");
    expect(() => write("q", "0", 5, 10)).toThrow("Unable to find or create file");
    expect(write("p", "0", -1)).toBe(false);
    expect(write("p", "0", 0, -1)).toBe(false);
  });

  it("cuts names to 28 characters and takes a drive off (jsfStripDriveFromName)", () => {
    const { write, text, names } = flashOf();
    write("123456789012345678901234567890", "L");
    write("x:yy", "drive");
    expect(names()).toEqual(["1234567890123456789012345678", "yy"]);
    expect(text("z:yy")).toBe("drive");
  });

  it("refuses what cannot fit, without compacting", () => {
    const { write, printed } = flashOf();
    write("a", "1");
    write("a", "2");
    expect(() => write("big", "x", 0, 5_000_000)).toThrow("Unable to find or create file");
    expect(printed).toEqual([]);
  });

  it("compacts by itself when trash would make room, and tells so on the console", () => {
    const { flash, write, text, printed } = flashOf(1024);
    write("keep", "k".repeat(100));
    write("a", "1".repeat(400));
    write("a", "2".repeat(400));
    expect(flash.free()).toBe(1024 - (HEADER + 100) - 2 * (HEADER + 400));
    write("a", "3".repeat(300));
    expect(printed).toEqual(["Compacting... \n"]);
    expect(text("a")).toBe("3".repeat(300));
    expect(text("keep")).toBe("k".repeat(100));
    expect(flash.free()).toBe(1024 - (HEADER + 100) - (HEADER + 300));
  });

  it("loses the old file when a new one of that name does not fit: it is removed first", () => {
    const { write, text } = flashOf(1024);
    write("a", "1".repeat(100));
    write("b", "2".repeat(500));
    expect(() => write("a", "3".repeat(450))).toThrow("Unable to find or create file");
    expect(text("a")).toBeUndefined();
  });

  it("erases one file or all", () => {
    const { flash, write, names } = flashOf();
    write("a", "1");
    write("b", "2");
    flash.erase("a");
    flash.erase("nothing");
    expect(names()).toEqual(["b"]);
    flash.eraseAll();
    expect(names()).toEqual([]);
    expect(flash.free()).toBe(BYTES);
  });
});

describe("Storage in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espulse-flash-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("keeps files, preallocated parts and removals between runs", () => {
    const first = flashOf(BYTES, folder);
    first.write(".bootcde", "code");
    first.write("log", "", 0, 8);
    first.write("log", "\x00\xfe", 2);
    first.write("gone", "x");
    first.flash.erase("gone");
    const second = flashOf(BYTES, folder);
    expect(second.names()).toEqual(["log", ".bootcde"]);
    expect(second.text("log")).toBe("\xff\xff\x00\xfe\xff\xff\xff\xff");
    expect(() => second.write("log", "x", 2)).toThrow("already written");
    expect(second.write("log", "x", 4)).toBe(true);
    expect(flashOf(BYTES, folder).text("log")).toBe("\xff\xff\x00\xfex\xff\xff\xff");
  });

  it("takes any name: slashes, dots, control characters", () => {
    const first = flashOf(BYTES, folder);
    for (const name of ["../up", ".", "..", "a/b", "log\x01", "%41"]) first.write(name, name);
    expect(readdirSync(folder)).toHaveLength(6);
    const second = flashOf(BYTES, folder);
    for (const name of ["../up", ".", "..", "a/b", "log\x01", "%41"]) {
      expect(second.text(name)).toBe(name);
    }
  });

  it("drops what a killed process has left unfinished", () => {
    flashOf(BYTES, folder).write("a", "whole");
    writeFileSync(join(folder, "a.unfinished~"), "ha");
    expect(flashOf(BYTES, folder).text("a")).toBe("whole");
    expect(readdirSync(folder)).toEqual(["a"]);
    expect(readFileSync(join(folder, "a"), "latin1")).toBe("whole");
  });
});
