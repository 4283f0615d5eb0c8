// A simulated board on the real interpreter, in the hand of a test: what its console says, what comes to
// a server of this machine, and a folder that outlives it.
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import { startEspruinoBoard } from "../../host/simulator/espruino/espruino-board.ts";
import type { SimulatedBoard } from "../../host/simulator/simulated-board.ts";
import { interpreter } from "./real-interpreter.ts";
import { until } from "./until.ts";

export const SEED = 7;
/** ES5, as a bundle is: joins, connects, and tells everything it hears of. */
const PROGRAM = `(function(){
var settings=JSON.parse(require("Storage").read("conf0")),wifi=require("Wifi"),ticks=0,got=0;
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

class EspruinoBench {
  board: SimulatedBoard | undefined;
  connections: Socket[] = [];
  /** By the server. */
  received = "";
  lines: string[] = [];
  folder = "";
  #server!: Server;

  async open(): Promise<void> {
    if (!interpreter) throw new Error("ESPULSE_REQUIRE names espruino; set ESPRUINO_BIN");
    this.connections = [];
    this.received = "";
    this.lines = [];
    this.folder = mkdtempSync(join(tmpdir(), "espulse-espruino-"));
    this.#server = createServer((socket) => {
      this.connections.push(socket);
      socket.on("error", () => {});
      socket.on("data", (data) => {
        this.received += data.toString();
        socket.write("x");
      });
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    await this.board?.close();
    this.board = undefined;
    for (const socket of this.connections) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.folder, { recursive: true });
  }

  get settings(): Settings {
    return {
      v: 1,
      device: "esp32-de098d",
      board: "esp32-devkitc",
      install: "00c0ffee",
      prefix: "espulse",
      interval: 1000,
      wifi: { ssid: "simulated", password: "secret12" },
      broker: {
        host: "127.0.0.1",
        port: (this.#server.address() as AddressInfo).port,
        keepAlive: 10,
      },
      pins: [{ name: "light", pin: "D34", kind: "analog" }],
    };
  }

  async start(bundle = PROGRAM, more: { storageFolder?: string } = {}): Promise<SimulatedBoard> {
    const board = await startEspruinoBoard({
      bundle,
      board: loadBoard("esp32-devkitc"),
      settings: this.settings,
      seed: SEED,
      binary: interpreter!,
      onConsoleLine: (line) => this.lines.push(line),
      ...more,
    });
    this.board = board;
    return board;
  }

  seen(isSo: () => boolean, what: string): Promise<void> {
    return until(isSo, () => `${what}; the console said:\n${this.lines.join("\n")}`);
  }

  /** So many lines of the console that start so. */
  said(text: string, times = 1): Promise<void> {
    return this.seen(
      () => this.lines.filter((line) => line.startsWith(text)).length >= times,
      text,
    );
  }
}

/** For each test of the file, or of the `describe`, a bench of its own. */
export function useEspruino(): EspruinoBench {
  const bench = new EspruinoBench();
  beforeEach(() => bench.open());
  afterEach(() => bench.close());
  return bench;
}
