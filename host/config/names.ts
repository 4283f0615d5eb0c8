// Every setting's name on the command line and in the environment. Knows no rule and no value.

export interface SettingName {
  /** Path in `espulse.config.ts`. */
  readonly path: string;
  /** Name of the option as commander gives it: `wifiSsid` for `--wifi-ssid`. */
  readonly option: FlagName;
  readonly variable: string;
  readonly kind: "text" | "number" | "host and port";
}

export type FlagName =
  | "prefix"
  | "broker"
  | "username"
  | "ca"
  | "cert"
  | "key"
  | "mqtt"
  | "wifiSsid"
  | "board"
  | "interval"
  | "entry"
  | "sntp"
  | "keepAlive";

/** What a verb hands over: the options commander parsed, others among them are not looked at. */
export type Flags = { readonly [name in FlagName]?: string | number | undefined };

const setting = (
  path: string,
  option: FlagName,
  variable: string,
  kind: SettingName["kind"] = "text",
): SettingName => ({ path, option, variable, kind });

export const SETTINGS: readonly SettingName[] = [
  setting("prefix", "prefix", "ESPULSE_PREFIX"),
  setting("broker.url", "broker", "ESPULSE_BROKER"),
  setting("broker.username", "username", "ESPULSE_USERNAME"),
  setting("broker.ca", "ca", "ESPULSE_CA"),
  setting("broker.cert", "cert", "ESPULSE_CERT"),
  setting("broker.key", "key", "ESPULSE_KEY"),
  setting("broker.mqtt", "mqtt", "ESPULSE_MQTT"),
  setting("wifi.ssid", "wifiSsid", "ESPULSE_WIFI_SSID"),
  setting("board", "board", "ESPULSE_BOARD"),
  setting("interval", "interval", "ESPULSE_INTERVAL", "number"),
  setting("entry", "entry", "ESPULSE_ENTRY"),
  setting("sntp", "sntp", "ESPULSE_SNTP", "host and port"),
  setting("keepAlive", "keepAlive", "ESPULSE_KEEP_ALIVE", "number"),
];

/** Secrets come from the environment or `.env.local`, never from a flag or a committed file. */
export const SECRETS = [
  { path: "broker.password", variable: "ESPULSE_PASSWORD" },
  { path: "wifi.password", variable: "ESPULSE_WIFI_PASSWORD" },
] as const;

export const VARIABLES: readonly string[] = [
  ...SETTINGS.map(({ variable }) => variable),
  ...SECRETS.map(({ variable }) => variable),
];

/** `wifiSsid` -> `--wifi-ssid` */
export function flagOf(option: FlagName): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
