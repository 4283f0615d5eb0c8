// Which channels of a user's own firmware are refused, where they are declared.
import { afterEach, beforeEach, expect, it } from "vitest";
import { Interpreter } from "../../../doubles/firmware-globals.ts";

let interpreter: Interpreter;
beforeEach(() => {
  interpreter = new Interpreter();
});
afterEach(() => interpreter.restore());

it("refuses a name or a unit that cannot be sent, and a name that is taken", async () => {
  const { channel } = await import("../../../../firmware/api.ts");
  const declare = (name: string, unit: string) => () => channel({ name, unit, read: () => 0 });
  const rule = "expected a-z, then up to 15 of a-z 0-9 _";
  declare("soil", "%")();
  expect(declare("Soil", "%")).toThrow(`channel "Soil": ${rule}`);
  expect(declare("a_name_that_is_17", "%")).toThrow(`channel "a_name_that_is_17": ${rule}`);
  expect(declare("soil", "%")).toThrow('channel "soil": there is one already');
  expect(declare("temp", "Cel")).toThrow('channel "temp": is a channel of the board itself');
  for (const unit of ["", 'a"b', "a\\b", "a b", "°C", "x".repeat(17)]) {
    expect(declare("x", unit)).toThrow(`channel "x": unit "${unit}": expected 1 to 16 visible`);
  }
});
