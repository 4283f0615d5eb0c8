// What an Espruino build may lack, and in what words it is told. Data only.

export const FEATURES = [
  "unicode",
  "crypto",
  "sha256",
  "sha512",
  "tls",
  "telnet",
  "filesystem",
  "graphics",
  "bluetooth",
  "esp32",
  "esp8266",
  "wifi-status",
  "watchdog",
  "temperature",
] as const;

export type Feature = (typeof FEATURES)[number];

/** Follows "has": "ESP8266 has no SHA-256". */
export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  unicode: "no Unicode",
  crypto: "no crypto module",
  sha256: "no SHA-256",
  sha512: "no SHA-512",
  tls: "no TLS",
  telnet: "no Telnet console",
  filesystem: "no file system",
  graphics: "no graphics",
  bluetooth: "no Bluetooth",
  esp32: "no ESP32 functions",
  esp8266: "no ESP8266 functions",
  "wifi-status": "no Wi-Fi state to ask for",
  watchdog: "no usable watchdog",
  temperature: "no chip temperature",
};
