import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { startEspruinoBoard } from "../../host/simulator/espruino/espruino-board.ts";
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import {
  analogInput,
  chipTemperatureCel,
  digitalInput,
  signalDbm,
} from "../../host/simulator/sensors.ts";
import type { SimulatedBoard } from "../../host/simulator/simulated-board.ts";
import { until } from "../doubles/until.ts";

const required = process.env.ESPULSE_REQUIRE?.split(",").includes("espruino") ?? false;
const binary = findInterpreter(process.env);

const SEED = 7;
/** ES5, as a bundle is: joins, connects, and tells everything it hears of. */
const PROGRAM = `(function(){
var settings=JSON.parse(require("Storage").read("espulse.json")),wifi=require("Wifi"),ticks=0,got=0;
function say(text){print("program: "+text)}
function join(){wifi.connect(settings.wifi.ssid,{password:settings.wifi.password},function(e){say("callback "+e)})}
function start(){
var socket=require("net").connect(settings.broker,function(){socket.write("hello")});
socket.on("data",function(d){got+=d.length});
socket.on("close",function(){say("socket closed")});
}
wifi.on("associated",function(d){say("associated "+d.ssid)});
wifi.on("connected",function(d){say("connected "+d.ip+" "+wifi.getIP().ip);start()});
wifi.on("disconnected",function(d){say("disconnected "+d.reason+" "+wifi.getStatus().station);setTimeout(join,200)});
join();
global.stopKicking=function(){clearInterval(interval)};
var interval=setInterval(function(){ticks++;E.kickWatchdog();if(ticks%2==0)say("tick "+ticks)},100);
E.enableWatchdog(2,false);
E.on("kill",function(){print('espulse: stop {"made":'+ticks+',"acked":0,"dropped":0,"waiting":0}')});
global.received=function(){return got};
})();// getTemperature analogRead digitalRead getSerial .BOARD pinMode disconnect`;

