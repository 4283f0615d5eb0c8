// How fast flash is written through the ROM loader's stub, beside what the line by itself would take.
import { loadBoard } from "../../boards/board.ts";
import { ChipSession } from "../../host/chip/chip-session.ts";
import { releaseFiles } from "../doubles/espruino-release.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { openRomTerminal } from "../doubles/rom-terminal.ts";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";

/** As large as Espruino for ESP32. */
const APP_BYTES = 1_370_000;
const LINES = [
  { baudRate: 921_600, deafAt: [], bytes: APP_BYTES },
  { baudRate: 460_800, deafAt: [921_600], bytes: APP_BYTES / 2 },
  { baudRate: 115_200, deafAt: [921_600, 460_800], bytes: APP_BYTES / 10 },
];
/** 85 % of what line and compression allow. */
const AIM = { of: "ratio", atMost: 1 / 0.85 } as const;

export const benchmark: Benchmark = {
  title: "Flash through the ROM loader",
  method: `Time to write an app of ${APP_BYTES} bytes (at lower rates a part of it) to a scripted chip on a pseudo-terminal that takes bytes at the speed of its line, through serialport and esptool-js, without connecting and without the MD5 at the end. The peer is the line: ten bits for each compressed byte. No real chip: the time that flash takes is not in it.`,
  async run(log) {
    if (skipSocat)
      throw new MissingPeer("it measures on a pseudo-terminal of socat: apt install socat");
    const figures: Figure[] = [];
    for (const { baudRate, deafAt, bytes } of LINES) {
      const { writeMs, compressedBytes } = await written({ bytes, deafAt, isPaced: true });
      const lineMs = (10_000 * compressedBytes) / baudRate;
      figures.push({
        name: `${bytes} bytes (${compressedBytes} compressed) at ${baudRate} baud`,
        unit: "ms",
        ours: writeMs,
        peer: { name: "the line", value: lineMs },
        aim: AIM,
      });
      log(`${baudRate} baud: ${((100 * lineMs) / writeMs).toFixed(1)} % of the line`);
    }
    const { writeMs } = await written({ bytes: APP_BYTES, deafAt: [], isPaced: false });
    figures.push({ name: `${APP_BYTES} bytes, line without a speed`, unit: "ms", ours: writeMs });
    return figures;
  },
};

async function written(how: { bytes: number; deafAt: number[]; isPaced: boolean }) {
  const { bytes: appBytes, deafAt, isPaced } = how;
  const terminal = await openRomTerminal({ isPaced, faults: { deafAt } });
  const session = await ChipSession.open(terminal.path);
  try {
    await session.startStub();
    await session.speedUp();
    const app = loadBoard("esp32-devkitc").flash.regions.find(({ name }) => name === "app")!;
    const bytes = releaseFiles("esp32", { appBytes })["espruino_esp32.bin"]!;
    return await session.write({ ...app, bytes }, () => {});
  } finally {
    await session.close();
    await terminal.close();
  }
}
