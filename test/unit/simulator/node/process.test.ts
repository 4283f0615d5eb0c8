// What the board and its release tell of themselves.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("process and getSerial (src/jswrap_process.c, jswrap_interface_getSerial)", () => {
  it("name the board, its release and its Storage", async () => {
    const { value } = await bench("");
    expect(await value("process.env")).toMatchObject({
      VERSION: "2v29",
      BOARD: "ESP32",
      STORAGE: 917_504,
      CONSOLE: "Serial1",
    });
    expect(await value("process.env.MODULES.split(',').indexOf('Wifi') >= 0")).toBe(true);
  });

  it("give the MAC address with a dash after four bytes, another for each seed", async () => {
    const serials = new Set<unknown>();
    for (let seed = 0; seed < 20; seed++) {
      const { value } = await bench("", { seed });
      const serial = await value("getSerial()");
      expect(serial).toMatch(/^240ac4[0-9a-f]{2}-[0-9a-f]{4}$/);
      expect(await value("process.env.SERIAL")).toBe(serial);
      serials.add(serial);
    }
    expect(serials.size).toBe(20);
  });

  it("tell memory in variables of the board's pool", async () => {
    const { value } = await bench("");
    const memory = (await value("process.memory()")) as Record<string, number>;
    expect(memory).toMatchObject({ total: 3400, blocksize: 14 });
    expect(memory.free! + memory.usage!).toBe(3400);
  });
});
