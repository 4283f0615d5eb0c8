// Pins as globals of type Pin, and digitalRead, analogRead and their like (jswrap_pin.c,
// jswrap_io.c, targets/esp32/jshardware.c). Values of inputs come from outside.
import type { Board } from "../../../boards/board.ts";
import type { ConsoleOutput } from "./console.ts";
import { PinState } from "./pin-state.ts";
import { type ChipPin, pinTable } from "./pin-table.ts";
import type { Callable, Realm } from "./realm.ts";

export interface PinInputs {
  /** 0 to below 1 */
  analog(pin: number): number;
  digital(pin: number): boolean;
}

interface UsedPin {
  readonly chip: ChipPin;
  readonly pin: object;
  readonly state: PinState;
}

const FUNCTIONS = [
  ...["Pin", "digitalRead", "digitalWrite", "digitalPulse", "analogRead", "analogWrite"],
  ...["pinMode", "getPinMode"],
];

export function installPins(
  realm: Realm,
  board: Board,
  inputs: PinInputs,
  console: ConsoleOutput,
): void {
  let valueFor: ((name: string) => unknown) | undefined;
  realm.provide([...FUNCTIONS, ...pinTable(board).byName.keys()], (name) => {
    valueFor ??= pinFunctions(realm, board, inputs, console);
    return valueFor(name);
  });
}

function pinFunctions(
  realm: Realm,
  board: Board,
  inputs: PinInputs,
  console: ConsoleOutput,
): (name: string) => unknown {
  const { byName, byNumber } = pinTable(board);
  const byPin = new Map<object, UsedPin>();
  const used = new Map<number, UsedPin>();
  /** A pin is made when it is first asked for. */
  const pinAt = (number: number): UsedPin | undefined => {
    const known = byNumber.get(number);
    if (known === undefined || used.has(number)) return used.get(number);
    const pin = Object.create(Pin.prototype) as object;
    // No spread: V8 gives each board's an internal class of its own, and every use looks it up.
    const made = { chip: known, pin, state: new PinState(known.pullUp) };
    byPin.set(pin, made);
    used.set(number, made);
    return made;
  };

  // A pin is a number on the board (jsvIsPin is also jsvIsInt), and digitalRead(34) works as well.
  function Pin(value?: unknown): object | undefined {
    return entryOf(value)?.pin;
  }
  const numberOf = (value: unknown): number => {
    if (typeof value === "string") return byName.get(value)?.number ?? Number.NaN;
    if (typeof value === "number") return value;
    return Number.NaN;
  };
  const entryOf = (value: unknown) => byPin.get(value as object) ?? pinAt(numberOf(value));
  const found = (value: unknown) => {
    const entry = entryOf(value);
    if (entry === undefined) throw realm.error("Invalid pin");
    return entry;
  };

  const read = (value: unknown): boolean => {
    const { chip, state } = found(value);
    return state.read() ?? inputs.digital(chip.number);
  };
  const write = (value: unknown, level: unknown): void => {
    found(value).state.write(Boolean(level));
  };
  const analog = (value: unknown): number => {
    const chip = entryOf(value)?.chip;
    return chip?.adc === undefined ? Number.NaN : inputs.analog(chip.number);
  };
  const setMode = (value: unknown, mode: unknown, automatic: unknown): void => {
    const { state } = found(value);
    if (!state.setMode(mode, Boolean(automatic))) throw realm.error("Unknown pin mode");
    // jshPinSetState of the ESP32 knows neither.
    if (String(mode).startsWith("af_")) {
      console.printLine("ERROR: jshPinSetState: Unexpected state");
    }
  };
  const digitalRead = (pins: unknown): number => {
    if (Array.isArray(pins)) return pins.reduce((bits, pin) => (bits << 1) | Number(read(pin)), 0);
    if (!byPin.has(pins as object)) {
      const { read: own } = Object(pins) as { read?: unknown };
      if (typeof own === "function") return Number((own as Callable).call(pins)) | 0;
    }
    return Number(read(pins));
  };
  const digitalWrite = (pins: unknown, value: unknown): void => {
    if (!Array.isArray(pins)) {
      write(pins, value);
      return;
    }
    // The last pin of the array is the lowest bit; a boolean sets all.
    let bits = typeof value === "boolean" ? (value ? ~0 : 0) : Number(value) | 0;
    for (const pin of [...pins].reverse()) {
      write(pin, bits & 1);
      bits >>= 1;
    }
  };

  const prototype = {
    read(this: unknown) {
      return read(this);
    },
    set(this: unknown) {
      write(this, true);
    },
    reset(this: unknown) {
      write(this, false);
    },
    write(this: unknown, level: unknown) {
      write(this, level);
    },
    toggle(this: unknown) {
      const { state } = found(this);
      write(this, !state.output);
      return state.output;
    },
    analog(this: unknown) {
      return analog(this);
    },
    mode(this: unknown, mode: unknown) {
      setMode(this, mode, false);
    },
    getMode(this: unknown) {
      return found(this).state.mode || undefined;
    },
    getInfo(this: unknown) {
      const { chip, state } = found(this);
      const { name, adc } = chip;
      const functions = realm.object({});
      const info: Record<string, unknown> = {
        port: name.charAt(0),
        num: Number(name.slice(1)),
        mode: state.mode || undefined,
        output: Number(state.output),
        functions,
      };
      if (adc !== undefined) {
        const { unit, channel } = adc;
        functions[`ADC${unit}`] = realm.object({ type: `IN${channel}`, af: 0 });
        info.analog = realm.object({ ADCs: realm.array([unit]), channel });
        info.channel = channel;
      }
      return realm.object(info);
    },
    toString(this: unknown) {
      return found(this).chip.name;
    },
    valueOf(this: object) {
      return byPin.get(this)?.chip.number;
    },
    toJSON(this: unknown) {
      return found(this).chip.name;
    },
  };
  Object.setPrototypeOf(Pin.prototype, realm.intrinsics.Object.prototype);
  for (const [name, value] of Object.entries(prototype)) {
    Object.defineProperty(Pin.prototype, name, { value, configurable: true, writable: true });
  }

  const functions: Record<string, unknown> = {
    Pin,
    digitalRead,
    digitalWrite,
    digitalPulse: (pin: unknown): void => void found(pin),
    analogRead: analog,
    analogWrite: (pin: unknown, value: unknown): void => write(pin, Number(value) >= 0.5),
    pinMode: setMode,
    getPinMode: (pin: unknown) => found(pin).state.mode || undefined,
  };
  return (name) => functions[name] ?? entryOf(name)?.pin;
}
