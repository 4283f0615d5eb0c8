// Which board has which device id, as far as this user has flashed them: a port that was renumbered
// between two runs must not flash the wrong board. Owns the file in the state folder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors.ts";
import { stateFolder } from "../state-folder.ts";
import { keepFile } from "./keep-file.ts";

const FILE = "devices.json";
const VERSION = 1;

interface Known {
  readonly v: number;
  /** Device id -> `getSerial()` of its board. */
  readonly devices: Readonly<Record<string, string>>;
}

/** @throws ConfigError when the id is another board's, or the file is no such file. */
export function checkDevice(env: NodeJS.ProcessEnv, device: string, serial: string): void {
  const known = read(env).devices[device];
  if (known === undefined || known === serial) return;
  const message = `is the id of the board with serial ${known}, and this one has ${serial}: two boards with one id would mix their readings; give this one another --device, or --replace the board`;
  throw new ConfigError([{ path: device, source: "--device", message }]);
}

/** @throws ConfigError when it cannot be written */
export function rememberDevice(env: NodeJS.ProcessEnv, device: string, serial: string): void {
  const { devices } = read(env);
  if (devices[device] === serial) return;
  // A board that was renamed gives its old id free.
  const others = Object.entries(devices).filter(([, known]) => known !== serial);
  const known: Known = {
    v: VERSION,
    devices: { ...Object.fromEntries(others), [device]: serial },
  };
  keepFile(join(stateFolder(env), FILE), `${JSON.stringify(known, null, 2)}\n`);
}

function read(env: NodeJS.ProcessEnv): Known {
  const path = join(stateFolder(env), FILE);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { v: VERSION, devices: {} };
    throw new ConfigError([{ path, message: (error as Error).message }]);
  }
  const known = parsed(text);
  if (known?.v === VERSION && typeof known.devices === "object") return known;
  const message =
    typeof known?.v === "number" && known.v > VERSION
      ? `written by a newer Espulse (v ${known.v}, this one reads ${VERSION}); update`
      : "is no list of devices; remove it, and each device is remembered again when it is flashed";
  throw new ConfigError([{ path, message }]);
}

function parsed(text: string): Known | undefined {
  try {
    return JSON.parse(text) as Known;
  } catch {
    return undefined;
  }
}
