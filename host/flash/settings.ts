// The settings that a flash writes to a board: from the configuration, and from what the board has.
// Owns which of them a board can use; writes nothing.
import { randomBytes } from "node:crypto";
import { networkInterfaces } from "node:os";
import type { Settings } from "../../firmware/contract/settings.ts";
import { DEVICE_ID_PATTERN } from "../../firmware/contract/topics.ts";
import type { Config } from "../config/config.ts";
import { ConfigError, type Fault } from "../errors.ts";
import { boardSettings, brokerOfBoard } from "../layout/board-settings.ts";

export interface SettingsOptions {
  readonly config: Config;
  /** `getSerial()` of the board. */
  readonly serial: string;
  /** What the user calls it; by default what it is called, or is by its chip and serial. */
  readonly device?: string | undefined;
  /** The settings that the board has. */
  readonly present?: Settings | undefined;
  /** It counts its boots: the installation goes on. */
  readonly countsBoots: boolean;
}

/** @throws ConfigError */
export function settingsFor(options: SettingsOptions): Settings {
  const { config, present } = options;
  return boardSettings(config, {
    device: options.device ?? present?.device ?? deviceOf(config, options.serial),
    install: present && options.countsBoots ? present.install : randomBytes(4).toString("hex"),
  });
}

/** `<chip>-<last three bytes of the MAC>` */
export function deviceOf({ board }: Config, serial: string): string {
  const digits = serial.replaceAll(/[^0-9A-Za-z]/g, "").toLowerCase();
  return `${board.chip.toLowerCase()}-${digits.slice(-6)}`;
}

/** What no board of hardware can work with. @param isHardware not a simulated board */
export function faultsOfSettings(
  { broker, wifi, sources }: Config,
  device: string | undefined,
  isHardware: boolean,
): Fault[] {
  const faults: Fault[] = [];
  if (device !== undefined && !DEVICE_ID_PATTERN.test(device)) {
    faults.push({
      path: device,
      source: "flag --device",
      message: "expected 1 to 32 of a-z 0-9 -",
    });
  }
  faults.push(...faultsOfBroker(broker.url, sources.get("broker.url")));
  if (!isHardware) return faults;
  const { hostname } = new URL(broker.url);
  if (isLoopback(hostname)) {
    const source = sources.get("broker.url");
    const message = `a board cannot reach this computer as ${hostname}; name it by its address in your network, and have the broker listen there${alternatives(broker.url)}`;
    faults.push({ path: "broker.url", ...(source ? { source } : {}), message });
  }
  if (wifi.ssid === undefined) {
    const message =
      "the network that the board joins: give --wifi-ssid, or set wifi.ssid in espulse.config.ts, or ESPULSE_WIFI_SSID; and ESPULSE_WIFI_PASSWORD in .env.local, unless it is open";
    faults.push({ path: "wifi.ssid", message });
  }
  return faults;
}

/** What a board cannot use at all. */
function faultsOfBroker(url: string, source: string | undefined): readonly Fault[] {
  try {
    brokerOfBoard(url, source);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

/** This host's addresses in its networks, as the option that would name them. */
function alternatives(url: string): string {
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => {
      const other = new URL(url);
      other.hostname = address;
      return `--broker ${other.href.replace(/\/$/, "")}`;
    });
  return addresses.length > 0 ? `: ${addresses.join(" or ")}` : "";
}

/** Of a file in Storage; undefined where it is none that this version reads. */
export function parseSettings(bytes: Uint8Array): Settings | undefined {
  try {
    const settings = JSON.parse(Buffer.from(bytes).toString("latin1")) as Settings | null;
    return settings?.v === 1 ? settings : undefined;
  } catch {
    return undefined;
  }
}

/** Whether both reach the same broker by the same network. */
export function isSameWay(a: Settings, b: Settings): boolean {
  return JSON.stringify([a.wifi, a.broker]) === JSON.stringify([b.wifi, b.broker]);
}

/** Throws what is wrong, if anything is. @throws ConfigError */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ConfigError(faults);
}
