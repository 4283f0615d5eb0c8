import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BoardError, boardIds, loadBoard, parseBoard } from "../../../boards/board.ts";
import { boardJsonSchema } from "../../../boards/json-schema.ts";

const text = (id: string) =>
  readFileSync(new URL(`../../../boards/${id}.json`, import.meta.url), "utf8");

type Json = { [key: string]: unknown };

/** The faults of a board that comes with Espulse, after a change. */
function faultsAfter(change: (board: Json) => void, id = "esp32-devkitc"): string[] {
  const board = JSON.parse(text(id)) as Json;
  change(board);
  return faultsOf(JSON.stringify(board));
}

function faultsOf(json: string): string[] {
  try {
    parseBoard(json, "my-board.json");
  } catch (error) {
    if (error instanceof BoardError) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** Sets the value at a dotted path. */
function set(board: Json, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop()!;
  let at = board as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
}

describe("the boards that come with Espulse", () => {
  it("are these, and each file is without a fault and named after its id", () => {
    expect(boardIds()).toEqual([
      "esp32-c3",
      "esp32-devkitc",
      "esp32-s3",
      "esp8266",
      "espruino-wifi",
    ]);
    for (const id of boardIds()) expect(loadBoard(id).id).toBe(id);
  });

  it("read hexadecimal addresses", () => {
    expect(loadBoard("esp32-devkitc").storage.offset).toBe(0x320000);
  });

  it.each(boardIds())("%s names the schema for editors", (id) => {
    expect(JSON.parse(text(id)).$schema).toBe("./board.schema.json");
  });

  it("have a schema file that is not stale (vitest -u writes it)", async () => {
    const file = new URL("../../../boards/board.schema.json", import.meta.url);
    await expect(boardJsonSchema()).toMatchFileSnapshot(file.pathname);
  });
});

describe("a wrong board file", () => {
  it("has every fault named, each with its path", () => {
    const faults = faultsAfter((board) => {
      set(board, "pins.3.can.0", "analogue");
      set(board, "console.baudRate", "fast");
      delete board.variables;
      set(board, "lacks.0", "unicorn");
    });
    expect(faults).toEqual([
      expect.stringMatching(/^my-board\.json: console\.baudRate: .*expected number/),
      expect.stringMatching(/^my-board\.json: variables: .*expected object/),
      expect.stringMatching(/^my-board\.json: lacks\.0: .*"unicode"/),
      expect.stringMatching(/^my-board\.json: pins\.3\.can\.0: .*"analog"/),
    ]);
  });

  it.each<[string, string, unknown]>([
    ["pins.1.name: pins.0 is D0 already", "pins.1.name", "D0"],
    ["pins.0.name: expected a pin name such as D34", "pins.0.name", "GPIO0x"],
    ["pins.0.can: expected what it can do", "pins.0.can", []],
    ["pins.6.can: expected [], for it is reserved", "pins.6.can", ["digital"]],
    ["pins.0.can: expected digital or input, not both", "pins.0.can", ["digital", "input"]],
    ["pins.0.can: an input cannot do pwm or dac", "pins.0.can", ["input", "pwm"]],
    ["pins.1.adc: expected unit and channel", "pins.1.can", ["digital", "analog"]],
    ["console.tx: D99 is not among the pins", "console.tx", "D99"],
    ["buses.0.pins.scl: D99 is not among the pins", "buses.0.pins.scl", "D99"],
    ["leds.0.pin: D99 is not among the pins", "leds.0.pin", "D99"],
    ["buttons.0.pin: D99 is not among the pins", "buttons.0.pin", "D99"],
    ["header.left.0: D99 is not among the pins", "header.left.0", "D99"],
    ["header.left.3: D36 is led out twice", "header.left.3", "D36"],
    ["flash.regions.1.offset: partition table overlaps bootloader", "flash.regions.1.offset", 5000],
    ["storage.offset: Storage overlaps flash (0x310000 to 0x320000)", "storage.offset", "0x31f000"],
    ["storage.bytes: Storage ends at 0x402000", "storage.bytes", 925696],
    ["storage.bytes: expected whole pages of 4096 bytes", "storage.bytes", 900000],
    ["storage.slots: 2 of 458752 bytes", "storage.slotBytes", 458752],
    ["storage.slots: 2 of 32768 bytes, 851968 of outbox", "storage.outboxBytes", 851968],
    ["storage.outboxBytes: expected 0, or two and more whole pages", "storage.outboxBytes", 4096],
    ["storage.offset: expected a whole number, or a text such as 0x320000", "storage.offset", "x"],
    ["unverified.variables.size: is no path in this file", "unverified", { "variables.size": "?" }],
    ["v: Invalid input: expected 1", "v", 2],
  ])("%s", (fault, path, value) => {
    const faults = faultsAfter((board) => set(board, path, value));
    expect(faults).toContainEqual(expect.stringContaining(`my-board.json: ${fault}`));
  });

  it("has faults of both kinds named at once: of the shape, and of the rules between its parts", () => {
    const faults = faultsAfter((board) => {
      set(board, "console.baudRate", "fast");
      set(board, "console.tx", "D99");
      set(board, "pins.1.name", "D0");
      set(board, "pins.2.name", "gpio2");
      set(board, "pins.3.can", ["digital", "input", "analogue"]);
      set(board, "pins.4.adc", 1);
      set(board, "storage.slots", 3);
      set(board, "storage.offset", "0x31f000");
      set(board, "flash.regions.1.bytes", "many");
      set(board, "header.left.3", "D36");
      set(board, "boards", 1);
      set(board, "unverified", { "variables.size": "?", "storage.slots": "?" });
    });
    expect(faults.map((fault) => fault.replace(/^my-board\.json: /, "").slice(0, 40))).toEqual([
      "console.baudRate: Invalid input: expecte",
      "flash.regions.1.bytes: Invalid input: ex",
      "storage.slots: Too big: expected number ",
      "pins.2.name: expected a pin name such as",
      "pins.3.can.2: Invalid option: expected o",
      "pins.4.adc: Invalid input: expected obje",
      'Unrecognized key: "boards"',
      "pins.1.name: pins.0 is D0 already",
      "pins.3.can: expected digital or input, n",
      "console.tx: D99 is not among the pins",
      // What uses the pins that have lost their names is at fault, too.
      "leds.0.pin: D2 is not among the pins",
      "buses.4.pins.tx: D1 is not among the pin",
      "header.left.3: D36 is led out twice",
      "header.right.3: D1 is not among the pins",
      "header.right.14: D2 is not among the pin",
      "storage.offset: Storage overlaps flash (",
      "unverified.variables.size: is no path in",
    ]);
  });

  it.each([["null"], ["[]"], ["3"], ["{}"], ['{"pins": 3}'], ['{"pins": [null, []]}']])(
    "names no more than the shape where nothing has it: %s",
    (json) => {
      for (const fault of faultsOf(json)) expect(fault).toContain("Invalid input: expected");
      expect(faultsOf(json).length).toBeGreaterThan(0);
    },
  );

  it("names a key that there is not", () => {
    const faults = faultsAfter((board) => set(board, "console.baud", 9600));
    expect(faults).toEqual(['my-board.json: console: Unrecognized key: "baud"']);
  });

  it.each([
    ['{\n  "v": 1,\n}', '3:1: expected a name in double quotes, found "}"'],
    ['{\n  // mine\n  "v": 1\n}', '2:3: expected a name in double quotes, found "/"'],
    ['{"v": 1', "1:8: expected , or }, found the end of the file"],
    ["{'v': 1}", '1:2: expected a name in double quotes, found "\'"'],
    ['{"pins": [1 2]}', '1:13: expected , or ], found "2"'],
    ['{"v" 1}', '1:6: expected :, found "1"'],
    ['{"v": 01}', '1:7: expected a value, found "0"'],
    ['{"v": undefined}', '1:7: expected a value, found "u"'],
    ['{"name": "a\nb"}', '1:10: expected a value, found "\\""'],
    ['{"v": 1}}', '1:9: expected the end of the file, found "}"'],
    ["", "1:1: expected a value, found the end of the file"],
  ])("has the place told where it is no JSON: %j", (json, fault) => {
    expect(faultsOf(json)).toEqual([`my-board.json: ${fault}`]);
  });
});
