// Resolves the configuration: every fault at once, each with its path and source. Knows what the
// settings are; names, sources and rules have their own files.
import { resolve } from "node:path";
import type * as z from "zod";
import { type Board, BoardError } from "../../boards/board.ts";
import type { PinChannel } from "../../firmware/contract/settings.ts";
import { ConfigError, type Fault } from "../errors.ts";
import { type Broker, type Client, resolveBroker } from "./broker.ts";
import { CONFIG_FILE } from "./config-file.ts";
import { findBoard } from "./find-board.ts";
import { faultAt, type Gathered, gather, type Surroundings, unknownName } from "./layers.ts";
import { faultsOfPins } from "./pins.ts";
import { configSchema, knownKeys, wifiPassword } from "./schema.ts";
import type { Secret } from "./secret.ts";

export interface ConnectionConfig {
  readonly prefix: string;
  readonly broker: Broker;
  /** Path of each setting that was set -> where it came from. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface BuildConfig {
  readonly board: Board;
  /** Absolute path of the firmware's entry file; absent for the firmware of Espulse. */
  readonly entry?: string;
}

export interface Config extends ConnectionConfig, BuildConfig {
  readonly wifi: { readonly ssid?: string; readonly password?: Secret };
  /** Milliseconds between readings. */
  readonly interval: number;
  readonly sntp?: { readonly host: string; readonly port: number };
  readonly pins: readonly PinChannel[];
  /** Seconds of the board's MQTT keep-alive. */
  readonly keepAlive: number;
}

/** @throws ConfigError with every fault. */
export function resolveConfig(surroundings: Surroundings): Promise<Config> {
  return resolveFor("board", surroundings);
}

/**
 * For a build. It uses the board and the entry alone, and judges all that is set: what passes a build
 * must not fail at the run. @throws ConfigError with every fault.
 */
export async function resolveBuild(surroundings: Surroundings): Promise<BuildConfig> {
  const { board, entry } = await resolveFor("build", surroundings);
  return { board, ...(entry === undefined ? {} : { entry }) };
}

async function resolveFor(client: "board" | "build", surroundings: Surroundings): Promise<Config> {
  const gathered = await gather(surroundings);
  const faults = [...gathered.faults, ...unknownSections(gathered)];
  const connection = checkConnection(gathered, surroundings.cwd, client, faults);
  const wifi = check("wifi", gathered, faults);
  const boardId = check("board", gathered, faults);
  const interval = check("interval", gathered, faults);
  const entry = check("entry", gathered, faults);
  const sntp = check("sntp", gathered, faults);
  const pins = check("pins", gathered, faults);
  const keepAlive = check("keepAlive", gathered, faults);

  const board = boardId && checkBoard(boardId, gathered, surroundings.cwd, faults);
  if (board) faults.push(...faultsOfPins(gathered.values.pins, board, CONFIG_FILE));
  const password = gathered.secrets.get("wifi.password");
  const badPassword = password && wifiPassword.safeParse(password.reveal()).error;
  for (const { message } of badPassword?.issues ?? []) {
    faults.push(faultAt("wifi.password", gathered, message));
  }

  if (faults.length > 0 || !connection || !wifi || !board || !interval || !pins || !keepAlive) {
    throw new ConfigError(faults);
  }
  return {
    ...connection,
    wifi: {
      ...(wifi.ssid === undefined ? {} : { ssid: wifi.ssid }),
      ...(password === undefined ? {} : { password }),
    },
    board,
    interval,
    ...(entry === undefined ? {} : { entry: resolve(surroundings.cwd, entry) }),
    ...(sntp === undefined ? {} : { sntp }),
    pins,
    keepAlive,
  };
}

/** For verbs that need the broker alone: a fault in what they do not use does not stop them. */
export async function resolveConnection(surroundings: Surroundings): Promise<ConnectionConfig> {
  const gathered = await gather(surroundings);
  // A name at the top that is not known is told here too: it may be a misspelt `broker`.
  const faults = [...gathered.faults, ...unknownSections(gathered)];
  const connection = checkConnection(gathered, surroundings.cwd, "host", faults);
  if (connection === undefined || faults.length > 0) throw new ConfigError(faults);
  return connection;
}

function checkConnection(
  gathered: Gathered,
  cwd: string,
  client: Client,
  faults: Fault[],
): ConnectionConfig | undefined {
  const prefix = check("prefix", gathered, faults);
  const broker = check("broker", gathered, faults);
  const resolved = resolveBroker(broker, gathered, cwd, client, faults);
  if (prefix === undefined || resolved === undefined) return undefined;
  const sources = new Map([...gathered.origins].map(([path, { source }]) => [path, source]));
  return { prefix, broker: resolved, sources };
}

type Shape = typeof configSchema.shape;

/** Checks one setting or section by itself, so that a fault in one hides none in another. */
function check<Name extends keyof Shape>(
  name: Name,
  gathered: Gathered,
  faults: Fault[],
): z.output<Shape[Name]> | undefined {
  const parsed = configSchema.shape[name].safeParse(gathered.values[name]);
  if (parsed.success) return parsed.data as z.output<Shape[Name]>;
  for (const issue of parsed.error.issues) {
    const path = [name, ...issue.path].join(".");
    if (issue.code !== "unrecognized_keys") {
      faults.push(faultAt(path, gathered, issue.message));
      continue;
    }
    for (const key of issue.keys) {
      const message = unknownSetting(`${path}.${key}`, key, name);
      faults.push({ path: `${path}.${key}`, source: CONFIG_FILE, message });
    }
  }
  return undefined;
}

function unknownSections({ values }: Gathered): Fault[] {
  const known = Object.keys(configSchema.shape);
  return Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: name,
      source: CONFIG_FILE,
      message: unknownName("setting", name, known),
    }));
}

function unknownSetting(path: string, key: string, section: keyof Shape): string {
  if (path === "broker.password") return "set ESPULSE_PASSWORD instead: this file is shared";
  if (path === "wifi.password") return "set ESPULSE_WIFI_PASSWORD instead: this file is shared";
  return unknownName("setting", key, knownKeys(section));
}

function checkBoard(
  named: string,
  gathered: Gathered,
  cwd: string,
  faults: Fault[],
): Board | undefined {
  try {
    return findBoard(named, cwd);
  } catch (error) {
    if (!(error instanceof BoardError)) throw error;
    const lines = error.message.split("\n");
    error.faults.forEach(({ place }, index) => {
      faults.push({ ...faultAt("board", gathered, lines[index]!), ...(place && { place }) });
    });
    return undefined;
  }
}
