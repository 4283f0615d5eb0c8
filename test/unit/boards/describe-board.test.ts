import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { boardIds, loadBoard } from "../../../boards/board.ts";
import { describeBoard, describeBoards } from "../../../host/boards/describe-board.ts";

const plain = pc.createColors(false);
const colored = pc.createColors(true);
const boards = boardIds().map(loadBoard);

describe("the list of boards", () => {
  it("tells id, name, chip, vars, Storage and what is lacking, within 80 columns", () => {
    const lines = describeBoards(boards, 80, plain).split("\n");
    expect(lines.find((line) => line.startsWith("esp8266"))).toMatch(
      /^esp8266 +ESP8266 NodeMCU \(4 MB\) +ESP8266 +1600 vars +192 kB Storage$/,
    );
    expect(lines).toContainEqual(expect.stringMatching(/^ +lacks Unicode, SHA-256, .*TLS/));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe.each(boards)("the drawing of $id", (board) => {
  const text = describeBoard(board, 80, plain);

  it("fits into 80 columns", () => {
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it("has each row of the header, both sides at the height they have on the board", () => {
    const rows = text.split("\n").filter((line) => /│.*│/.test(line));
    const { left, right } = board.header!;
    expect(rows).toHaveLength(Math.max(left.length, right.length));
    rows.forEach((line, row) => {
      const [, west, inside, east] = /^(.*)│(.*)│(.*)$/.exec(line)!;
      for (const [name, outside] of [
        [left[row]!, west!],
        [right[row]!, east!],
      ] as const) {
        const isPin = board.pins.some((pin) => pin.name === name);
        expect((isPin ? outside : inside!).split(/\s+/), line).toContain(name);
      }
    });
  });

  it("says the same with colours", () => {
    const painted = describeBoard(board, 80, colored);
    expect(painted).not.toBe(text);
    expect(stripVTControlCharacters(painted)).toBe(text);
  });

  it("lists the pins where there is no room to draw", () => {
    const narrow = describeBoard(board, 40, plain);
    expect(narrow).not.toContain("│");
    for (const { name } of board.pins) expect(narrow).toContain(name);
  });
});

it.each([
  ["esp8266", "Pins, antenna at the top, USB at the bottom; order unverified, see below"],
  ["esp32-devkitc", "Pins, antenna at the top, USB at the bottom"],
])("says over the rows of %s whether their order is sure", (id, title) => {
  expect(describeBoard(loadBoard(id), 80, plain).split("\n")).toContain(title);
});

describe("a pin in the drawing", () => {
  const lines = describeBoard(loadBoard("esp32-devkitc"), 80, plain).split("\n");
  it.each([
    ["strapping, bus", /SPI1 MISO +pwm ! D12 │/],
    ["flash", /the flash chip +x +D9 │SD2/],
    ["input only", /in adc +D36 │VP/],
    ["console", /TX│ D1 +pwm +console TX/],
    ["power", /│3V3 +GND│/],
  ])("%s", (_what, pattern) => {
    expect(lines).toContainEqual(expect.stringMatching(pattern));
  });
});