describe.skipIf(binary === undefined && !required)(
  "a board on the real interpreter (espruino)",
  () => {
    let server: Server;
    let connections: Socket[];
    let received: string;
    let lines: string[];
    let folder: string;
    let board: SimulatedBoard | undefined;

    beforeEach(async () => {
      if (binary === undefined) throw new Error("ESPULSE_REQUIRE names espruino; set ESPRUINO_BIN");
      connections = [];
      received = "";
      lines = [];
      folder = mkdtempSync(join(tmpdir(), "espulse-espruino-"));
      server = createServer((socket) => {
        connections.push(socket);
        socket.on("error", () => {});
        socket.on("data", (data) => {
          received += data.toString();
          socket.write("x");
        });
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    afterEach(async () => {
      await board?.close();
      board = undefined;
      for (const socket of connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    });

    function settings(): Settings {
      return {
        v: 1,
        device: "esp32-de098d",
        board: "esp32-devkitc",
        install: "00c0ffee",
        prefix: "espulse",
        interval: 1000,
        wifi: { ssid: "simulated", password: "secret12" },
        broker: { host: "127.0.0.1", port: (server.address() as AddressInfo).port, keepAlive: 10 },
        pins: [{ name: "light", pin: "D34", kind: "analog" }],
      };
    }

    async function start(bundle = PROGRAM, more: { storageFolder?: string } = {}) {
      board = await startEspruinoBoard({
        bundle,
        board: loadBoard("esp32-devkitc"),
        settings: settings(),
        seed: SEED,
        binary: binary!,
        onConsoleLine: (line) => lines.push(line),
        ...more,
      });
      return board;
    }

    const seen = (isSo: () => boolean, what: string): Promise<void> =>
      until(isSo, () => `${what}; the console said:\n${lines.join("\n")}`);
    const said = (text: string, times = 1): Promise<void> =>
      seen(() => lines.filter((line) => line.startsWith(text)).length >= times, text);

    it("runs a bundle from Storage: joins, connects, prints whole lines, ends with `kill`", async () => {
      await start();
      await said("program: tick 8");
      await seen(() => received === "hello", "hello at the server");
      expect(lines.filter((line) => !/tick/.test(line))).toEqual([
        "program: associated simulated",
        "program: callback null",
        "program: connected 192.168.4.2 192.168.4.2",
      ]);
      await board!.close();
      expect(lines.at(-1)).toMatch(
        /^espulse: stop \{"made":\d+,"acked":0,"dropped":0,"waiting":0\}$/,
      );
    });

    it("answers questions while the program prints and a socket is open", async () => {
      const running = await start();
      await seen(() => received === "hello", "hello at the server");
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
      const running = await start();
      await said("program: connected");
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
      const running = await start();
      await seen(() => received === "hello", "hello at the server");
      let isClosed = false;
      connections[0]!.on("close", () => {
        isClosed = true;
      });
      await running.setWifi(false);
      await said("program: socket closed");
      await said("program: disconnected 201 NO_AP_FOUND");
      expect(await running.evaluate('require("Wifi").getIP().ip')).toBe('"0.0.0.0"');
      await expect(
        running.evaluate('require("net").connect({host:"127.0.0.1",port:1},function(){})'),
      ).rejects.toThrow("Unable to locate host");
      await running.setWifi(true);
      await seen(() => received === "hellohello", "hello again");
      expect(isClosed).toBe(false);
      expect(lines.filter((line) => line.startsWith("program: connected"))).toHaveLength(2);
    });

    it("steps its clock and keeps its timers", async () => {
      const running = await start();
      await said("program: tick 2");
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
        const [ticks, since] = [lines.length, hostSeconds()];
        await said("program: tick", ticks + 5);
        // A line each 0.2 s: neither frozen nor made up.
        expect(lines.length - ticks).toBeLessThan((hostSeconds() - since) / 0.2 + 3);
      }
    });

    it("boots again at E.reboot(), which fires `kill`, and at load()", async () => {
      const running = await start();
      await said("program: connected");
      await running.evaluate('setTimeout("E.reboot();print(1)",0)');
      await said("program: connected", 2);
      await running.evaluate('setTimeout("load()",0)');
      await said("program: connected", 3);
      expect(running.boots).toBe(3);
      expect(lines.filter((line) => line.startsWith("espulse: stop"))).toHaveLength(2);
      expect(lines).not.toContain("1");
      expect(lines).not.toContain("Not implemented");
    });

    it("is bitten by the watchdog when nobody kicks it, and when JavaScript hangs", async () => {
      const running = await start();
      await said("program: connected");
      await running.evaluate("stopKicking()");
      await said("simulator: watchdog");
      await said("program: connected", 2);
      await running.evaluate('setTimeout("while(1);",10)');
      await said("simulator: watchdog", 2);
      await said("program: connected", 3);
      expect(running.boots).toBe(3);
      expect(lines.some((line) => line.startsWith("espulse: stop"))).toBe(false);
    });

    it("loses nothing of its Storage in a power cut, and nothing between runs in a kept folder", async () => {
      const running = await start("print(require('Storage').read('count'))", {
        storageFolder: folder,
      });
      await running.evaluate('require("Storage").write("count","\\x01\\xff")');
      await running.powerCycle();
      expect(running.boots).toBe(2);
      expect(await running.evaluate('E.toUint8Array(require("Storage").read("count"))')).toBe(
        "[1,255]",
      );
      await running.close();
      expect(existsSync(join(folder, "espruino.flash"))).toBe(true);
      const again = await start("print('another bundle')", { storageFolder: folder });
      expect(await again.evaluate('require("Storage").read("count").length')).toBe("2");
      expect(await again.evaluate('require("Storage").read(".bootcde")')).toBe(
        JSON.stringify("print('another bundle')"),
      );
    });

    it("says so when the interpreter ends by itself, and is off then", async () => {
      const running = await start("0");
      await running.evaluate("(setTimeout(quit,10),0)");
      await said("simulator: the interpreter ended unexpectedly with status 0");
      await expect(running.evaluate("1")).rejects.toThrow("the board is off");
      await running.powerCycle();
      expect(await running.evaluate("1")).toBe("1");
    });

    it("tells what it was started with when that is no interpreter", async () => {
      await expect(
        startEspruinoBoard({
          bundle: "",
          board: loadBoard("esp32-devkitc"),
          settings: settings(),
          seed: SEED,
          binary: "/bin/true",
          storageFolder: folder,
        }),
      ).rejects.toThrow("the interpreter said nothing");
    });

    it("adds few enough vars that a budget of 600 for the firmware can be measured with it", async () => {
      const names = "getTemperature analogRead digitalRead getSerial Watchdog";
      const usage = async (bundle: string): Promise<number> => {
        const running = await start(bundle);
        const vars = Number(await running.evaluate("process.memory().usage"));
        await running.close();
        return vars;
      };
      const without = await usage(`E.on("kill",function(){});print("D34")`);
      const shimmed = await usage(`E.on("kill",function(){});require("Wifi");// ${names}`);
      expect(shimmed - without).toBeLessThan(60);
    });
  },
);
