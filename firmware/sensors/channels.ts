// Every channel of a reading: the board's own, the pins of the settings and those of a user's own
// firmware, names and values in the same order. Owns that order; each driver knows its own sensors.
// @native-text: no number becomes text here.
import type { ChannelMeta } from "../contract/meta.ts";
import type { PinChannel } from "../contract/settings.ts";
import { describeBoard, sampleBoard } from "./board.ts";
import { describePins, samplePins } from "./pins.ts";

let pins: readonly PinChannel[];
/** Where nothing calls `useOwnChannels` the minifier drops these two, and what is asked of them. */
let describeOwn: ((channels: ChannelMeta[]) => void) | undefined;
let sampleOwn: ((values: number[]) => void) | undefined;

/** Each adds its channels at the end, both in the same order. */
export function useOwnChannels(
  describe: (channels: ChannelMeta[]) => void,
  sample: (values: number[]) => void,
): void {
  describeOwn = describe;
  sampleOwn = sample;
}

export function startChannels(configured: readonly PinChannel[]): void {
  pins = configured;
}

/** Made anew when asked for, out of code that stays in flash: kept, a channel would take 7 vars. */
export function describeChannels(): ChannelMeta[] {
  const channels = describeBoard();
  describePins(channels, pins);
  if (describeOwn) describeOwn(channels);
  return channels;
}

/** Names of all channels, with commas between. */
export function channelNames(): string {
  const channels = describeChannels();
  let names = "";
  for (let i = 0; i < channels.length; i++) names += `${i ? "," : ""}${channels[i].n}`;
  return names;
}

/** One value a channel, in its unit; NaN where the sensor gave none. */
export function sampleChannels(): number[] {
  const values = sampleBoard();
  samplePins(values, pins);
  if (sampleOwn) sampleOwn(values);
  return values;
}
