// Small APIs of the board: E, process, pins, crypto, random numbers, Date, require, events, Promise.
// Numbers and texts without another source were measured on the real interpreter.
import { describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

describe("E (src/jswrap_espruino.c)", () => {
  it.each([
    ["E.CRC32('123456789')", 3_421_780_262],
    ["E.CRC32([1, 2, 300])", 4_268_604_740],
    ["E.toString([1, 2, 300])", "\x01\x02,"],
    [
      "E.toString('a', [1, 'b'], {data: [3], count: 2}, new Uint16Array([513, 2]))",
      "a\x01b\x03\x03\x01\x02",
    ],
    ["E.toString(1, 2, {callback: function () { return 'Hi'; }}, 5)", "\x01\x02Hi\x05"],
    ["Array.prototype.join.call(E.toUint8Array('ab', 5))", "97,98,5"],
    ["Array.prototype.join.call(new Uint8Array(E.toArrayBuffer('abc')))", "97,98,99"],
    ["E.toUint8Array(1) instanceof Uint8Array", true],
    ["E.getErrorFlags()", []],
    [
      "Object.keys(E.getFlags())",
      [
        "deepSleep",
        "unsafeFlash",
        "unsyncFiles",
        "pretokenise",
        "jitDebug",
        "onErrorSave",
        "onErrorFlash",
      ],
    ],
    ["(E.setFlags({pretokenise: true}), E.getFlags().pretokenise)", 1],
    ["E.getConsole()", "Serial1"],
    ["(E.setConsole('Serial1', {force: true}), E.getConsole())", "Serial1"],
    ["(E.setConsole(null), E.getConsole())", null],
    ["E.reverseByte(1)", 128],
    ["E.clip(7, 1, 5)", 5],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });

  it("reads the chip's temperature as the byte the ESP32 has, from the sensor model", async () => {
    const { value } = await bench("");
    const temperature = (await value("E.getTemperature()")) as number;
    expect(Number.isInteger(temperature)).toBe(true);
    expect(temperature).toBeGreaterThanOrEqual(39);
    expect(temperature).toBeLessThanOrEqual(51);
  });

  it("has no voltage reference on the ESP32 (jshReadVRef)", async () => {
    const { value, said } = await bench("");
    expect(await value("isNaN(E.getAnalogVRef())")).toBe(true);
    expect(said()).toEqual(["ERROR: >> jshReadVRef Not implemented"]);
  });
});

describe("random numbers (rand, src/jsutils.c; jshGetRandomNumber, targets/esp32)", () => {
  it("are the same after every start, whatever the seed of the simulation", async () => {
    for (const seed of [1, 2]) {
      const { value } = await bench("", { seed });
      expect(await value("[Math.random(), Math.random()]")).toEqual([
        expect.closeTo(0.93255273858, 10),
        expect.closeTo(0.70772355841, 10),
      ]);
      expect(await value("[E.hwRand(), E.hwRand()]")).toEqual([548_953_282, 1_471_297_748]);
    }
  });

  it("follow from E.srand", async () => {
    const { value } = await bench("");
    await value("E.srand(12345)");
    expect(await value("Math.random()")).toBeCloseTo(0.10348034324, 10);
    expect(await value("E.hwRand()")).toBe(995_493_390);
    await value("E.srand(-5)");
    expect(await value("E.hwRand()")).toBe(904_241_259);
    expect(await value("Math.random()")).toBeCloseTo(0.7577717, 8);
  });
});

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

describe("pins (src/jswrap_pin.c, src/jswrap_io.c)", () => {
  it.each([
    ["typeof D0 + typeof D39 + typeof D40", "objectobjectundefined"],
    ["D34 instanceof Pin", true],
    ["new Pin('D4') === D4", true],
    ["D34.toString()", "D34"],
    ["D34 + 0", 34],
    ["isNaN(analogRead(D4))", true],
    ["analogRead(D34) >= 0 && analogRead(D34) < 1", true],
    ["analogRead(34) === analogRead(D34)", true],
    ["D34.analog() === analogRead('D34')", true],
    ["(pinMode(D2, 'output'), digitalWrite(D2, 1), digitalRead(D2))", 1],
    // A pin that nobody has set by pinMode becomes an input when it is read (jshPinInput).
    ["(digitalWrite(D2, 1), digitalRead(D2), D2.getMode())", "input"],
    [
      "(pinMode(D4, 'output'), pinMode(D5, 'output'), digitalWrite([D4, D5], 2), [digitalRead([D4, D5]), D4.getMode()])",
      [2, "output"],
    ],
    ["(D2.write(true), D2.toggle(), D2.toggle())", true],
    ["[D34.getMode(), typeof D16.getMode()]", ["input_pullup", "undefined"]],
    ["(pinMode(D4, 'opendrain'), digitalRead(D4), getPinMode(D4))", "opendrain"],
    ["(pinMode(D4, 'output', true), digitalRead(D4), getPinMode(D4))", "input"],
    ["(pinMode(D4, 'output'), pinMode(D4), digitalRead(D4), D4.getMode())", "input"],
    [
      "D34.getInfo()",
      {
        port: "D",
        num: 34,
        mode: "input_pullup",
        output: 0,
        functions: { ADC1: { type: "IN6", af: 0 } },
        analog: { ADCs: [1], channel: 6 },
        channel: 6,
      },
    ],
    ["LED1 === D2", true],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });

  it("refuse what is no pin", async () => {
    const { board } = await bench("");
    await expect(board.evaluate("digitalRead('X9')")).rejects.toThrow("Invalid pin");
    await expect(board.evaluate("pinMode(D4, 'sideways')")).rejects.toThrow("Unknown pin mode");
  });

  it("move with time and come again with the seed", async () => {
    const read = async () => {
      const { value, scheduler } = await bench("", { seed: 9 });
      const values: unknown[] = [];
      for (let i = 0; i < 10; i++) {
        values.push(await value("analogRead(D34)"));
        scheduler.advance(1000);
      }
      return values;
    };
    const first = await read();
    expect(new Set(first).size).toBeGreaterThan(5);
    expect(await read()).toEqual(first);
  });
});

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

describe("Date (src/jswrap_date.c)", () => {
  it.each([
    ["(setTime(1e9), new Date().toISOString())", "2001-09-09T01:46:40.000Z"],
    ["(setTime(86400 * 1.5), new Date().getHours())", 12],
    ["(E.setTimeZone(2), new Date(0).getHours())", 2],
    ["new Date(2024, 0, 1).getTime()", 1_704_067_200_000],
    ["new Date(86400000).toISOString()", "1970-01-02T00:00:00.000Z"],
    ["new Date() instanceof Date", true],
  ])("%s", async (expression, expected) => {
    const { value } = await bench("");
    expect(await value(expression)).toEqual(expected);
  });
});

describe("events on every object (src/jswrap_object.c)", () => {
  it("are queued by emit, and called with the object as this", async () => {
    const { value, said, scheduler } = await bench("var o = {};");
    await value("o.on('x', function (a, b) { print(a, b, this === o); })");
    await value("(o.emit('x', 1, 2), print('after emit'))");
    scheduler.advance(0);
    expect(said()).toEqual(["after emit", "1 2 true"]);
  });

  it("reach a listener added meanwhile only the next time, and no removed one", async () => {
    const { value, said, scheduler } = await bench("var o = {}; function b() { print('b'); }");
    await value("o.on('x', function () { print('a'); o.on('x', b); })");
    await value("o.emit('x')");
    scheduler.advance(0);
    expect(said()).toEqual(["a"]);
    await value("(o.emit('x'), o.removeListener('x', b))");
    scheduler.advance(0);
    expect(said()).toEqual(["a"]);
    await value("(o.removeAllListeners('x'), o.emit('x'))");
    scheduler.advance(0);
    expect(said()).toEqual([]);
  });

  it.each([
    ["'text'.on", "(5).on('x', function () {})", "Parent must be an object"],
    ["a name", "({}).on(5, function () {})", "First argument must be String"],
    ["a listener", "({}).on('x', 5)", "Second argument must be a function or a String"],
    ["few arguments", "({}).emit('x', 1, 2, 3, 4, 5)", "Too many arguments (>4)"],
  ])("want %s", async (_what, expression, message) => {
    const { board } = await bench("");
    await expect(board.evaluate(expression)).rejects.toThrow(message);
  });

  it("do not show among an object's keys", async () => {
    const { value } = await bench("var o = {a: 1}; o.on('x', function () {});");
    expect(await value("[Object.keys(o), JSON.stringify(o)]")).toEqual([["a"], '{"a":1}']);
    expect(
      await value("(function () { var k = []; for (var i in {}) k.push(i); return k; })()"),
    ).toEqual([]);
  });
});

describe("Promise (src/jswrap_promise.c)", () => {
  it("calls reactions from the interpreter's queue, in order", async () => {
    const { said, scheduler } = await bench(
      "new Promise(function (r) { print('executor'); r(5); }).then(function (v) { print('then', v); return 6; }).then(function (v) { print('then', v); throw new Error('in then'); }).catch(function (e) { print(e.toString()); }); print('sync');",
    );
    scheduler.advance(0);
    expect(said()).toEqual(["executor", "sync", "then 5", "then 6", "Error: in then"]);
  });

  it("waits for all, and follows a promise that a reaction returns", async () => {
    const { said, scheduler } = await bench(
      "Promise.all([1, Promise.resolve(2)]).then(function (a) { print(a); return new Promise(function (r) { setTimeout(function () { r('late'); }, 10); }); }).then(print);",
    );
    scheduler.advance(10);
    expect(said()).toEqual(["[ 1, 2 ]", "late"]);
  });

  it("tells a rejection nobody takes on the console, and leaves Node alone", async () => {
    const { said, scheduler } = await bench(
      "Promise.reject('nobody').then(function () {}).then(print);",
    );
    scheduler.advance(0);
    expect(said()[0]).toBe("Uncaught Error: Unhandled promise rejection: nobody");
  });
});

describe("the console", () => {
  it("prints values as Espruino shows them", async () => {
    const { said } = await bench(
      "print({a: 1, b: [1, 'x']}, [], {}, 's', 1.5, undefined, null, true, new Uint8Array([1, 2])); console.log('two\\nlines');",
    );
    expect(said()).toEqual([
      '{ "a": 1, "b": [ 1, "x" ] } [  ] {  } s 1.5 undefined null true new Uint8Array([1, 2])',
      "two",
      "lines",
    ]);
  });

  // Measured: of two timers of one pass that throw, only the second is told, and both run.
  it("tells the last uncaught exception of a pass, and the interval goes on", async () => {
    const { said, scheduler } = await bench(
      "setInterval(function () { print('a'); throw new Error('A'); }, 10); setInterval(function () { print('b'); throw 'B'; }, 10);",
    );
    scheduler.advance(10);
    expect(said()).toEqual(["a", "b", "Uncaught B"]);
    scheduler.advance(10);
    expect(said()).toEqual(["a", "b", "Uncaught B"]);
  });

  it("tells where an error came from, in the board's files only", async () => {
    const { said, scheduler } = await bench(
      "function broken() { throw new Error('oops'); }\nsetTimeout(broken, 1);",
    );
    scheduler.advance(1);
    expect(said()).toEqual(["Uncaught Error: oops", "    at broken (.bootcde:1:27)"]);
  });

  it("gives an uncaught exception to process first (jsiCheckErrors)", async () => {
    const { said, scheduler } = await bench(
      "process.on('uncaughtException', function (e) { print('given', e.toString()); }); setTimeout(function () { throw new Error('x'); }, 1);",
    );
    scheduler.advance(1);
    expect(said()).toEqual(["given Error: x"]);
  });
});
