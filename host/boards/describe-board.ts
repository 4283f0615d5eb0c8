// What `espulse boards` says of all boards and of one, in lines of text.
import type { Board, BoardPin } from "../../boards/board.ts";
import { FEATURE_NAMES } from "../../boards/features.ts";
import { type Colors, pinOut } from "./pin-out.ts";
import { rolesOf, shortCapabilities } from "./pin-roles.ts";

const kB = (bytes: number): string =>
  bytes % (1024 * 1024) === 0 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} kB`;

/** "Unicode" for "no Unicode"; that one chip has not what is another's alone goes without saying. */
const lacking = ({ lacks }: Board): string =>
  lacks
    .filter((feature) => feature !== "esp32" && feature !== "esp8266")
    .map((feature) => FEATURE_NAMES[feature].slice("no ".length))
    .join(", ");

export function describeBoards(boards: readonly Board[], columns: number, colors: Colors): string {
  const { bold, dim } = colors;
  const id = Math.max(...boards.map((board) => board.id.length));
  const name = Math.max(...boards.map((board) => board.name.length));
  const chip = Math.max(...boards.map((board) => board.chip.length));
  const lines = boards.flatMap((board) => [
    `${bold(board.id.padEnd(id))}  ${board.name.padEnd(name)}  ${board.chip.padEnd(chip)}  ` +
      `${String(board.variables.budget).padStart(5)} vars  ${kB(board.storage.bytes).padStart(6)} Storage`,
    ...wrapped(`lacks ${lacking(board)}`, columns - id - 2).map(
      (line) => `${" ".repeat(id + 2)}${dim(line)}`,
    ),
  ]);
  return lines.join("\n");
}

/** Whoever wires by the drawing has not read the end of the page yet. */
function pinsTitle({ header, unverified }: Board): string {
  const note = header?.note === undefined ? "" : `, ${header.note}`;
  return `Pins${note}${unverified.header === undefined ? "" : "; order unverified, see below"}`;
}

export function describeBoard(board: Board, columns: number, colors: Colors): string {
  const { bold } = colors;
  const { variables, flash, storage, header, pins } = board;
  const { slots, slotBytes, outboxBytes } = storage;
  const outbox = outboxBytes > 0 ? `an outbox of ${kB(outboxBytes)}` : "no room for an outbox";
  const facts: [string, string][] = [
    ["chip", `${board.chip}, Espruino's build ${board.espruino}`],
    ["console", describeConsole(board)],
    ["variables", `${variables.budget} of ${variables.bytes} bytes`],
    ["flash", `${kB(flash.bytes)}, erased by ${kB(flash.pageBytes)}`],
    [
      "Storage",
      `${kB(storage.bytes)} at 0x${storage.offset.toString(16)}: ` +
        `${slots === 1 ? "one bundle" : `${slots} bundles`} of ${kB(slotBytes)}, ${outbox}`,
    ],
    ["lacks", lacking(board)],
  ];
  const drawn = pinOut(board, columns, colors);
  const led = new Set(drawn && header ? [...header.left, ...header.right] : []);
  const others = pins.filter(({ name, reserved }) => !led.has(name) && reserved === undefined);
  const reserved = grouped(
    pins.filter(({ name }) => !led.has(name)),
    "reserved",
  );
  return [
    `${bold(board.name)}  ${board.id}`,
    ...table(facts, columns),
    ...(drawn ? section(pinsTitle(board), drawn) : []),
    ...section(
      drawn ? "Not in the rows" : "Pins",
      others.map((pin) => pinLine(pin, board)),
    ),
    "",
    ...LEGEND,
    ...section("x  Not for firmware", table(reserved, columns)),
    ...section(
      "!  Strapping pins: what is on them at reset decides",
      table(grouped(pins, "strapping"), columns),
    ),
    ...section("Notes", table(grouped(pins, "note"), columns)),
    ...section("Not known for sure", table(Object.entries(board.unverified), columns)),
  ].join("\n");
}

function describeConsole({ console, pins }: Board): string {
  const { device, baudRate, tx, rx } = console;
  const isUsb = pins.find(({ name }) => name === tx)?.reserved !== undefined;
  return isUsb
    ? `${device}, over USB (D+ ${tx}, D- ${rx})`
    : `${device}, ${baudRate} baud (TX ${tx}, RX ${rx})`;
}

const LEGEND = [
  "  adc  analogRead              in  cannot drive",
  "  pwm  analogWrite, pulses     !   strapping pin, see below",
  "  dac  analogWrite, a voltage  x   not for firmware",
];

function pinLine(pin: BoardPin, board: Board): string {
  const { name, strapping } = pin;
  const words = [shortCapabilities(pin).padEnd(7), rolesOf(pin, board)];
  return `  ${name.padEnd(4)} ${strapping ? "!" : " "} ${words.join("  ")}`.trimEnd();
}

/** What is told of pins, each text once: "D34, D35", "has no pull-up of its own". */
function grouped(
  pins: readonly BoardPin[],
  key: "reserved" | "strapping" | "note",
): [string, string][] {
  const groups = new Map<string, string[]>();
  for (const pin of pins) {
    const text = pin[key];
    if (text !== undefined) groups.set(text, [...(groups.get(text) ?? []), pin.name]);
  }
  return [...groups].map(([text, names]) => [names.join(", "), text]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** Two columns, the second wrapped. */
function table(rows: readonly (readonly [string, string])[], columns: number): string[] {
  const first = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.flatMap(([name, text]) =>
    wrapped(text, columns - first - 4).map(
      (line, index) => `  ${(index === 0 ? name : "").padEnd(first)}  ${line}`,
    ),
  );
}

function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
