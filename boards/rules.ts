// The rules between the parts of a board file that a shape cannot say, as far as the parts they speak
// of have their shape. Pure.
import type { Board } from "./board-schema.ts";
import type { Path, Sound } from "./sound-parts.ts";

export interface RuleFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Settings, boot counters and the loader, with the room that rewriting them takes. */
export const STORAGE_RESERVE_BYTES = 8192;

type Part = Sound<Board>;

/** @param wrong places whose shape is at fault: they are no part of `board`. */
export function faultsBetween(board: Part, wrong: readonly Path[] = []): RuleFault[] {
  return [
    ...faultsOfPins(board),
    ...faultsOfUses(board),
    ...faultsOfFlash(board),
    ...faultsOfStorage(board),
    ...faultsOfReferences(board, wrong),
  ];
}

function faultsOfPins({ pins = [] }: Part): RuleFault[] {
  const faults: RuleFault[] = [];
  const seen = new Map<string, number>();
  pins.forEach((pin, index) => {
    const add = (key: string, message: string) =>
      faults.push({ path: ["pins", index, key], message });
    const { name, can, adc, reserved } = pin ?? {};
    if (name !== undefined) {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, index);
      else add("name", `pins.${first} is ${name} already`);
    }
    if (can === undefined) return;
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
function faultsOfUses({ pins, console, leds, buttons, buses, header }: Part): RuleFault[] {
  if (pins === undefined) return [];
  const names = new Set(pins.map((pin) => pin?.name));
  const faults: RuleFault[] = [];
  const check = (name: string | undefined, ...path: (string | number)[]) => {
    if (name !== undefined && !names.has(name)) {
      faults.push({ path, message: `${name} is not among the pins` });
    }
  };
  check(console?.tx, "console", "tx");
  check(console?.rx, "console", "rx");
  for (const [index, led] of (leds ?? []).entries()) check(led?.pin, "leds", index, "pin");
  for (const [index, button] of (buttons ?? []).entries()) {
    check(button?.pin, "buttons", index, "pin");
  }
  for (const [index, bus] of (buses ?? []).entries()) {
    for (const [role, pin] of Object.entries(bus?.pins ?? {})) {
      check(pin, "buses", index, "pins", role);
    }
  }
  const led = new Set<string>();
  for (const side of ["left", "right"] as const) {
    header?.[side]?.forEach((name, index) => {
      // GND, 3V3, EN: whatever does not look like a pin is a label.
      if (name === undefined || !/^[A-Z]\d+$/.test(name)) return;
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

interface Area {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  readonly path: readonly (string | number)[];
}

function areasOf({ flash, storage }: Part): Area[] {
  const named = [
    ...(flash?.regions ?? []).map((region, index) => ({
      ...region,
      name: region?.name ?? `region ${index}`,
      path: ["flash", "regions", index],
    })),
    { ...storage, name: "Storage", path: ["storage"] },
  ];
  return named.flatMap(({ name, offset, bytes, path }) =>
    offset === undefined || bytes === undefined ? [] : [{ name, offset, bytes, path }],
  );
}

function faultsOfFlash(board: Part): RuleFault[] {
  const faults: RuleFault[] = [];
  const flashBytes = board.flash?.bytes ?? Number.POSITIVE_INFINITY;
  const areas = areasOf(board);
  areas.forEach((area, index) => {
    const end = area.offset + area.bytes;
    if (end > flashBytes) {
      const message = `${area.name} ends at ${hex(end)}, and the flash at ${hex(flashBytes)}`;
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

function faultsOfStorage({ flash, storage = {} }: Part): RuleFault[] {
  const faults: RuleFault[] = [];
  const { bytes, slots, slotBytes, outboxBytes } = storage;
  const pageBytes = flash?.pageBytes;
  if (pageBytes !== undefined && bytes !== undefined && bytes % pageBytes !== 0) {
    const message = `expected whole pages of ${pageBytes} bytes`;
    faults.push({ path: ["storage", "bytes"], message });
  }
  if (
    bytes !== undefined &&
    slots !== undefined &&
    slotBytes !== undefined &&
    outboxBytes !== undefined
  ) {
    const planned = slots * slotBytes + outboxBytes + STORAGE_RESERVE_BYTES;
    if (planned > bytes) {
      const message =
        `${slots} of ${slotBytes} bytes, ${outboxBytes} of outbox and ${STORAGE_RESERVE_BYTES} ` +
        `for settings and loader are ${planned}, and Storage has ${bytes}`;
      faults.push({ path: ["storage", "slots"], message });
    }
  }
  // The outbox is a ring that is erased page by page: the page that fills, and one that is read.
  if (
    pageBytes !== undefined &&
    outboxBytes !== undefined &&
    (outboxBytes % pageBytes !== 0 || outboxBytes === pageBytes)
  ) {
    const message = `expected 0, or two and more whole pages of ${pageBytes} bytes`;
    faults.push({ path: ["storage", "outboxBytes"], message });
  }
  return faults;
}

/** `sources` and `unverified` speak of what is in the file. */
function faultsOfReferences(board: Part, wrong: readonly Path[]): RuleFault[] {
  const faults: RuleFault[] = [];
  const isAtFault = (keys: readonly string[]): boolean =>
    wrong.some((path) => path.every((key, index) => String(key) === keys[index]));
  for (const list of ["sources", "unverified"] as const) {
    for (const path of Object.keys(board[list] ?? {})) {
      const keys = path.split(".");
      if (isAtFault(keys)) continue;
      let at: unknown = board;
      for (const key of keys) at = (at as Record<string, unknown> | undefined)?.[key];
      if (at === undefined) faults.push({ path: [list, path], message: "is no path in this file" });
    }
  }
  return faults;
}
