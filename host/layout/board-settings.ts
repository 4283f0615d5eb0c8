// The settings of a board (firmware/contract/settings.ts) out of the configuration: what a flash
// writes, and what a simulated board starts with. Owns what of a configuration a board can use.
import type { PinChannel, Settings } from "../../firmware/contract/settings.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";

/** The access point of a simulation, where the configuration names none. */
export const SIMULATED_WIFI = { ssid: "espulse-simulated", password: "only-simulated" };

export type BoardConfig = Pick<
  Config,
  "board" | "broker" | "prefix" | "interval" | "keepAlive" | "pins" | "wifi"
> &
  Partial<Pick<Config, "sntp" | "sources">>;

export interface Identity {
  readonly device: string;
  /** 8 hex digits. */
  readonly install: string;
  /** In place of the configuration's. */
  readonly pins?: readonly PinChannel[];
}

/** @throws ConfigError when a board cannot use this broker */
export function boardSettings(config: BoardConfig, { device, install, pins }: Identity): Settings {
  const { host, port } = brokerOfBoard(config.broker.url, config.sources?.get("broker.url"));
  const brokerPassword = config.broker.password?.reveal();
  return {
    v: 1,
    device,
    board: config.board.id,
    install,
    prefix: config.prefix,
    interval: config.interval,
    wifi: networkOf(config.wifi),
    broker: {
      host,
      port,
      ...(brokerPassword === undefined ? {} : { password: brokerPassword }),
      keepAlive: config.keepAlive,
    },
    ...(config.sntp === undefined ? {} : { sntp: config.sntp }),
    pins: pins ?? config.pins,
  };
}

/** A network with a name and no password is an open one. */
function networkOf({ ssid, password }: BoardConfig["wifi"]): Settings["wifi"] {
  const unset = ssid === undefined ? SIMULATED_WIFI.password : "";
  return { ssid: ssid ?? SIMULATED_WIFI.ssid, password: password?.reveal() ?? unset };
}

/** Where a board finds its broker: it has sockets for plain TCP over IPv4, and nothing else yet. */
export function brokerOfBoard(url: string, source?: string): { host: string; port: number } {
  const refuse = (message: string): ConfigError =>
    new ConfigError([{ path: "broker.url", ...(source ? { source } : {}), message }]);
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== "mqtt:") {
    throw refuse(
      `a board can use mqtt:// only, and this is ${protocol}//; give its plain listener`,
    );
  }
  if (hostname.startsWith("["))
    throw refuse("a board has IPv4 only; give a name or an IPv4 address");
  return { host: hostname, port: port === "" ? 1883 : Number(port) };
}
