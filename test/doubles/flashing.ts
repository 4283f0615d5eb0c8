// `espulse flash` in this process, at a port and a broker of the test's own, with the package's own
// firmware, which is built once, or with one that was made to fail.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { buildProgram, type Program } from "../../host/build/build-program.ts";
import { resolveConfig } from "../../host/config/config.ts";
import { type FlashOptions, flash, type Receipt } from "../../host/flash/flash.ts";
import { Times } from "../../host/flash/times.ts";

export interface Flashing {
  readonly env?: NodeJS.ProcessEnv;
  readonly flags?: Parameters<typeof resolveConfig>[0]["flags"];
  readonly program?: Program;
  readonly options?: Partial<FlashOptions>;
}

export interface Flashed {
  readonly receipt?: Receipt;
  readonly error?: Error;
  readonly notices: readonly string[];
  /** Of the board's console. */
  readonly lines: readonly string[];
}

const BAUD_RATE = 115_200;

/** For the tests of the file in which it is called. */
export function useFlashing() {
  const folder = { cwd: "" };
  let own: Program | undefined;
  beforeAll(async () => {
    folder.cwd = mkdtempSync(join(tmpdir(), "espulse-flash-"));
    own = await buildProgram({ board: loadBoard("esp32-devkitc") });
  });
  afterAll(() => rmSync(folder.cwd, { recursive: true }));

  /** The package's own firmware with this before it or behind it. */
  function program({ before = "", after = "" } = {}): Program {
    const code = `${before}${own!.bundle.code}${after}`;
    const sha256 = createHash("sha256").update(code, "latin1").digest("hex");
    const { bundle } = own!;
    const placeAt = (offset: number) => bundle.placeAt!(offset - before.length);
    return { ...own!, bundle: { ...bundle, code, bytes: code.length, sha256, placeAt } };
  }

  async function flashAt(
    address: string,
    port: number,
    { env = {}, flags = {}, program: given = program(), options = {} }: Flashing = {},
  ): Promise<Flashed> {
    const surroundings = { XDG_STATE_HOME: folder.cwd, HOME: folder.cwd, ...env };
    const broker = `mqtt://127.0.0.1:${port}`;
    const notices: string[] = [];
    const lines: string[] = [];
    const report = {
      step: () => {},
      progress: () => {},
      notice: (text: string) => notices.push(text),
      line: (text: string) => lines.push(text),
    };
    try {
      const config = await resolveConfig({
        flags: { broker, ...flags },
        env: surroundings,
        cwd: folder.cwd,
      });
      const receipt = await flash({
        config,
        address,
        baudRate: BAUD_RATE,
        program: given,
        times: new Times(),
        timeoutMs: 30_000,
        env: surroundings,
        signal: new AbortController().signal,
        report,
        ...options,
      });
      return { receipt, notices, lines };
    } catch (error) {
      return { error: error as Error, notices, lines };
    }
  }

  return { flashAt, program };
}
