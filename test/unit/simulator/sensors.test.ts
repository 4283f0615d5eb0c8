import { describe, expect, it } from "vitest";
import {
  analogInput,
  chipTemperatureCel,
  digitalInput,
  signalDbm,
} from "../../../host/simulator/sensors.ts";

const HOUR_MS = 3_600_000;
const SEEDS = [0, 1, 2, 42, 65_535];

function everySecond(read: (elapsedMs: number) => number): number[] {
  return Array.from({ length: HOUR_MS / 1000 }, (_, second) => read(second * 1000));
}

describe("simulated sensors", () => {
  it.each(SEEDS)("stay in a plausible range for an hour (seed %i)", (seed) => {
    const temperatures = everySecond((ms) => chipTemperatureCel(seed, ms));
    expect(Math.min(...temperatures)).toBeGreaterThan(39);
    expect(Math.max(...temperatures)).toBeLessThan(51);
    const signals = everySecond((ms) => signalDbm(seed, ms));
    expect(Math.min(...signals)).toBeGreaterThanOrEqual(-75);
    expect(Math.max(...signals)).toBeLessThanOrEqual(-50);
    expect(signals.every(Number.isInteger)).toBe(true);
    const inputs = everySecond((ms) => analogInput(seed, 34, ms));
    expect(Math.min(...inputs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...inputs)).toBeLessThan(1);
    expect(inputs.every((value) => Number.isInteger(value * 4096))).toBe(true);
  });

  it("drift: a temperature moves by less than a degree in a second, and more in minutes", () => {
    const temperatures = everySecond((ms) => chipTemperatureCel(7, ms));
    const steps = temperatures.slice(1).map((value, i) => Math.abs(value - temperatures[i]!));
    expect(Math.max(...steps)).toBeLessThan(1);
    expect(Math.max(...temperatures) - Math.min(...temperatures)).toBeGreaterThan(4);
  });

  it("toggle a digital input now and then, not all the time", () => {
    const levels = everySecond((ms) => digitalInput(3, 4, ms));
    const toggles = levels.slice(1).filter((level, i) => level !== levels[i]).length;
    expect(toggles).toBeGreaterThan(50);
    expect(toggles).toBeLessThan(HOUR_MS / 5000);
  });

  it("follow from the seed and differ between seeds and pins", () => {
    expect(analogInput(5, 34, 123_456)).toBe(analogInput(5, 34, 123_456));
    expect(analogInput(5, 34, 123_456)).not.toBe(analogInput(6, 34, 123_456));
    expect(analogInput(5, 34, 123_456)).not.toBe(analogInput(5, 35, 123_456));
    expect(chipTemperatureCel(5, 1000)).not.toBe(chipTemperatureCel(6, 1000));
  });

  // Measured: the same formulas in JavaScript on the real interpreter give the same values.
  it("give these values", () => {
    expect(chipTemperatureCel(42, 61_500)).toBeCloseTo(44.43981185294, 9);
    expect(signalDbm(42, 61_500)).toBe(-69);
    expect(analogInput(42, 34, 61_500) * 4096).toBe(1283);
    expect(digitalInput(42, 4, 61_500)).toBe(1);
  });
});
