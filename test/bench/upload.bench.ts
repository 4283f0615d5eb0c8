// How fast a file goes over the console into Storage: beside what the line takes, and beside the
// command line of the npm package `espruino`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBoard } from "../../boards/board.ts";
import { ConsoleSession } from "../../host/console/session.ts";
import { sendFile } from "../../host/console/upload.ts";
import type { SerialEnd } from "../../host/simulator/serial/serial-end.ts";
import { openSerialEnd } from "../../host/simulator/serial/serial-end.ts";
import { SerialLine } from "../../host/simulator/serial/serial-line.ts";
import { openTcpEnd } from "../../host/simulator/serial/tcp-end.ts";
import { openTransport } from "../../host/transport/transport.ts";
import { startBlankBoard } from "../doubles/blank-board.ts";
import type { Benchmark, Figure } from "./bench.ts";

const SIZES = [10_000, 30_000];
const BITS_PER_SECOND = 115_200;
const RUNS = 3;
/** 85 % of the line rate. */
const AIM = { of: "ratio", atMost: 1 / 0.85 } as const;

/** Of the file, in the Storage of the board. */
const NAME = "bench";

/** 30 kB in base64, at 115200 baud. */
const UNDER_WAY_MS = 5000;

const cli = process.env.ESPRUINO_CLI;

export const benchmark: Benchmark = {
  title: "Upload over the console",
  method: `A file of JavaScript into the Storage of a simulated board at ${BITS_PER_SECOND} baud, the best of ${RUNS} runs. Beside the line: from the first packet to the end of the check of what was written, over a pseudo-terminal through serialport; the line takes ten bits a byte of the file. Beside the peer: from the first byte of what names the file to the last that the board answers, ours with the check of what was written, over tcp:// (bin/espruino-cli.js of the npm package espruino, ESPRUINO_CLI, with --storage, without its pauses between pieces and after each write, which it makes by default, and with the description of the board, which it gets from espruino.com before, in a file of this computer); it does not read back what it wrote.`,
  async run(log) {
    const figures: Figure[] = [];
    for (const bytes of SIZES) {
      const times: number[] = [];
      for (let run = 0; run < RUNS; run++) times.push(await sentAlone(bytes));
      const ours = Math.min(...times);
      const line = (bytes * 10_000) / BITS_PER_SECOND;
      log(`${bytes} bytes: ${((100 * line) / ours).toFixed(1)} % of the line`);
      figures.push({
        name: `${bytes} bytes, pseudo-terminal`,
        unit: "ms",
        ours,
        peer: { name: "the line", value: line },
        aim: AIM,
      });
    }
    if (cli === undefined) {
      log("no peer: set ESPRUINO_CLI to bin/espruino-cli.js of the npm package espruino");
      return figures;
    }
    for (const bytes of SIZES) {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        ours.push(await uploadMs(bytes, sendOurs));
        theirs.push(await uploadMs(bytes, sendTheirs));
      }
      const peer = { name: "espruino", value: Math.min(...theirs) };
      figures.push({
        name: `${bytes} bytes, tcp://, from the name of the file on`,
        unit: "ms",
        ours: Math.min(...ours),
        peer,
      });
    }
    return figures;
  },
};

/** As code looks, and no two alike, so that no file is there already. */
function fileOf(bytes: number): Buffer {
  let text = `var started=${Date.now()};`;
  for (let n = 0; text.length < bytes; n++) text += `print("line ${n}");\n`;
  return Buffer.from(text.slice(0, bytes));
}

async function withBoard<Result>(
  end: SerialEnd,
  use: (address: string) => Promise<Result>,
): Promise<{ result: Result; file: Uint8Array }> {
  const serial = await SerialLine.open({ end });
  const board = await startBlankBoard(serial);
  try {
    const result = await use(serial.address);
    const read = await board.evaluate(`require("Storage").read("${NAME}")`);
    return { result, file: Buffer.from(JSON.parse(read) as string, "latin1") };
  } finally {
    await board.close();
    await serial.close();
  }
}

async function sentAlone(bytes: number): Promise<number> {
  const file = fileOf(bytes);
  const { result } = await withBoard(await openSerialEnd(), async (address) => {
    const session = await ConsoleSession.open(await openTransport(address));
    await session.identity();
    const start = performance.now();
    await sendFile(session, NAME, file);
    const ms = performance.now() - start;
    await session.close();
    return ms;
  });
  return result;
}

/** Without connecting and identification: from where the file is named for the first time. */
async function uploadMs(
  bytes: number,
  send: (address: string, file: Buffer) => Promise<void>,
): Promise<number> {
  const file = fileOf(bytes);
  const end = await openTcpEnd();
  const heard = { before: "", namedAt: 0, last: 0 };
  const watched: SerialEnd = {
    address: end.address,
    setTaking: (isTaking) => end.setTaking(isTaking),
    close: () => end.close(),
    write(said) {
      heard.last = performance.now();
      end.write(said);
    },
    onBytes: () => {},
  };
  end.onBytes = (said) => {
    if (heard.namedAt === 0) {
      heard.before += Buffer.from(said).toString("latin1");
      if (heard.before.includes(NAME)) heard.namedAt = performance.now();
    }
    watched.onBytes(said);
  };
  const found = await withBoard(watched, (address) => send(address, file));
  if (!file.equals(found.file)) throw new Error("another file is in Storage");
  if (heard.namedAt === 0) throw new Error(`nobody has named ${NAME}`);
  return heard.last - heard.namedAt;
}

async function sendOurs(address: string, file: Buffer): Promise<void> {
  const session = await ConsoleSession.open(await openTransport(address));
  await sendFile(session, NAME, file);
  await session.close();
}

async function sendTheirs(address: string, file: Buffer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-upload-"));
  try {
    const path = join(folder, "file.bin");
    writeFileSync(path, file);
    // What it asks espruino.com for otherwise, and waits for, by the name that the board gives itself.
    writeFileSync(join(folder, `${loadBoard("esp32-devkitc").espruino}.json`), "{}");
    const pauses = ["SERIAL_THROTTLE_SEND=2", "STORAGE_UPLOAD_METHOD=1"];
    const config = [...pauses, `BOARD_JSON_URL=${folder}`];
    const options = config.flatMap((option) => ["--config", option]);
    const args = [cli!, "--no-ble", ...options, "-p", address, "--storage", `${NAME}:${path}`];
    const child = spawn(process.execPath, args, { stdio: "pipe" });
    // It goes on as a terminal, for as long as its input is open.
    let said = "";
    const listen = (text: Buffer): void => {
      said += String(text);
      // What it has written by then may still be under way; what the line says last is what counts.
      if (said.includes("Upload Complete")) setTimeout(() => child.kill(), UNDER_WAY_MS);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    const tooLong = setTimeout(() => child.kill(), 60_000);
    await once(child, "exit");
    clearTimeout(tooLong);
    if (!said.includes("Upload Complete")) throw new Error(`espruino-cli: ${said.slice(-500)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
