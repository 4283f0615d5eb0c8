// Holds the configured pins against the pins a board has. Pure.
import type { Board } from "../../boards/board.ts";
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
      const nearest = nearestName(
        channel.pin,
        board.pins.map(({ name }) => name),
      );
      const suggestion = nearest ? `; did you mean ${nearest}?` : "";
      add(`${path}.pin`, `${board.id} has no pin ${JSON.stringify(channel.pin)}${suggestion}`);
      return;
    }
    const same = used.get(pin.name);
    if (same !== undefined) add(`${path}.pin`, `${pin.name} is read as pins.${same} already`);
    else used.set(pin.name, index);

    if (channel.kind === "analog" && !pin.can.includes("adc1")) {
      // ESP32 technical reference, 29.3: Wi-Fi uses ADC2 itself.
      const why = pin.can.includes("adc2")
        ? "has ADC2 only, which cannot be read while Wi-Fi is on"
        : "has no analog input";
      const able = board.pins.filter(({ can }) => can.includes("adc1")).map(({ name }) => name);
      add(`${path}.pin`, `${pin.name} ${why}; use ${able.join(", ")}`);
    }
  });
  return faults;
}
