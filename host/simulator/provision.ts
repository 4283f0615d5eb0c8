// Makes the Settings of a simulated board: who it is, and what a flash would have written into its
// Storage. Owns the identity that a kept storage folder keeps; starts nothing.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Board } from "../../boards/board.ts";
import type { PinChannel, Settings } from "../../firmware/contract/settings.ts";
import { ConfigError } from "../errors.ts";
import { type BoardConfig, boardSettings } from "../layout/board-settings.ts";
import { makeFolder } from "../make-folder.ts";
import { macAddressOf } from "./mac-address.ts";

const IDENTITY_FILE = "identity.json";
const IDENTITY_VERSION = 1;
/** What a board gets when no `--seed` is given. */
const DEFAULT_SEED = 1;

export interface ProvisionOptions {
  readonly config: BoardConfig;
  /** Without one: the sensors and the device ids of seed 1, and an install id of its own. */
  readonly seed?: number | undefined;
  /** Which board of the fleet, from 0. */
  readonly index: number;
  /** Kept between runs: a folder each board, named after the device. */
  readonly storageFolder?: string | undefined;
}

export interface Provisioned {
  readonly settings: Settings;
  /** Of this board, for its sensors and its MAC address. */
  readonly seed: number;
  /** For its Storage alone; undefined for one that is thrown away. */
  readonly storageFolder?: string;
}

/** @throws ConfigError when a board cannot use this broker, or a kept identity cannot be used. */
export function provision(options: ProvisionOptions): Provisioned {
  const { config, index } = options;
  const seed = (options.seed ?? DEFAULT_SEED) + index;
  const device = `${config.board.chip.toLowerCase()}-${macAddressOf(seed).slice(-6)}`;
  const folder = options.storageFolder && join(options.storageFolder, device);
  const fresh = options.seed === undefined ? randomBytes(4).toString("hex") : installOf(seed);
  const install = folder ? keptInstall(folder, device, fresh) : fresh;
  return {
    seed,
    ...(folder ? { storageFolder: join(folder, "storage") } : {}),
    settings: boardSettings(config, {
      device,
      install,
      ...(config.pins.length > 0 ? {} : { pins: examplePins(config.board) }),
    }),
  };
}

function installOf(seed: number): string {
  return createHash("sha256").update(`espulse install ${seed}`).digest("hex").slice(0, 8);
}

/** So that a simulated board shows what pins are for: one analog, one digital. */
function examplePins(board: Board): PinChannel[] {
  const analog = board.pins.find(({ can }) => can.includes("analog"));
  const { tx, rx } = board.console;
  const taken = [analog?.name, tx, rx];
  const digital = board.pins.find(
    ({ name, can, note, strapping }) =>
      can.includes("digital") && !note && !strapping && !taken.includes(name),
  );
  return [
    ...(analog ? [{ name: "light", pin: analog.name, kind: "analog" as const }] : []),
    ...(digital ? [{ name: "door", pin: digital.name, kind: "digital" as const }] : []),
  ];
}

/** The install id of the runs before, so that the boot counter in the same Storage counts on. */
function keptInstall(folder: string, device: string, fresh: string): string {
  const file = join(folder, IDENTITY_FILE);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    try {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      makeFolder(resolve(folder));
      writeFileSync(file, `${JSON.stringify({ v: IDENTITY_VERSION, device, install: fresh })}\n`);
    } catch (reason) {
      const message = `cannot keep a board's Storage: ${(reason as Error).message}; name a folder that can be written`;
      throw new ConfigError([{ path: folder, source: "flag --storage", message }]);
    }
    return fresh;
  }
  const kept = parseIdentity(text);
  if (kept.v === IDENTITY_VERSION && /^[0-9a-f]{8}$/.test(String(kept.install))) {
    return kept.install as string;
  }
  const message =
    typeof kept.v === "number" && kept.v > IDENTITY_VERSION
      ? `written by a newer Espulse (v ${kept.v}, this one reads ${IDENTITY_VERSION}); update, or use another --storage`
      : "is no identity of a simulated board; remove the folder, or use another --storage";
  throw new ConfigError([{ path: file, message }]);
}

function parseIdentity(text: string): { v?: unknown; install?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
