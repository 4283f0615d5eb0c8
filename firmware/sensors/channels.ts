// Every channel of a reading: the board's own and the pins of the settings, names and values in the
// same order. Owns that order; each driver knows its own sensors.
import type { ChannelMeta } from "../contract/meta.ts";
import type { PinChannel } from "../contract/settings.ts";
import { describeBoard, sampleBoard } from "./board.ts";
import { describePins, samplePins } from "./pins.ts";

let pins: readonly PinChannel[];

export function startChannels(configured: readonly PinChannel[]): void {
  pins = configured;
}

/** Made anew when asked for, out of code that stays in flash: kept, a channel would take 7 vars. */
export function describeChannels(): ChannelMeta[] {
  const channels = describeBoard();
  describePins(channels, pins);
  return channels;
}

/** One value a channel, in its unit; NaN where the sensor gave none. */
export function sampleChannels(): number[] {
  const values = sampleBoard();
  samplePins(values, pins);
  return values;
}
