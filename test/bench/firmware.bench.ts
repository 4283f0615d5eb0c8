// The firmware's MQTT beside Espruino's stock module, both minified alike and run from Storage on the
// real interpreter, against the same broker. The user has the module: EspruinoDocs modules/MQTT.js.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { minify } from "../../host/build/minify/minify.ts";
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import { startBoardAt } from "../doubles/board-at-broker.ts";
import { ScriptedBroker } from "../doubles/scripted-broker.ts";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";

const OURS = fileURLToPath(new URL("../fixtures/firmware/publish/main.ts", import.meta.url));
const MESSAGES = 200;
const RUNS = 5;
const DEADLINE_MS = 60_000;

/** What test/fixtures/firmware/publish/main.ts does, with the stock module. */
const STOCK = `
var topic = "espulse/esp32-a1b2c3/telemetry";
var payload = '{"v":1,"boot":"7f3a12c4-17","seq":1042,"up":1042013,"t":1764000000125,"d":{"temp":21.5,"rh":40.2}}';
var left = ${MESSAGES}, began = 0, writing = 0, mqtt;
function next() {
  var start = getTime();
  if (!began) began = start;
  mqtt.publish(topic, payload, { qos: 1 });
  writing += getTime() - start;
}
function delivered() {
  if (--left) next();
  else print("bench " + JSON.stringify([process.memory().usage, writing, getTime() - began]));
}
setTimeout(function () {
  var broker = JSON.parse(require("Storage").read("conf0")).broker;
  mqtt = exports.create(broker.host, { port: broker.port, client_id: "stock", keep_alive: 60 });
  mqtt.on("connected", next);
  mqtt.on("puback", delivered);
  mqtt.connect();
}, 0);
`;

interface Measure {
  readonly vars: number;
  /** Milliseconds a message. */
  readonly writingMs: number;
  readonly acknowledgedMs: number;
}

async function measure(bundle: string, binary: string): Promise<Measure> {
  const broker = await ScriptedBroker.start();
  let told: (line: string) => void = () => {};
  const answer = new Promise<string>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error("no answer of the board")), DEADLINE_MS);
    told = (line) => {
      if (!line.startsWith("bench ")) return;
      clearTimeout(deadline);
      resolve(line.slice("bench ".length));
    };
  });
  const board = await startBoardAt(broker.port, bundle, binary, {
    broker: { keepAlive: 60 },
    onConsoleLine: (line) => told(line),
  });
  try {
    const [vars, writing, all] = JSON.parse(await answer) as [number, number, number];
    const perMessage = (seconds: number) => (1000 * seconds) / MESSAGES;
    return { vars, writingMs: perMessage(writing), acknowledgedMs: perMessage(all) };
  } finally {
    await board.close();
    await broker.close();
  }
}

/** The best of the runs: what the machine does beside can only add. */
function bestOf(runs: readonly Measure[], of: keyof Measure): number {
  return Math.min(...runs.map((run) => run[of]));
}

function stockModule(env: NodeJS.ProcessEnv): string {
  const file = env.ESPRUINO_MQTT_MODULE;
  if (file !== undefined && existsSync(file)) return readFileSync(file, "utf8");
  const given = file === undefined ? "" : `${file} is no file; `;
  throw new MissingPeer(
    `${given}set ESPRUINO_MQTT_MODULE to a copy of modules/MQTT.js of github.com/espruino/EspruinoDocs`,
  );
}

export const benchmark: Benchmark = {
  title: "The firmware's MQTT",
  method: `Two programs that publish ${MESSAGES} readings at QoS 1, each when the one before is acknowledged: one with the firmware's MQTT session, one with Espruino's stock module (EspruinoDocs, modules/MQTT.js, which the user supplies). Both are minified alike and run from Storage on the real interpreter with the same pool, against the same broker; the best of ${RUNS} runs, by turns. Vars are all in use when the last message is acknowledged, the interpreter's own included. The stock module has no will, no reconnection, no window, and checks no answer.`,
  async run() {
    const binary = findInterpreter(process.env);
    if (binary === undefined) throw new MissingPeer("set ESPRUINO_BIN to the Espruino interpreter");
    const module = stockModule(process.env);
    const ours = await buildFirmware({ board: loadBoard("esp32-devkitc"), entry: OURS });
    const stock = await minify(`var exports = {};\n${module}\n${STOCK}`);
    const oursRuns: Measure[] = [];
    const stockRuns: Measure[] = [];
    for (let run = 0; run < RUNS; run++) {
      oursRuns.push(await measure(ours.code, binary));
      stockRuns.push(await measure(stock.code, binary));
    }
    const figure = (name: string, unit: string, of: keyof Measure): Figure => ({
      name,
      unit,
      ours: bestOf(oursRuns, of),
      peer: { name: "MQTT.js", value: bestOf(stockRuns, of) },
    });
    return [
      {
        name: "bundle",
        unit: "bytes",
        ours: ours.bytes,
        peer: { name: "MQTT.js", value: stock.code.length },
      },
      figure("variables, connected", "vars", "vars"),
      figure("publish until handed to the socket", "ms", "writingMs"),
      figure("publish until acknowledged", "ms", "acknowledgedMs"),
    ];
  },
};
