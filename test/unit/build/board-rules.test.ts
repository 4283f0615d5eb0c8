import { describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { faultsOf as faultsOfSource } from "../../../host/build/gate/gate.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

/** Positions and messages of the faults that a source has for a board. */
function faultsOf(source: string, id: string): string[] {
  const faults = faultsOfSource(parseSource(`${process.cwd()}/main.ts`, source), loadBoard(id));
  return faults.map(({ path, message }) => `${path.replace("main.ts:", "")} ${message}`);
}

describe("what a board lacks is a fault at the line", () => {
  it.each<[string, string, string]>([
    ["esp8266", 'let a;\nrequire("tls").connect(a);', '2:1 require("tls"): ESP8266 NodeMCU'],
    [
      "esp8266",
      'require("crypto").SHA256("a");',
      "1:1 crypto.SHA256: ESP8266 NodeMCU (4 MB) has no",
    ],
    ["esp8266", 'const c = require("crypto");\nc.SHA512("a");', "2:1 crypto.SHA512: "],
    ["esp8266", 'const { SHA256 } = require("crypto");', "1:9 crypto.SHA256: "],
    ["esp8266", 'import { c } from "./c.ts";\nc.SHA224("a");', "2:1 crypto.SHA224: "],
    ["esp8266", "E.enableWatchdog(10);", "1:1 E.enableWatchdog: "],
    ["esp8266", "const { getTemperature } = E;", "1:9 E.getTemperature: "],
    ["esp8266", "ESP32.reboot();", "1:1 ESP32: ESP8266 NodeMCU (4 MB) has no ESP32 functions"],
    ["esp8266", "NRF.setAdvertising({});", "1:1 NRF: "],
    ["esp8266", 'require("fs").readFile("a");', '1:1 require("fs"): '],
    [
      "esp32-c3",
      'require("TelnetServer");',
      '1:1 require("TelnetServer"): ESP32-C3 DevKitM-1 has no',
    ],
    ["esp32-c3", "E.getTemperature();", "1:1 E.getTemperature: "],
    ["esp32-devkitc", "ESP8266.reboot();", "1:1 ESP8266: ESP32 DevKitC has no ESP8266 functions"],
    ["espruino-wifi", 'const w = require("Wifi");\nw.getStatus();', "2:1 Wifi.getStatus: "],
    ["espruino-wifi", 'require("Wifi").getIP();', "1:1 Wifi.getIP() without a callback"],
    [
      "espruino-wifi",
      "E.enableWatchdog(120, false);",
      "1:1 E.enableWatchdog(120): Espruino WiFi takes",
    ],
  ])("%s: %s", (id, source, fault) => {
    expect(faultsOf(source, id)).toEqual([expect.stringContaining(fault)]);
  });

  it.each<[string, string]>([
    ["esp32-devkitc", 'require("tls"); require("crypto").SHA256("a"); E.enableWatchdog(120);'],
    ["esp8266", 'require("crypto").SHA1("a"); require("TelnetServer"); E.CRC32("a");'],
    ["espruino-wifi", 'require("Wifi").getIP((e) => e); E.enableWatchdog(20);'],
    ["esp8266", "const NRF = 1; const o = { ESP32: 1 }; use(NRF, o.ESP32);"],
    ["esp8266", "const E = { getTemperature() {} }; E.getTemperature();"],
  ])("and what it has is none: %s: %s", (id, source) => {
    expect(faultsOf(source, id)).toEqual([]);
  });
});

describe("a pin is a fault where the board", () => {
  it.each<[string, string, string, string]>([
    ["has no such pin", "esp32-devkitc", "D40.set();", "1:1 D40: ESP32 DevKitC has no such pin"],
    ["has no such port", "esp32-devkitc", "use(A0);", "1:5 A0: "],
    [
      "keeps its flash there",
      "esp32-devkitc",
      "a();\nD6.set();",
      "2:1 D6 on ESP32 DevKitC belongs to the flash chip",
    ],
    ["keeps it elsewhere", "esp32-c3", "digitalWrite(D12, 1);", "1:14 D12 on ESP32-C3"],
    [
      "has its console there",
      "esp32-s3",
      "use(global.D19);",
      "1:5 D19 on ESP32-S3 DevKitC-1 belongs to USB",
    ],
    ["has no LED that Espruino knows", "esp8266", "LED1.set();", "1:1 LED1: Espruino knows none"],
    [
      "has fewer LEDs",
      "espruino-wifi",
      "use(LED3);",
      "1:5 LED3: Espruino knows none on Espruino WiFi; it has LED1",
    ],
    [
      "cannot drive it",
      "esp32-devkitc",
      "digitalWrite(D34, 1);",
      "1:1 digitalWrite(D34): the pin is an input only",
    ],
    [
      "cannot set its mode",
      "esp32-devkitc",
      'pinMode(D35, "output");',
      '1:1 pinMode(D35, "output"): ',
    ],
    [
      "cannot by its method",
      "esp32-devkitc",
      "D36.toggle();",
      "1:1 D36.toggle(): the pin is an input only",
    ],
    [
      "cannot clock a bus with it",
      "esp32-devkitc",
      "I2C1.setup({ scl: D39, sda: D21 });",
      "1:14 scl: D39: ",
    ],
    [
      "reads it by ADC2",
      "esp32-devkitc",
      "analogRead(D4);",
      "1:1 analogRead(D4): the pin has ADC2 only",
    ],
    [
      "reads no voltage there",
      "esp8266",
      "analogRead(D4);",
      "1:1 analogRead(D4): the pin has no analog input; use A0",
    ],
    [
      "reads none at all",
      "esp32-s3",
      "D4.analog();",
      "1:1 D4.analog(): Espruino reads no analog input",
    ],
    [
      "reads nothing but that",
      "esp8266",
      "setWatch(f, A0);",
      "1:1 setWatch(A0): the pin is analog only",
    ],
    [
      "has no PWM there",
      "espruino-wifi",
      "analogWrite(C13, 0.5);",
      "1:1 analogWrite(C13): the pin has neither",
    ],
  ])("%s", (_why, id, source, fault) => {
    expect(faultsOf(source, id)).toEqual([expect.stringContaining(fault)]);
  });

  it.each<[string, string]>([
    [
      "esp32-devkitc",
      "digitalRead(D34); analogRead(D32); analogWrite(D25, 0.5); D2.set(); LED.set();",
    ],
    ["esp32-devkitc", 'pinMode(D34, "input"); D34.mode("input"); setWatch(f, BTN1);'],
    ["esp32-devkitc", "const A0 = 5; const o = { D40: 1 }; use(A0, o.D40);"],
    ["esp8266", "analogRead(A0); D16.write(1);"],
    ["espruino-wifi", "LED2.set(); B3.set(); A5.analog();"],
  ])("is none where it has all that: %s: %s", (id, source) => {
    expect(faultsOf(source, id)).toEqual([]);
  });
});
