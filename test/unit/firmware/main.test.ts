// The start of the program, and the watchdog that decides whether it still runs.
import { afterEach, describe, expect, it } from "vitest";
import { crc32 } from "../../../host/crc32.ts";
import { BoardBench } from "./board-bench.ts";

let board: BoardBench;
afterEach(() => board.close());

describe("at start", () => {
  it("turns the Telnet console off and keeps the serial one", async () => {
    board = await BoardBench.boot();
    expect(board.interpreter.telnet).toEqual({ mode: "off" });
    expect(board.interpreter.consoleDevice).toBe("Serial1");
  });

  it("takes its random numbers from serial and boot: each board and boot its own", async () => {
    board = await BoardBench.boot();
    const { storage } = board.interpreter;
    expect(board.interpreter.seeds).toEqual([crc32(Buffer.from("240ac4a1b2c31"))]);
    board.close();
    board = await BoardBench.boot({ storage });
    expect(board.interpreter.seeds).toEqual([crc32(Buffer.from("240ac4a1b2c32"))]);
  });

  it("reads pins as channels: analog in volts, digital as 0 or 1", async () => {
    board = await BoardBench.boot({
      settings: {
        pins: [
          { name: "light", pin: "D34", kind: "analog" },
          { name: "door", pin: "D4", kind: "digital" },
        ],
      },
    });
    board.interpreter.pins.set("D34", 0.5).set("D4", 1);
    board.pass(1000);
    board.interpreter.pins.set("D34", NaN).set("D4", 0);
    board.pass(1000);
    expect(board.readings.map(({ d }) => [d.light, d.door])).toEqual([
      [1.65, 1],
      [null, 0],
    ]);
    expect(JSON.parse(board.broker.of("meta")[0]!.payload).channels.slice(3)).toEqual([
      { n: "light", u: "V" },
      { n: "door", u: "1" },
    ]);
  });

  it("a sensor that gives nothing is null, and the others are still told", async () => {
    board = await BoardBench.boot();
    board.interpreter.temperature = NaN;
    board.interpreter.radio.status = { rssi: "off" };
    board.pass(1000);
    board.interpreter.radio.status = {};
    board.pass(1000);
    expect(board.readings.map(({ d }) => d)).toEqual([
      { temp: null, vars: 2800, rssi: null },
      { temp: null, vars: 2800, rssi: null },
    ]);
  });

  it("values are rounded to thousandths", async () => {
    board = await BoardBench.boot();
    board.interpreter.temperature = 53.333333;
    board.pass(1000);
    board.interpreter.temperature = -0.0004;
    board.pass(1000);
    board.interpreter.temperature = 1e9;
    board.pass(1000);
    expect(board.readings.map(({ d }) => d.temp)).toEqual([53.333, 0, 1e9]);
  });

  it("a sensor that throws ends neither the schedule nor the session's deadlines for good", async () => {
    board = await BoardBench.boot();
    board.pass(2000);
    Object.defineProperty(board.interpreter.radio, "status", {
      get: () => {
        throw new Error("the driver is busy");
      },
      configurable: true,
    });
    board.pass(3000);
    Object.defineProperty(board.interpreter.radio, "status", { value: { rssi: -60 } });
    board.pass(3000);
    expect(board.loop.errors.splice(0)).toHaveLength(3);
    expect(board.seqs).toEqual([1, 2, 3, 4, 5]);
    expect(board.readings.map(({ up }) => Math.round(up / 1000))).toEqual([0, 1, 5, 6, 7]);
  });
});

describe("the watchdog", () => {
  /** Seconds since start of the kicks. */
  const kicks = () => board.interpreter.kicks.map((at) => Math.round(at / 1000));

  it("is not left to the interpreter's idle loop, and waits 120 s", async () => {
    board = await BoardBench.boot();
    expect(board.interpreter.watchdogSeconds).toBe(120);
    expect(board.interpreter.isWatchdogAutomatic).toBe(false);
  });

  it("waits as long as the settings say", async () => {
    board = await BoardBench.boot({ settings: { watchdog: 7 } });
    expect(board.interpreter.watchdogSeconds).toBe(7);
  });

  it("is kicked each second while readings are acknowledged", async () => {
    board = await BoardBench.boot();
    board.pass(10_000);
    expect(kicks()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("is not kicked once the sampling timer is gone, though the broker still talks", async () => {
    board = await BoardBench.boot();
    board.pass(5000);
    board.loop.clearTimers();
    for (let second = 0; second < 130; second++) {
      board.pass(1000);
      board.command("ping", '{"id":"a"}');
    }
    expect(kicks().at(-1)).toBe(4);
  });

  it("is not kicked while sampler and Wi-Fi are well but the session shows no life", async () => {
    // A session that is connected and silent: no reading is due, no ping yet.
    board = await BoardBench.boot({
      settings: {
        interval: 3_600_000,
        broker: { host: "broker.test", port: 1883, keepAlive: 65_535 },
      },
    });
    board.pass(600_000);
    expect(kicks().at(-1)).toBeLessThan(10);
  });

  it.each([
    ["the broker is away", () => (board.broker.isListening = false)],
    ["the broker refuses", () => (board.broker.connackCode = 5)],
    ["the broker never answers", () => (board.broker.connackCode = undefined)],
    ["no PUBACK comes", () => (board.broker.acknowledges = () => false)],
  ])("is kicked often enough while %s", async (_name, spoil) => {
    board = await BoardBench.boot();
    spoil();
    board.pass(1_800_000);
    const gaps = kicks().map((at, i) => at - (kicks()[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(100);
    expect(kicks().at(-1)).toBeGreaterThan(1700);
  });

  it("is kicked while there is no access point: a restart brings none", async () => {
    board = await BoardBench.boot({ isOnline: false });
    board.pass(600_000);
    const gaps = kicks().map((at, i) => at - (kicks()[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(16);
    expect(kicks().at(-1)).toBeGreaterThan(580);
  });
});
