// Gathers each setting from the first source that has it: flags, environment, `.env.local`,
// `espulse.config.ts`. Knows the names and the order; the rules stand in schema.ts.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../errors.ts";
import { CONFIG_FILE, loadConfigFile } from "./config-file.ts";
import { type EnvFile, parseEnvFile } from "./env-file.ts";
import { type Flags, flagOf, SECRETS, SETTINGS, type SettingName, VARIABLES } from "./names.ts";
import { nearestName } from "./nearest-name.ts";
import { Secret } from "./secret.ts";

const ENV_FILE = ".env.local";

/** Sources by precedence, the first being the strongest. */
type Layer = 0 | 1 | 2 | 3;

interface Origin {
  readonly layer: Layer;
  /** Such as "flag --broker". */
  readonly source: string;
}

export interface Gathered {
  /** Shaped like `espulse.config.ts`, not yet checked. */
  readonly values: Record<string, unknown>;
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Path of each setting that is set, and where it came from. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly faults: readonly Fault[];
}

export interface Surroundings {
  readonly flags?: Flags;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

export async function gather({ flags = {}, env, cwd }: Surroundings): Promise<Gathered> {
  const faults: Fault[] = [];
  const origins = new Map<string, Origin>();
  const values = await readConfigFile(cwd, origins, faults);
  const envFile = readEnvFile(cwd, faults);

  const lookUp = (variable: string): { text: string; origin: Origin } | undefined => {
    // Set but empty counts as unset: that is how CI systems pass what is not there.
    const inEnvironment = env[variable];
    if (inEnvironment) {
      return { text: inEnvironment, origin: { layer: 1, source: `environment ${variable}` } };
    }
    const inFile = envFile[variable];
    if (inFile) return { text: inFile, origin: { layer: 2, source: `${ENV_FILE} ${variable}` } };
    return undefined;
  };

  for (const setting of SETTINGS) {
    const flag = flags[setting.option];
    const found =
      flag === undefined
        ? lookUp(setting.variable)
        : { text: flag, origin: { layer: 0 as const, source: `flag ${flagOf(setting.option)}` } };
    if (found === undefined) continue;
    place(values, setting.path, parsed(setting, found.text));
    origins.set(setting.path, found.origin);
  }

  const secrets = new Map<string, Secret>();
  for (const { path, variable } of SECRETS) {
    const found = lookUp(variable);
    if (found === undefined) continue;
    secrets.set(path, new Secret(found.text));
    origins.set(path, found.origin);
  }
  return { values, secrets, origins, faults };
}

async function readConfigFile(
  cwd: string,
  origins: Map<string, Origin>,
  faults: Fault[],
): Promise<Record<string, unknown>> {
  const loaded = await loadConfigFile(cwd);
  if ("faults" in loaded) {
    faults.push(...loaded.faults);
    return {};
  }
  // A copy that can be written to: what the user exported may be shared or frozen.
  const values: Record<string, unknown> = { ...loaded.config };
  for (const [name, value] of Object.entries(values)) {
    origins.set(name, { layer: 3, source: CONFIG_FILE });
    if (!isPlainObject(value)) continue;
    values[name] = { ...value };
    for (const key of Object.keys(value)) {
      origins.set(`${name}.${key}`, { layer: 3, source: CONFIG_FILE });
    }
  }
  return values;
}

function readEnvFile(cwd: string, faults: Fault[]): EnvFile["variables"] {
  const file = join(cwd, ENV_FILE);
  if (!existsSync(file)) return {};
  let parsedFile: EnvFile;
  try {
    parsedFile = parseEnvFile(readFileSync(file, "utf8"));
  } catch (error) {
    faults.push({ path: ENV_FILE, message: (error as Error).message });
    return {};
  }
  const { variables, badLines } = parsedFile;
  for (const line of badLines) {
    // What stands there is not repeated: it may be half of a secret.
    faults.push({ path: `${ENV_FILE}:${line}`, message: "expected NAME=value or # a comment" });
  }
  for (const name of Object.keys(variables)) {
    if (!name.startsWith("ESPULSE_") || VARIABLES.includes(name)) continue;
    faults.push({
      path: name,
      source: ENV_FILE,
      message: unknownName("variable", name, VARIABLES),
    });
  }
  return variables;
}

export function unknownName(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest ? `unknown ${what}; did you mean ${nearest}?` : `unknown ${what}`;
}

function parsed({ kind }: SettingName, given: string | number): unknown {
  if (typeof given === "number") return given;
  if (kind === "number") return /^-?\d+(\.\d+)?$/.test(given) ? Number(given) : given;
  if (kind === "text") return given;
  const [host, port] = given.split(/:(?=\d+$)/);
  return port === undefined ? { host } : { host, port: Number(port) };
}

function place(values: Record<string, unknown>, path: string, value: unknown): void {
  const [outer, inner] = path.split(".") as [string, string | undefined];
  if (inner === undefined) {
    values[outer] = value;
    return;
  }
  if (!isPlainObject(values[outer])) values[outer] = {};
  (values[outer] as Record<string, unknown>)[inner] = value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A fault of the setting at `path`, with its source. */
export function faultAt(path: string, { origins }: Gathered, message: string): Fault {
  // A fault deep inside a setting, such as pins.0.pin, has the source of the setting.
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const origin = origins.get(at);
    if (origin) return { path, source: origin.source, message };
  }
  return { path, message };
}
