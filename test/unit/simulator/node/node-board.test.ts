// A board's power and boots: boot code (jsfLoadBootCodeFromFlash, src/jsflash.c), reset(), load(),
// E.reboot(), the watchdog, power cuts; and that boards keep apart.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bench, SETTINGS } from "./bench.ts";

const BOOT_MS = 300;

describe("starting", () => {
  it("runs the bundle from .bootcde, with the settings beside it", async () => {
    const { said } = await bench("print(JSON.parse(require('Storage').read('conf0')).device);");
    expect(said()).toEqual([SETTINGS.device]);
  });

  it("runs .boot0 to .boot3 first, then `init` on E, then onInit()", async () => {
    const { said, board, scheduler } = await bench(
      "print('.bootcde'); E.on('init', function () { print('init'); }); function onInit() { print('onInit'); }",
    );
    expect(said()).toEqual([".bootcde", "init", "Running onInit()...", "onInit"]);
    await board.evaluate(
      "[3, 0, 1].forEach(function (i) { require('Storage').write('.boot' + i, 'print(\".boot' + i + '\")'); })",
    );
    await board.evaluate("load()");
    scheduler.advance(0);
    expect(said()).toEqual([
      ".boot0",
      ".boot1",
      ".boot3",
      ".bootcde",
      "init",
      "Running onInit()...",
      "onInit",
    ]);
  });

  it("goes on after boot code that throws", async () => {
    const { said, value } = await bench("print('before'); nowhere();");
    expect(said()[0]).toBe("before");
    expect(await value("1 + 1")).toBe(2);
  });

  it("tells an uncaught error of the boot code", async () => {
    const { lines } = await bench("nowhere();");
    expect(lines[0]).toBe("Uncaught ReferenceError: nowhere is not defined");
  });
});

describe("reset(), load() and E.reboot()", () => {
  const PROGRAM = "print('start'); E.on('kill', function () { print('kill'); }); var here = true;";

  it("reset() ends the program and runs only .bootrst", async () => {
    const { said, value, scheduler, board } = await bench(PROGRAM);
    await value("(require('Storage').write('.bootrst', 'print(\"rst\")'), reset(), 1)");
    scheduler.advance(0);
    expect(said()).toEqual(["start", "kill", "rst"]);
    expect(await value("typeof here")).toBe("undefined");
    expect(board.boots).toBe(1);
  });

  it("load() starts the program again, load(name) a file", async () => {
    const { said, value, scheduler } = await bench(PROGRAM);
    await value("(require('Storage').write('other', 'print(\"other\")'), load(), 1)");
    scheduler.advance(0);
    expect(said()).toEqual(["start", "kill", "start"]);
    await value("load('other')");
    scheduler.advance(0);
    expect(said()).toEqual(["kill", "other"]);
  });

  it("E.reboot() tells `kill`, keeps the clock and Storage, and starts after the boot time", async () => {
    const { said, value, scheduler, board } = await bench(
      `${PROGRAM} print(Math.round(getTime()));`,
    );
    await value("(setTime(1000), require('Storage').write('kept', 'yes'))");
    await board.evaluate("E.reboot(); print('never heard')");
    expect(said()).toEqual(["start", "0", "kill"]);
    scheduler.advance(BOOT_MS);
    expect(said()).toEqual(["start", "1000"]);
    expect(board.boots).toBe(2);
    expect(await value("require('Storage').read('kept')")).toBe("yes");
  });

  it("ESP32.reboot() tells nobody", async () => {
    const { said, scheduler, board } = await bench(PROGRAM);
    await board.evaluate("ESP32.reboot()");
    scheduler.advance(BOOT_MS);
    expect(said()).toEqual(["start", "start"]);
  });

  it("nothing of the old run is heard after E.reboot(), not even what it catches", async () => {
    const { said, scheduler, board } = await bench(
      "setInterval(function () { print('tick'); }, 100); function go() { try { E.reboot(); } catch (e) {} setTimeout(function () { print('ghost'); }, 1); }",
    );
    await board.evaluate("go()");
    scheduler.advance(BOOT_MS + 99);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual(["tick"]);
  });
});

describe("a `kill` listener that reboots", () => {
  it("is called once", async () => {
    const { said, scheduler, board } = await bench(
      "print('start'); E.on('kill', function () { print('kill'); E.reboot(); });",
    );
    await board.evaluate("load()");
    scheduler.advance(BOOT_MS);
    expect(said()).toEqual(["start", "kill", "start"]);
    expect(board.boots).toBe(2);
    expect(await board.evaluate("1")).toBe("1");
  });
});

