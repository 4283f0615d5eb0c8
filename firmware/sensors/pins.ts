// Pins of the settings as channels: analog in volts, digital as 0 or 1.
// @native-text: numbers are whole or rounded.
import type { ChannelMeta } from "../contract/meta.ts";
import type { PinChannel } from "../contract/settings.ts";

/** Full scale at the 11 dB attenuation Espruino sets (targets/esp32/jshardwareAnalog.c); uncalibrated. */
const FULL_SCALE_VOLTS = 3.3;

export function describePins(channels: ChannelMeta[], pins: readonly PinChannel[]): void {
  for (let i = 0; i < pins.length; i++) {
    // Not `push`: the first use of an array method costs 8 vars for good.
    channels[channels.length] = { n: pins[i].name, u: pins[i].kind === "analog" ? "V" : "1" };
  }
}

export function samplePins(values: number[], pins: readonly PinChannel[]): void {
  for (let i = 0; i < pins.length; i++) {
    const pin = global[pins[i].pin];
    values[values.length] =
      pins[i].kind === "analog" ? analogRead(pin) * FULL_SCALE_VOLTS : digitalRead(pin);
  }
}
