// The modules that come with the interpreter, and those that Storage holds.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("crypto, require, TelnetServer, ESP32", () => {
  it("hash as Node does", async () => {
    const { value } = await bench(
      "function hex(b) { return Array.prototype.map.call(new Uint8Array(b), function (x) { return (256 + x).toString(16).slice(1); }).join(''); }",
    );
    expect(await value("hex(require('crypto').SHA256('abc'))")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
    expect(await value("require('crypto').SHA1('') instanceof ArrayBuffer")).toBe(true);
  });

  it("require a Storage file that has a module's name, once (jswrap_require)", async () => {
    const { value, board } = await bench("");
    await value("require('Storage').write('own', 'print(\"loaded\"); exports.x = 5;')");
    expect(await value("require('own').x + require('own').x")).toBe(10);
    await expect(board.evaluate("require('nope')")).rejects.toThrow('Module "nope" not found');
  });

  it("take the mode of the Telnet console, and no other", async () => {
    const { value, board } = await bench("");
    expect(await value("require('TelnetServer').setOptions({mode: 'off'})")).toBeNull();
    await expect(board.evaluate("require('TelnetServer').setOptions({mode: 'x'})")).rejects.toThrow(
      "Unknown mode value",
    );
    expect(await value("ESP32.getState().Wifi")).toBe(true);
  });
});
