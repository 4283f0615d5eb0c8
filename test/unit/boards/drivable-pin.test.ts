import { expect, it } from "vitest";
import { refusalToDrive } from "../../../host/boards/drivable-pin.ts";

it("knows what a board can only read", () => {
  expect(refusalToDrive("D34", "ESP32")).toBe(
    "an ESP32 can only read it; D2 can be set, and espulse boards esp32-devkitc shows all",
  );
  expect(refusalToDrive("A0", "ESP8266_4MB")).toContain("can only read it");
});

it.each([
  ["D5", "ESP32"],
  ["D34", "LINUX"],
  ["LED1", "ESP32"],
])("has nothing against %s of %s", (pin, board) => {
  expect(refusalToDrive(pin, board)).toBeUndefined();
});
