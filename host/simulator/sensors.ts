// What a simulated board's sensors read: pure functions of (seed, input, elapsed milliseconds), small
// enough to be written again in a few lines of firmware JavaScript. Knows of no runtime.

/** What is read in place of the values below; undefined leaves them. `ms` since the board was made. */
export interface SensorScript {
  readonly temperatureCel?: (ms: number) => number | undefined;
  readonly signalDbm?: (ms: number) => number | undefined;
  /** 0 to 1, of the full scale. */
  readonly analog?: (pin: number, ms: number) => number | undefined;
  readonly digital?: (pin: number, ms: number) => boolean | undefined;
}

/** Inputs other than pins get numbers that no pin has. */
const CHIP_TEMPERATURE = 101;
const WIFI_SIGNAL = 102;

/** A repeatable value in [0, 1). Sine hashing, because 32-bit integer multiplication differs between interpreters. */
function hash(x: number): number {
  const y = Math.sin(x) * 43758.5453;
  return y - Math.floor(y);
}

/** A sine of the given period, its phase seeded, between -1 and 1. */
function wave(seed: number, input: number, periodMs: number, elapsedMs: number): number {
  return Math.sin(2 * Math.PI * (elapsedMs / periodMs + hash(seed * 7.13 + input * 1.37)));
}

/** Between -1 and 1, a new value every `holdMs`. */
function noise(seed: number, input: number, holdMs: number, elapsedMs: number): number {
  return 2 * hash(seed * 3.7 + input * 11.3 + (Math.floor(elapsedMs / holdMs) % 86400) * 0.77) - 1;
}

/** Chip temperature in degrees Celsius: 40 to 50, drifting over minutes. */
export function chipTemperatureCel(seed: number, elapsedMs: number): number {
  const own = 44 + 2 * hash(seed * 5.3);
  return (
    own +
    2.5 * wave(seed, CHIP_TEMPERATURE, 600_000, elapsedMs) +
    wave(seed, CHIP_TEMPERATURE + 0.5, 47_000, elapsedMs) +
    0.3 * noise(seed, CHIP_TEMPERATURE, 1000, elapsedMs)
  );
}

/** Wi-Fi signal in whole dBm: -50 to -75. */
export function signalDbm(seed: number, elapsedMs: number): number {
  const own = -60 - 5 * hash(seed * 9.1);
  const swing =
    5 * wave(seed, WIFI_SIGNAL, 90_000, elapsedMs) + 4 * noise(seed, WIFI_SIGNAL, 1000, elapsedMs);
  return Math.round(own + swing);
}

/** An analog input as a share of its range, 0 to below 1, in the 4096 steps of a 12-bit converter. */
export function analogInput(seed: number, pin: number, elapsedMs: number): number {
  const value =
    0.5 +
    0.35 * wave(seed, pin, 20_000 + 1000 * (pin % 8), elapsedMs) +
    0.1 * wave(seed, pin + 0.5, 3_700, elapsedMs) +
    0.01 * noise(seed, pin, 100, elapsedMs);
  return Math.min(4095, Math.max(0, Math.floor(value * 4096))) / 4096;
}

/** A digital input: each five seconds it may have another level. */
export function digitalInput(seed: number, pin: number, elapsedMs: number): 0 | 1 {
  return noise(seed, pin + 50, 5000, elapsedMs) < 0 ? 0 : 1;
}
