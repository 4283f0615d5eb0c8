// The configuration as a listing that may be shown to anyone. Never prints a secret.
import type { Config } from "./config.ts";

/** One line a setting: path, value, source. */
export function describeConfig(config: Config): string[] {
  const { broker, wifi, sntp } = config;
  const secret = (value: unknown) => (value === undefined ? undefined : "(set)");
  const rows: [path: string, value: string | number | undefined][] = [
    ["prefix", config.prefix],
    ["broker.url", broker.url],
    ["broker.username", broker.username],
    ["broker.password", secret(broker.password)],
    ["broker.ca", secret(broker.tls?.ca)],
    ["broker.cert", secret(broker.tls?.cert)],
    ["broker.key", secret(broker.tls?.key)],
    ["broker.mqtt", broker.mqtt],
    ["wifi.ssid", wifi.ssid],
    ["wifi.password", secret(wifi.password)],
    ["board", config.board.id],
    ["interval", `${config.interval} ms`],
    ["entry", config.entry],
    ["sntp", sntp && `${sntp.host}:${sntp.port}`],
    [
      "pins",
      config.pins.map(({ name, pin, kind }) => `${name}=${pin}:${kind}`).join(" ") || undefined,
    ],
    ["keepAlive", `${config.keepAlive} s`],
  ];
  const shown = rows.filter(([, value]) => value !== undefined);
  const pathWidth = Math.max(...shown.map(([path]) => path.length));
  const valueWidth = Math.max(...shown.map(([, value]) => String(value).length));
  return shown.map(([path, value]) => {
    const source = config.sources.get(path) ?? "default";
    return `${path.padEnd(pathWidth)}  ${String(value).padEnd(valueWidth)}  ${source}`;
  });
}
