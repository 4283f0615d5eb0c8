// Holds the configured pins against the pins a board has. Pure.
import type { Board, BoardPin } from "../../boards/board.ts";
import type { PinChannel } from "../../firmware/contract/settings.ts";
import type { Fault } from "../errors.ts";
import { nearestName } from "./nearest-name.ts";

/** `pins` may hold anything: its shape is judged elsewhere, and one fault must not hide another. */
export function faultsOfPins(pins: unknown, board: Board, source: string): Fault[] {
  const faults: Fault[] = [];
  const names = new Map<string, number>();
  const used = new Map<string, number>();
  const channels = Array.isArray(pins) ? (pins as (Partial<PinChannel> | null)[]) : [];
  const add = (path: string, message: string) => faults.push({ path, source, message });
  channels.forEach((channel, index) => {
    const path = `pins.${index}`;
    if (typeof channel?.name === "string") {
      const same = names.get(channel.name);
      if (same !== undefined) add(`${path}.name`, `pins.${same} has this name already`);
      else names.set(channel.name, index);
    }
    if (typeof channel?.pin !== "string") return;

    const pin = board.pins.find(({ name }) => name === channel.pin);
    if (pin === undefined) {
      add(`${path}.pin`, noSuchPin(channel.pin, board));
      return;
    }
    const same = used.get(pin.name);
    if (same !== undefined) add(`${path}.pin`, `${pin.name} is read as pins.${same} already`);
    else used.set(pin.name, index);

    const fault = faultOfReading(pin, channel.kind, board);
    if (fault !== undefined) add(`${path}.pin`, fault);
  });
  return faults;
}

function noSuchPin(name: string, { id, pins }: Board): string {
  const labelled = pins.find(({ label }) => label === name);
  const nearest =
    labelled?.name ??
    nearestName(
      name,
      pins.map((pin) => pin.name),
    );
  const suggestion = nearest ? `; did you mean ${nearest}?` : "";
  return `${id} has no pin ${JSON.stringify(name)}${suggestion}`;
}

function faultOfReading(
  pin: BoardPin,
  kind: PinChannel["kind"] | undefined,
  board: Board,
): string | undefined {
  const { name, can, adc, reserved } = pin;
  if (reserved !== undefined) return `${name} belongs to ${reserved}`;
  const { tx, rx } = board.console;
  if (name === tx || name === rx)
    return `${name} is the console; reading it takes the console away`;
  if (kind === "digital" && !can.includes("digital") && !can.includes("input")) {
    return `${name} is analog only`;
  }
  if (kind !== "analog" || can.includes("analog")) return undefined;
  const able = board.pins.filter((one) => one.can.includes("analog")).map((one) => one.name);
  if (able.length === 0) return `${board.name} reads no analog input with Espruino`;
  // ESP32 technical reference, 29.3: Wi-Fi uses ADC2 itself.
  const why =
    adc?.unit === 2
      ? "has ADC2 only, which cannot be read while Wi-Fi is on"
      : "has no analog input";
  return `${name} ${why}; use ${able.join(", ")}`;
}
