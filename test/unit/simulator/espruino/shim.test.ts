import { describe, expect, it } from "vitest";
import { loadBoard } from "../../../../boards/board.ts";
import type { Settings } from "../../../../firmware/contract/settings.ts";
import { storageFiles, thin } from "../../../../host/simulator/espruino/shim.ts";

const settings: Settings = {
  v: 1,
  device: "esp32-000001",
  board: "esp32-devkitc",
  install: "00c0ffee",
  prefix: "espulse",
  interval: 1000,
  wifi: { ssid: 'a "quoted" name', password: "secret12" },
  broker: { host: "127.0.0.1", port: 1883, keepAlive: 30 },
  pins: [{ name: "light", pin: "D34", kind: "analog" }],
};

function filesFor(
  bundle: string,
  open: { blank?: boolean; hasPort?: boolean } = {},
): Record<string, string> {
  const board = loadBoard("esp32-devkitc");
  const options = { bundle, board, settings, seed: 7, startedAtMs: 5, ...open };
  return Object.fromEntries(storageFiles(options).map(({ name, text }) => [name, text]));
}

describe("the Storage files of a board on the real interpreter", () => {
  it("leave the bundle as it is, and give the settings as JSON", () => {
    const bundle = "// @ $SEED\nprint(1) // two\n";
    const files = filesFor(bundle);
    expect(files[".bootcde"]).toBe(bundle);
    expect(JSON.parse(files.conf0!)).toEqual(settings);
  });

  it("are filled in and ASCII, whatever the bundle uses", () => {
    const everything =
      "getTemperature getAnalogVRef analogRead digitalRead pinMode getSerial .BOARD Watchdog disconnect stopAP setHostname";
    const files = filesFor(everything);
    for (const name of [".boot0", "Wifi", "ESP32"]) {
      expect(files[name]).not.toMatch(/\$[A-Z]/);
      expect(files[name]!.replaceAll("\n", "")).toMatch(/^[ -~]+$/);
    }
    expect(files[".boot0"]).toContain('"240ac4de-098d"');
    expect(files.Wifi).toContain('"24:0a:c4:de:09:8d"');
    expect(files.Wifi).toContain('r.ssid = "a \\"quoted\\" name"');
  });

  it("hold only what the bundle names: the rest would cost it vars", () => {
    const bare = filesFor("print(1)")[".boot0"]!;
    expect(bare).toBe('"espulse simulator";echo(0);\nprint("\\x1fB");\nvar D34=34;\n');
    expect(filesFor("E.getTemperature()")[".boot0"]).not.toContain("analogRead");
    expect(filesFor("analogRead(D39)+analogRead(D5)")[".boot0"]).toContain(
      "var D34=34;\nvar D39=39;\n",
    );
  });
});

describe("the Storage files of a board at a serial port", () => {
  it("leave the echo on, and have everything, whatever is flashed later", () => {
    const files = filesFor("print(1)", { hasPort: true });
    expect(files[".boot0"]).toMatch(/^"espulse simulator";print\("\\x1fB"\);\n/);
    for (const part of ["getTemperature", "analogRead", "process", "Watchdog", "D39=39"]) {
      expect(files[".boot0"]).toContain(part);
    }
    expect(files.Wifi).toContain("exports.stopAP");
    expect(files[".bootcde"]).toBe("print(1)");
  });

  it("have neither bundle nor settings when it is blank", () => {
    const files = filesFor("print(1)", { blank: true });
    expect(Object.keys(files)).toEqual([".boot0", "Wifi", "ESP32"]);
    expect(files[".boot0"]).toMatch(/^"espulse simulator";echo\(0\);\n/);
    expect(files[".boot0"]).toContain("getTemperature");
  });
});

describe("thinning a module", () => {
  const text = "a; // why\n// comment\n\n  b;\n//@ one\nc;\n//@ two\nd;\n//@\ne;\n";

  it("keeps sections by name, and drops comments and indentation", () => {
    expect(thin(text, "")).toBe("a;\nb;\ne;\n");
    expect(thin(text, "x.two()")).toBe("a;\nb;\nd;\ne;\n");
  });
});
