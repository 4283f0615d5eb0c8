import { afterEach, describe, expect, it } from "vitest";
import { loadBoard } from "../../../../boards/board.ts";
import { type Bench, bench } from "./bench.ts";

let started: Bench | undefined;
afterEach(async () => {
  await started?.board.close();
  started = undefined;
});

async function valueOn(id: string, expression: string): Promise<unknown> {
  started = await bench("", { board: loadBoard(id) });
  return started.value(expression);
}

describe("a simulated board is the one that is asked for", () => {
  it.each<[string, string, unknown]>([
    ["esp32-c3", "process.env.BOARD", "ESP32C3_IDF4"],
    ["esp8266", "process.env.STORAGE", 196608],
    ["espruino-wifi", "process.memory().total", 8190],
    ["espruino-wifi", "process.env.CONSOLE", "USB"],
    ["esp32-c3", "typeof D40", "undefined"],
    ["esp8266", "A0.getInfo().functions", { ADC1: { type: "IN0", af: 0 } }],
    ["esp8266", "Number(A0)", 17],
    [
      "espruino-wifi",
      "[Number(B3), typeof D1, String(LED1), String(BTN)]",
      [19, "undefined", "B2", "C13"],
    ],
    ["esp8266", "typeof LED1", "undefined"],
    ["esp32-s3", "isNaN(analogRead(D4))", true],
    ["esp32-c3", "analogRead(D4) >= 0", true],
  ])("%s: %s", async (id, expression, value) => {
    expect(await valueOn(id, expression)).toEqual(value);
  });
});

describe("a simulated board lacks what the board lacks", () => {
  const missing = (name: string) =>
    `(function(){ try { require("${name}"); return "" } catch (e) { return e.message } })()`;
  it.each<[string, string, unknown]>([
    ["esp8266", 'Object.keys(require("crypto"))', ["SHA1"]],
    ["esp32-devkitc", 'typeof require("crypto").SHA256', "function"],
    ["esp32-c3", missing("TelnetServer"), 'Module "TelnetServer" not found'],
    ["esp32-c3", 'process.env.MODULES.includes("Telnet")', false],
    ["esp32-s3", missing("TelnetServer"), ""],
    ["esp8266", "isNaN(E.getTemperature())", true],
    ["esp8266", "typeof ESP32", "undefined"],
    ["espruino-wifi", 'typeof require("Wifi").getStatus', "undefined"],
    ["esp8266", 'typeof require("Wifi").getStatus', "function"],
  ])("%s: %s", async (id, expression, value) => {
    expect(await valueOn(id, expression)).toEqual(value);
  });

  it("an ESP32-C3 complains of each temperature that is asked for", async () => {
    expect(await valueOn("esp32-c3", "isNaN(E.getTemperature())")).toBe(true);
    expect(started!.said()).toContain("ERROR: >> jshReadTemperature Not implemented");
  });

  it("an ESP8266 has no watchdog that bites", async () => {
    started = await bench("E.enableWatchdog(1, false);", { board: loadBoard("esp8266") });
    started.scheduler.advance(10_000);
    expect(started.board.boots).toBe(1);
  });

  it("an Espruino WiFi takes a watchdog of 26 seconds, and complains of more", async () => {
    started = await bench("E.enableWatchdog(120, false);", { board: loadBoard("espruino-wifi") });
    expect(started.said().join("\n")).toContain("Maximum watchdog timeout exceeded");
    started.scheduler.advance(27_000);
    expect(started.board.boots).toBe(2);
  });
});
