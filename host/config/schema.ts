// The rules of each setting, whatever source it came from. Knows no source, reads no file.
import * as z from "zod";
import { channelNameFault } from "../../firmware/contract/channels.ts";
import { DEFAULT_PREFIX } from "../../firmware/contract/topics.ts";
import { parseBrokerUrl } from "./broker-url.ts";

export const DEFAULT_BROKER_URL = "mqtt://127.0.0.1:1883";

/** Espruino's strings are bytes: what is UTF-8 here would be sent as other characters there. */
export const ASCII_ONLY = "ASCII only: the board's strings are bytes, not Unicode";

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

const wholeNumber = (what: string, least: number, most: number) => {
  const error = `expected ${what}, ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

// [MQTT-4.7.3-1] at least one character; [MQTT-4.7.1-1] no wildcards in a topic name; a leading
// `$` is the broker's own (section 4.7.2). ASCII, because the board's interpreter has no Unicode.
const prefix = z
  .string()
  .regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/, "expected letters, digits, _ . - and single /")
  .max(64);

const brokerUrl = z.string().superRefine((text, context) => {
  const endpoint = parseBrokerUrl(text);
  if ("message" in endpoint) context.addIssue({ code: "custom", message: endpoint.message });
});

const pin = z.strictObject({
  name: z.string().superRefine((name, context) => {
    const message = channelNameFault(name);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  }),
  pin: z.string(),
  kind: z.enum(["analog", "digital"]),
});

export const configSchema = z.strictObject({
  prefix: prefix.default(DEFAULT_PREFIX),
  broker: z
    .strictObject({
      url: brokerUrl.default(DEFAULT_BROKER_URL),
      username: z.string().min(1).optional(),
      ca: z.string().min(1).optional(),
      cert: z.string().min(1).optional(),
      key: z.string().min(1).optional(),
      mqtt: z.enum(["3.1", "3.1.1", "5"]).optional(),
    })
    .prefault({}),
  wifi: z
    .strictObject({
      // IEEE 802.11-2020, 9.4.2.2: an SSID has up to 32 octets.
      ssid: z
        .string()
        .refine((ssid) => ssid !== "" && Buffer.byteLength(ssid) <= 32, {
          error: "expected 1 to 32 bytes",
        })
        .refine(isAscii, { error: ASCII_ONLY })
        .optional(),
    })
    .prefault({}),
  board: z
    .string()
    .min(1, "expected a board's id, or the path of a board file")
    .default("esp32-devkitc"),
  interval: wholeNumber("a whole number of milliseconds", 100, 3_600_000).default(1000),
  entry: z.string().min(1, "expected the firmware's first source file").optional(),
  sntp: z
    .strictObject({
      host: z.string().regex(/^[A-Za-z0-9.-]+$/, "expected a host name or an IPv4 address"),
      port: wholeNumber("a port", 1, 65535).default(123),
    })
    .optional(),
  pins: z
    .array(pin)
    .max(32)
    .default(() => []),
  // The firmware's watchdog restarts a board that hears nothing of its broker for 120 s.
  keepAlive: wholeNumber("whole seconds", 5, 120).default(30),
});

// WPA2-Personal: a passphrase of 8 to 63 printable ASCII characters, or 64 hex digits.
export const wifiPassword = z
  .string()
  .refine(isAscii, { error: ASCII_ONLY, abort: true })
  .regex(
    /^([\x20-\x7e]{8,63}|[0-9a-fA-F]{64})$/,
    "expected 8 to 63 printable ASCII characters, or 64 hex digits",
  );

/** The names a section knows, for suggestions. */
export function knownKeys(section: keyof typeof configSchema.shape): string[] {
  const { broker, wifi, sntp } = configSchema.shape;
  if (section === "broker") return Object.keys(broker.unwrap().shape);
  if (section === "wifi") return Object.keys(wifi.unwrap().shape);
  if (section === "sntp") return Object.keys(sntp.unwrap().shape);
  return section === "pins" ? Object.keys(pin.shape) : [];
}
