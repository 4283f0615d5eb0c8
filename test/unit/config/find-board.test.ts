import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBoard } from "../../../host/config/find-board.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-board-"));
  const own = new URL("../../../boards/esp8266.json", import.meta.url);
  copyFileSync(own, join(folder, "mine.json"));
  writeFileSync(join(folder, "wrong.json"), '{"v": 1}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the board a user names", () => {
  it("is one that comes with Espulse, by its id", () => {
    expect(findBoard("esp32-c3", folder).espruino).toBe("ESP32C3_IDF4");
  });

  it.each(["mine.json", "./mine.json"])("is a file, by its path: %s", (path) => {
    expect(findBoard(path, folder).id).toBe("esp8266");
    expect(findBoard(join(folder, path), "/").id).toBe("esp8266");
  });

  it.each([
    ["esp8255", "no such board; did you mean esp8266?"],
    ["esp32c3", "no such board; did you mean esp32-c3?"],
    ["esp32", "no such board; did you mean esp32-c3 or esp32-devkitc or esp32-s3?"],
    ["arduino", "no such board. Boards: esp32-c3, esp32-devkitc"],
    ["nope.json", "no such file; boards that come with Espulse are named by their id: esp32-c3,"],
    ["./esp8255.json", "are named by their id: esp8266"],
    ["wrong.json", "wrong.json: pins: "],
  ])("is not to be had: %s", (named, message) => {
    expect(() => findBoard(named, folder)).toThrow(message);
  });
});
