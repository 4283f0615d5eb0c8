// From the sensors of a test, named after pins, to what a simulated chip asks for. Owns the names.
import type { Board } from "../../boards/board.ts";
import { nearestName } from "../config/nearest-name.ts";
import type { Fault } from "../errors.ts";
import { pinTable } from "../simulator/node/pin-table.ts";
import type { SensorScript } from "../simulator/sensors.ts";
import type { Sensors } from "./sensors.ts";

const OWN = ["temp", "rssi"];

export function faultsOfSensors(sensors: Sensors, board: Board): Fault[] {
  const known = [...OWN, ...pinTable(board).byName.keys()];
  return Object.keys(sensors)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearestName(name, known);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      const message = `no pin of ${board.id}, and neither temp nor rssi${hint}`;
      return { path: `sensors.${name}`, message };
    });
}

/** `sensors` is looked at with each reading, so that a test may change it. */
export function scriptOf(sensors: Sensors, board: Board): SensorScript {
  const names = new Map<number, string[]>();
  for (const [name, { number }] of pinTable(board).byName) {
    names.set(number, [...(names.get(number) ?? []), name]);
  }
  const at = (name: string, ms: number): number | undefined => {
    const sensor = sensors[name];
    const value = typeof sensor === "function" ? sensor(ms) : sensor;
    return value === undefined ? undefined : Number(value);
  };
  const atPin = (pin: number, ms: number): number | undefined => {
    for (const name of names.get(pin) ?? []) {
      const value = at(name, ms);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    temperatureCel: (ms) => at("temp", ms),
    signalDbm: (ms) => at("rssi", ms),
    analog: atPin,
    digital(pin, ms) {
      const value = atPin(pin, ms);
      return value === undefined ? undefined : value >= 0.5;
    },
  };
}
