// The rules between the parts of a board file that a shape cannot say. Pure.
import type { Board } from "./board-schema.ts";

export interface RuleFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Settings, boot counters and the loader, with the room that rewriting them takes. */
export const STORAGE_RESERVE_BYTES = 8192;

export function faultsBetween(board: Board): RuleFault[] {
  return [
    ...faultsOfPins(board),
    ...faultsOfUses(board),
    ...faultsOfFlash(board),
    ...faultsOfStorage(board),
    ...faultsOfReferences(board),
  ];
}

function faultsOfPins({ pins }: Board): RuleFault[] {
  const faults: RuleFault[] = [];
  const seen = new Map<string, number>();
  pins.forEach(({ name, can, adc, reserved }, index) => {
    const add = (key: string, message: string) =>
      faults.push({ path: ["pins", index, key], message });
    const first = seen.get(name);
    if (first === undefined) seen.set(name, index);
    else add("name", `pins.${first} is ${name} already`);
    if (reserved !== undefined && can.length > 0) add("can", "expected [], for it is reserved");
    if (reserved === undefined && can.length === 0) {
      add("can", 'expected what it can do, or "reserved" with the reason');
    }
    if (can.includes("digital") && can.includes("input")) {
      add("can", "expected digital or input, not both: input means that it cannot drive");
    }
    if (can.includes("input") && (can.includes("pwm") || can.includes("dac"))) {
      add("can", "an input cannot do pwm or dac");
    }
    if (can.includes("analog") && adc === undefined) {
      add("adc", "expected unit and channel, for it can do analog");
    }
  });
  return faults;
}

/** Whatever names a pin names one that there is. */
function faultsOfUses({ pins, console, leds, buttons, buses, header }: Board): RuleFault[] {
  const names = new Set(pins.map(({ name }) => name));
  const faults: RuleFault[] = [];
  const check = (name: string | undefined, ...path: (string | number)[]) => {
    if (name !== undefined && !names.has(name)) {
      faults.push({ path, message: `${name} is not among the pins` });
    }
  };
  check(console.tx, "console", "tx");
  check(console.rx, "console", "rx");
  for (const [index, { pin }] of leds.entries()) check(pin, "leds", index, "pin");
  for (const [index, { pin }] of buttons.entries()) check(pin, "buttons", index, "pin");
  for (const [index, bus] of buses.entries()) {
    for (const [role, pin] of Object.entries(bus.pins)) check(pin, "buses", index, "pins", role);
  }
  const led = new Set<string>();
  for (const side of ["left", "right"] as const) {
    header?.[side].forEach((name, index) => {
      // GND, 3V3, EN: whatever does not look like a pin is a label.
      if (!/^[A-Z]\d+$/.test(name)) return;
      check(name, "header", side, index);
      if (led.has(name)) {
        faults.push({ path: ["header", side, index], message: `${name} is led out twice` });
      }
      led.add(name);
    });
  }
  return faults;
}

const hex = (value: number): string => `0x${value.toString(16)}`;

function faultsOfFlash({ flash, storage }: Board): RuleFault[] {
  const faults: RuleFault[] = [];
  const areas = [
    ...flash.regions.map((region, index) => ({ ...region, path: ["flash", "regions", index] })),
    { ...storage, name: "Storage", path: ["storage"] },
  ];
  areas.forEach((area, index) => {
    const end = area.offset + area.bytes;
    if (end > flash.bytes) {
      const message = `${area.name} ends at ${hex(end)}, and the flash at ${hex(flash.bytes)}`;
      faults.push({ path: [...area.path, "bytes"], message });
    }
    for (const other of areas.slice(0, index)) {
      if (area.offset >= other.offset + other.bytes || other.offset >= end) continue;
      const where = `${hex(other.offset)} to ${hex(other.offset + other.bytes)}`;
      const message = `${area.name} overlaps ${other.name} (${where})`;
      faults.push({ path: [...area.path, "offset"], message });
    }
  });
  return faults;
}

function faultsOfStorage({ flash: { pageBytes }, storage }: Board): RuleFault[] {
  const faults: RuleFault[] = [];
  const { bytes, slots, slotBytes, outboxBytes } = storage;
  if (bytes % pageBytes !== 0) {
    const message = `expected whole pages of ${pageBytes} bytes`;
    faults.push({ path: ["storage", "bytes"], message });
  }
  const planned = slots * slotBytes + outboxBytes + STORAGE_RESERVE_BYTES;
  if (planned > bytes) {
    const message =
      `${slots} of ${slotBytes} bytes, ${outboxBytes} of outbox and ${STORAGE_RESERVE_BYTES} ` +
      `for settings and loader are ${planned}, and Storage has ${bytes}`;
    faults.push({ path: ["storage", "slots"], message });
  }
  // The outbox is a ring that is erased page by page: the page that fills, and one that is read.
  if (outboxBytes % pageBytes !== 0 || outboxBytes === pageBytes) {
    const message = `expected 0, or two and more whole pages of ${pageBytes} bytes`;
    faults.push({ path: ["storage", "outboxBytes"], message });
  }
  return faults;
}

/** `sources` and `unverified` speak of what is in the file. */
function faultsOfReferences(board: Board): RuleFault[] {
  const faults: RuleFault[] = [];
  for (const list of ["sources", "unverified"] as const) {
    for (const path of Object.keys(board[list])) {
      let at: unknown = board;
      for (const key of path.split(".")) at = (at as Record<string, unknown> | undefined)?.[key];
      if (at === undefined) faults.push({ path: [list, path], message: "is no path in this file" });
    }
  }
  return faults;
}
