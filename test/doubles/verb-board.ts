// A blank simulated board at a serial port, an embedded broker, and a folder for what a verb keeps:
// what the verbs that flash need, in this process.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { buildProgram, type Program } from "../../host/build/build-program.ts";
import { type Config, resolveConfig } from "../../host/config/config.ts";
import {
  flashSources,
  type SourcesOptions,
  type WholeReceipt,
} from "../../host/flash/flash-sources.ts";
import { SIMULATED_WIFI } from "../../host/layout/board-settings.ts";
import { type Runtime, SETTINGS, type SerialBoard, startSerialBoard } from "./serial-board.ts";

export interface VerbBoard extends SerialBoard {
  /** What was told of the work. */
  readonly told: string[];
  /** What each verb takes. */
  readonly options: Omit<SourcesOptions, "build" | "timeoutMs">;
  flash(change?: Partial<SourcesOptions>): Promise<WholeReceipt>;
  /** Names of the files in its Storage. */
  files(): Promise<string[]>;
}

/** The package's own, which is built once. */
let own: Promise<Program> | undefined;

/** For the tests of the file in which it is called. */
export function useVerbBoards() {
  const place = { folder: "", broker: undefined as EmbeddedBroker | undefined };
  const boards: SerialBoard[] = [];
  beforeEach(async () => {
    place.folder = mkdtempSync(join(tmpdir(), "espulse-verb-"));
    place.broker = await startEmbeddedBroker({ port: 0 });
  });
  afterEach(async () => {
    for (const board of boards.splice(0)) await board.close();
    await place.broker?.close();
    rmSync(place.folder, { recursive: true });
  });

  function configOf(entry?: string): Promise<Config> {
    const flags = { broker: place.broker!.url, ...(entry === undefined ? {} : { entry }) };
    return resolveConfig({ flags, env: {}, cwd: place.folder });
  }

  async function start(runtime: Runtime = "node", seed = 1): Promise<VerbBoard> {
    const settings = { ...SETTINGS, wifi: SIMULATED_WIFI };
    const board = await startSerialBoard(runtime, { settings, seed });
    boards.push(board);
    const told: string[] = [];
    const tell = (text: string): void => void told.push(text);
    const options = {
      config: await configOf(),
      address: board.address,
      baudRate: 115_200,
      env: { XDG_STATE_HOME: place.folder },
      cwd: place.folder,
      signal: new AbortController().signal,
      report: { step: tell, notice: tell, line: () => {}, progress: () => {} },
    };
    return {
      ...board,
      told,
      options,
      flash: (change = {}) => {
        const all = { ...options, timeoutMs: 60_000, ...change };
        own ??= buildProgram(options.config);
        return flashSources({ build: () => own!, ...all });
      },
      async files() {
        const session = await board.open();
        try {
          const { json } = await session.evaluate('require("Storage").list()');
          return (json as string[]).sort();
        } finally {
          await session.close();
        }
      },
    };
  }

  /** Firmware whose channel has this value; gives its path. */
  function writeFirmware(value: string, name = "main.ts"): string {
    const path = join(place.folder, name);
    const code = `channel({ name: "soil", unit: "%", read: () => ${value} });`;
    writeFileSync(path, `import { channel, start } from "espulse/firmware";\n${code}\nstart();\n`);
    return path;
  }

  return { place, start, configOf, writeFirmware };
}
