// What a board file may say: the shape, and the rules between its parts. Pure; boards/board.schema.json
// is made from the shape (boards/json-schema.ts), for editors.
import * as z from "zod";
import { FEATURES } from "./features.ts";
import { faultsBetween } from "./rules.ts";
import { type Path, soundParts } from "./sound-parts.ts";

/** `analog`: analogRead works while Wi-Fi is on. `input`: can be read, but cannot drive. */
const CAPABILITIES = ["digital", "input", "analog", "dac", "pwm"] as const;

const bytes = z.int().positive();

/** JSON has no hexadecimal, and a flash address is unreadable without. */
const address = z
  .union([
    z.int().nonnegative(),
    z.string().regex(/^0x[0-9a-fA-F]{1,8}$/, "expected a whole number, or a text such as 0x320000"),
  ])
  .transform(Number)
  .describe('a whole number, or hexadecimal as a text: "0x320000"');

const pinName = z.string().regex(/^[A-Z]+\d+$/, "expected a pin name such as D34");

const pin = z.strictObject({
  name: pinName.describe("Espruino's name of the pin"),
  number: z.int().nonnegative().optional().describe("Espruino's number, where not the name's"),
  label: z.string().min(1).optional().describe("what is printed on the board, where not the name"),
  can: z.array(z.enum(CAPABILITIES)).describe("what Espruino can do with it; [] where reserved"),
  adc: z
    .strictObject({ unit: z.int().min(1), channel: z.int().nonnegative() })
    .optional()
    .describe("the chip's converter, also where Espruino does not read it"),
  touch: z.int().nonnegative().optional().describe("the chip's touch channel; Espruino reads none"),
  pullUp: z.literal(true).optional().describe("Espruino turns its pull-up on at start"),
  reserved: z.string().min(1).optional().describe("what has the pin: firmware must not use it"),
  strapping: z.string().min(1).optional().describe("what its level at reset decides"),
  note: z.string().min(1).optional(),
});

const named = z.strictObject({
  name: z.string().regex(/^(LED|BTN)\d?$/, "expected a name such as LED1 or BTN1"),
  pin: pinName,
  inverted: z.literal(true).optional(),
});

export const boardShape = z.strictObject({
  $schema: z.string().optional(),
  v: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/, "expected a-z, 0-9 and -"),
  name: z.string().min(1),
  espruino: z.string().min(1).describe("process.env.BOARD of the Espruino build for this board"),
  chip: z.string().regex(/^[A-Za-z0-9-]{1,24}$/, "expected a chip name such as ESP32-C3"),
  console: z.strictObject({
    device: z.string().min(1).describe("process.env.CONSOLE"),
    baudRate: z.int().positive(),
    tx: pinName.describe("the pin of its TX, or of USB D+"),
    rx: pinName.describe("the pin of its RX, or of USB D-"),
  }),
  variables: z
    .strictObject({ budget: z.int().positive(), bytes: z.int().min(12).max(32) })
    .describe("size of the interpreter's pool to plan for, and the bytes of one variable"),
  flash: z.strictObject({
    bytes,
    pageBytes: bytes.describe("what one erase takes"),
    regions: z
      .array(z.strictObject({ name: z.string().min(1), offset: address, bytes }))
      .describe("all but Storage"),
  }),
  storage: z
    .strictObject({
      offset: address,
      bytes,
      slots: z.int().min(1).max(2).describe("bundles it holds: 2 allow to go back to the last one"),
      slotBytes: bytes.describe("largest bundle"),
      outboxBytes: z.int().nonnegative().describe("for readings kept over a restart"),
    })
    .describe("Espruino's Storage"),
  resetCause: z
    .strictObject({
      register: address.describe("its lowest six bits tell why the chip started"),
      power: z
        .array(z.int().min(0).max(63))
        .min(1)
        .describe("the causes that no program is to blame for"),
    })
    .optional()
    .describe("where the chip tells a power cut from a crash"),
  watchdogSeconds: z
    .number()
    .positive()
    .optional()
    .describe("longest time E.enableWatchdog takes, where there is a limit"),
  lacks: z.array(z.enum(FEATURES)),
  leds: z.array(named),
  buttons: z.array(named),
  buses: z.array(
    z.strictObject({
      name: z.string().regex(/^(I2C|SPI|Serial)\d$/, "expected a name such as I2C1"),
      pins: z.record(z.enum(["scl", "sda", "sck", "miso", "mosi", "tx", "rx"]), pinName.optional()),
    }),
  ),
  header: z
    .strictObject({
      note: z.string().min(1).optional().describe("how to hold the board"),
      left: z.array(z.string().min(1)),
      right: z.array(z.string().min(1)),
    })
    .optional()
    .describe("the pin rows from top to bottom: pin names, and GND, 3V3, EN and others"),
  pins: z.array(pin).min(1),
  sources: z
    .record(z.string(), z.string())
    .describe("path in this file -> where its figure comes from"),
  unverified: z
    .record(z.string(), z.string())
    .describe(
      "path in this file -> what is not known for sure; one about header shows at the rows",
    ),
});

export type Board = z.output<typeof boardShape>;
export type BoardPin = Board["pins"][number];

/** The rules are judged on what has the right shape, also where something else has not. */
export const boardSchema = boardShape.superRefine(
  (board, context) => {
    const wrong = context.issues.flatMap(placesOf);
    const sound = soundParts(board, wrong);
    if (sound === undefined) return;
    for (const { path, message } of faultsBetween(sound, wrong)) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  },
  { when: () => true },
);

/** An unknown key has the path of what it stands in, which has nothing wrong by itself. */
function placesOf(issue: z.core.$ZodRawIssue): Path[] {
  const path = issue.path ?? [];
  if (issue.code !== "unrecognized_keys") return [path];
  return (issue.keys as string[]).map((key) => [...path, key]);
}