describe("the watchdog (jshEnableWatchDog, targets/esp32/jshardware.c)", () => {
  it("restarts a board that does not kick it, without `kill`", async () => {
    const { said, scheduler, board } = await bench(
      "print('start'); E.on('kill', function () { print('kill'); }); E.enableWatchdog(5, false); var id = setInterval(function () { E.kickWatchdog(); }, 1000);",
    );
    scheduler.advance(20_000);
    expect(board.boots).toBe(1);
    await board.evaluate("clearInterval(id)");
    scheduler.advance(4999);
    expect(board.boots).toBe(1);
    scheduler.advance(1 + BOOT_MS);
    expect(board.boots).toBe(2);
    expect(said()).toEqual(["start", "start"]);
  });

  it("counts whole seconds, rounded", async () => {
    const { scheduler, board } = await bench("E.enableWatchdog(1.6, false);");
    scheduler.advance(1999);
    expect(board.boots).toBe(1);
    scheduler.advance(1 + BOOT_MS);
    expect(board.boots).toBe(2);
  });

  it("is kicked by the idle loop in automatic mode, which forgives a stopped program", async () => {
    const { scheduler, board } = await bench("E.enableWatchdog(2);");
    scheduler.advance(60_000);
    expect(board.boots).toBe(1);
  });

  it("goes on over load()", async () => {
    const { scheduler, board } = await bench(
      "if (!require('Storage').read('twice')) { require('Storage').write('twice', '1'); E.enableWatchdog(5, false); load(); }",
    );
    scheduler.advance(5000 + BOOT_MS);
    expect(board.boots).toBe(2);
  });
});

describe("power", () => {
  it("cut and back: no `kill`, 1970 again, Storage kept", async () => {
    const { said, scheduler, board, value } = await bench(
      "print('start'); E.on('kill', function () { print('kill'); });",
    );
    await value("(setTime(5000), require('Storage').write('kept', 'yes'))");
    const cycled = board.powerCycle();
    scheduler.advance(BOOT_MS);
    await cycled;
    expect(said()).toEqual(["start", "start"]);
    expect(board.boots).toBe(2);
    expect(await value("getTime() < 1")).toBe(true);
    expect(await value("require('Storage').read('kept')")).toBe("yes");
  });

  it("close() tells `kill`, leaves nothing to wait for, and evaluates no more", async () => {
    const { said, scheduler, board } = await bench(
      "E.on('kill', function () { print('kill'); }); setInterval(function () {}, 10); E.enableWatchdog(5); require('Wifi').connect('attic', {});",
    );
    await board.close();
    await board.close();
    expect(said()).toEqual(["kill"]);
    expect(scheduler.pending).toBe(0);
    await expect(board.evaluate("1")).rejects.toThrow("closed");
  });

  it("keeps Storage in a folder over runs of the simulator", async () => {
    const folder = mkdtempSync(join(tmpdir(), "espulse-board-"));
    const count =
      "var S = require('Storage'), n = S.read('n') | 0; S.write('n', String(n + 1)); print(n);";
    try {
      for (const expected of ["0", "1", "2"]) {
        const { said, board } = await bench(count, { storageFolder: folder });
        await board.close();
        expect(said()).toEqual([expected]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("evaluate", () => {
  it("gives JSON text, null for nothing, and the board's errors", async () => {
    const { board } = await bench("var x = {a: [1, 'b']};");
    expect(await board.evaluate("x")).toBe('{"a":[1,"b"]}');
    expect(await board.evaluate("undefined")).toBe("null");
    expect(await board.evaluate("{a: 1}")).toBe('{"a":1}');
    expect(await board.evaluate("var y = 5; y + 1")).toBe("6");
    await expect(board.evaluate("nowhere()")).rejects.toThrow("nowhere is not defined");
    await expect(board.evaluate("(")).rejects.toThrow("SyntaxError");
  });
});

describe("two boards in one process", () => {
  it("share no variable, declared or not, and no built-in they change", async () => {
    const a = await bench(
      "leaked = 1; var declared = 2; Array.prototype.extra = 3; Math.max = null; JSON.own = 4;",
    );
    const b = await bench("");
    expect(
      await b.value(
        "[typeof leaked, typeof declared, typeof [].extra, typeof Math.max, typeof JSON.own]",
      ),
    ).toEqual(["undefined", "undefined", "undefined", "function", "undefined"]);
    expect(await a.value("[leaked, declared]")).toEqual([1, 2]);
    expect(typeof (globalThis as Record<string, unknown>).leaked).toBe("undefined");
    expect(([] as unknown as Record<string, unknown>).extra).toBeUndefined();
  });

  it("show no Node globals to the program", async () => {
    const { value } = await bench("");
    expect(
      await value(
        "[typeof Buffer, typeof setImmediate, typeof module, typeof WebAssembly, typeof process.exit]",
      ),
    ).toEqual(Array(5).fill("undefined"));
  });
});
