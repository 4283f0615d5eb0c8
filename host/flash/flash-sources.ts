// A flash from the sources on: settings that cannot work refused, built, Espruino itself put on the
// chip where that is asked for, and then what flash.ts does.
import type { Program } from "../build/build-program.ts";
import { refuseTcp } from "../chip/chip-port.ts";
import { type InstalledRuntime, installRuntime } from "../chip/install-runtime.ts";
import { DeadlineError } from "../errors.ts";
import { type FlashOptions, flash, type Receipt } from "./flash.ts";
import { isHardware } from "./port-kind.ts";
import { faultsOfSettings, refuseFaults } from "./settings.ts";
import { Times } from "./times.ts";

export interface SourcesOptions extends Omit<FlashOptions, "program" | "times"> {
  readonly build: () => Promise<Program>;
  /** For `installRuntime`. */
  readonly runtime?: string | undefined;
  /** What a relative path of `runtime` is relative to. */
  readonly cwd: string;
}

export interface WholeReceipt extends Receipt {
  /** Espruino itself, where it was put there. */
  readonly installed?: InstalledRuntime;
}

/** @throws as `flash`, and as `installRuntime` */
export async function flashSources(options: SourcesOptions): Promise<WholeReceipt> {
  const { config, address, report, runtime } = options;
  refuseFaults(faultsOfSettings(config, options.device, isHardware(address)));
  if (runtime !== undefined) refuseTcp(address);
  const times = new Times();
  report.step("build");
  const program = await options.build();
  options.signal.throwIfAborted();
  times.end("build");
  if (runtime === undefined) return flash({ ...options, program, times });
  const installed = await install(runtime, options);
  times.end("runtime");
  try {
    return { ...(await flash({ ...options, program, times })), installed };
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new DeadlineError(
      `${installed.origin} is on the chip, and verified; then: ${error.message}`,
    );
  }
}

async function install(runtime: string, options: SourcesOptions): Promise<InstalledRuntime> {
  const { config, address, env, cwd, signal, report } = options;
  let current = "";
  const installed = await installRuntime({
    port: address,
    board: config.board,
    source: runtime,
    env,
    cwd,
    interrupted: signal,
    onNote: (line) => report.notice(line),
    onProgress: ({ step, region, done, total }) => {
      const text = STEPS[step] ?? step;
      if (text !== current) report.step(text);
      current = text;
      if (done !== undefined && total) report.progress(region ?? step, done, total);
    },
  });
  report.step("wait for Espruino to start");
  return installed;
}

const STEPS: Readonly<Record<string, string>> = {
  download: "get Espruino",
  connect: "connect to the ROM loader",
  stub: "start esptool's stub",
  write: "write Espruino",
};
