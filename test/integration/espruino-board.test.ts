// A board on the real interpreter while it runs: console, sensors, network, clock.
import { describe, expect, it } from "vitest";
import {
  analogInput,
  chipTemperatureCel,
  digitalInput,
  signalDbm,
} from "../../host/simulator/sensors.ts";
import { SEED, useEspruino } from "../doubles/espruino-bench.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";

describe.skipIf(skipEspruino)("a board on the real interpreter (espruino)", () => {
  const bench = useEspruino();

  it("runs a bundle from Storage: joins, connects, prints whole lines, ends with `kill`", async () => {
    await bench.start();
    await bench.said("program: tick 8");
    await bench.seen(() => bench.received === "hello", "hello at the server");
    expect(bench.lines.filter((line) => !/tick/.test(line))).toEqual([
      "program: associated simulated",
      "program: callback null",
      "program: connected 192.168.4.2 192.168.4.2",
    ]);
    await bench.board!.close();
    expect(bench.lines.at(-1)).toMatch(
      /^espulse: stop \{"made":\d+,"acked":0,"dropped":0,"waiting":0\}$/,
    );
  });

  it("answers questions while the program prints and a socket is open", async () => {
    const running = await bench.start();
    await bench.seen(() => bench.received === "hello", "hello at the server");
    expect(await running.evaluate("1+1")).toBe("2");
    expect(await running.evaluate("undefined")).toBe("null");
    expect(await running.evaluate("var list=[];\nlist.push({a:'b'});list")).toBe('[{"a":"b"}]');
    await expect(running.evaluate("nowhere.to()")).rejects.toThrow(/nowhere/);
    await expect(running.evaluate("syntax(")).rejects.toThrow(/syntax/);
    // Enough of them that a lost or doubled character would show.
    for (let i = 0; i < 100; i++) {
      const text = `${i}-${"abcdefghij".repeat(8)}`;
      expect(await running.evaluate(`"${text}"`)).toBe(JSON.stringify(text));
    }
    expect(running.boots).toBe(1);
  });

  it("has the sensors of sensors.ts, the serial number and the board's name", async () => {
    const running = await bench.start();
    await bench.said("program: connected");
    const bootCode = JSON.parse(await running.evaluate('require("Storage").read(".boot0")'));
    const startedAt = Number(/valueOf\(\) - (\d+)/.exec(bootCode)![1]);
    const [before, temp, analog, digital, rssi, after] = JSON.parse(
      await running.evaluate(
        '[new Date().valueOf(),E.getTemperature(),analogRead(D34),digitalRead(D5),require("Wifi").getStatus().rssi,new Date().valueOf()]',
      ),
    ) as number[];
    // Each was read at some millisecond between the two.
    const [first, last] = [before! - startedAt, after! - startedAt];
    const then = Array.from({ length: last - first + 2 }, (_, i) => Math.floor(first) + i);
    const near = (value: number, at: (ms: number) => number) =>
      then.some((ms) => Math.abs(at(ms) - value) < 0.05);
    expect(near(temp!, (ms) => chipTemperatureCel(SEED, ms))).toBe(true);
    expect(near(analog!, (ms) => analogInput(SEED, 34, ms))).toBe(true);
    expect(then.map((ms) => digitalInput(SEED, 5, ms))).toContain(digital);
    expect(then.map((ms) => signalDbm(SEED, ms))).toContain(rssi);
    expect(await running.evaluate("[getSerial(),process.env.BOARD]")).toBe(
      '["240ac4de-098d","ESP32"]',
    );
    expect(
      await running.evaluate('(pinMode(D34,"input"),process.env.VERSION==process.version)'),
    ).toBe("true");
  });

  it("without the access point: sockets end, the peer hears nothing, connecting fails, rejoining works", async () => {
    const running = await bench.start();
    await bench.seen(() => bench.received === "hello", "hello at the server");
    let isClosed = false;
    bench.connections[0]!.on("close", () => {
      isClosed = true;
    });
    await running.setWifi(false);
    await bench.said("program: socket closed");
    await bench.said("program: disconnected 201 NO_AP_FOUND");
    expect(await running.evaluate('require("Wifi").getIP().ip')).toBe('"0.0.0.0"');
    await expect(
      running.evaluate('require("net").connect({host:"127.0.0.1",port:1},function(){})'),
    ).rejects.toThrow("Unable to locate host");
    await running.setWifi(true);
    await bench.seen(() => bench.received === "hellohello", "hello again");
    expect(isClosed).toBe(false);
    expect(bench.lines.filter((line) => line.startsWith("program: connected"))).toHaveLength(2);
  });

  it("steps its clock and keeps its timers", async () => {
    const running = await bench.start();
    await bench.said("program: tick 2");
    const year = 365 * 86_400;
    const boardSeconds = async () => Number(await running.evaluate("getTime()"));
    const hostSeconds = () => performance.now() / 1000;
    const [asked, before, answered] = [hostSeconds(), await boardSeconds(), hostSeconds()];
    for (const [step, sum] of [
      [year, year],
      [-2 * year, -year],
    ] as const) {
      await running.stepClock(step * 1000);
      // As much as has passed here besides, wherever between question and answer it was read.
      const from = hostSeconds();
      const passed = (await boardSeconds()) - before - sum;
      expect(passed).toBeGreaterThan(from - answered - 0.001);
      expect(passed).toBeLessThan(hostSeconds() - asked + 0.001);
      const [ticks, since] = [bench.lines.length, hostSeconds()];
      await bench.said("program: tick", ticks + 5);
      // A line each 0.2 s: neither frozen nor made up.
      expect(bench.lines.length - ticks).toBeLessThan((hostSeconds() - since) / 0.2 + 3);
    }
  });

  it("adds few enough vars that a budget of 600 for the firmware can be measured with it", async () => {
    const names = "getTemperature analogRead digitalRead getSerial Watchdog";
    const usage = async (bundle: string): Promise<number> => {
      const running = await bench.start(bundle);
      const vars = Number(await running.evaluate("process.memory().usage"));
      await running.close();
      return vars;
    };
    const without = await usage(`E.on("kill",function(){});print("D34")`);
    const shimmed = await usage(`E.on("kill",function(){});require("Wifi");// ${names}`);
    expect(shimmed - without).toBeLessThan(60);
  });
});
