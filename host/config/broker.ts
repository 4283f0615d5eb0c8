// The broker of a configuration: endpoint, credentials, TLS files. Opens no connection.
import type * as z from "zod";
import type { Fault } from "../errors.ts";
import { parseBrokerUrl } from "./broker-url.ts";
import { faultAt, type Gathered } from "./layers.ts";
import { ASCII_ONLY, type configSchema, DEFAULT_BROKER_URL, isAscii } from "./schema.ts";
import type { Secret } from "./secret.ts";
import { readTlsFiles, type TlsFileName, type TlsFiles } from "./tls-files.ts";

export type MqttVersion = "3.1" | "3.1.1" | "5";

/** How to reach a broker. Its URL holds no secret and may be printed. */
export interface Broker {
  readonly url: string;
  readonly username?: string;
  readonly password?: Secret;
  readonly tls?: TlsFiles;
  /** Without it MQTT 5, and 3.1.1 where the broker does not speak it. */
  readonly mqtt?: MqttVersion;
}

type Checked = z.output<typeof configSchema>["broker"];

/**
 * Who connects: a verb of the host; a board, which logs in as its device id; or a board once its build
 * is done, perhaps from a machine that has no key and no certificate.
 */
export type Client = "host" | "board" | "build";

/** The broker, or undefined when it has faults, which go to `faults`. */
export function resolveBroker(
  checked: Checked | undefined,
  gathered: Gathered,
  cwd: string,
  client: Client,
  faults: Fault[],
): Broker | undefined {
  const password = gathered.secrets.get("broker.password");
  // Also when another setting of the broker is wrong, the files it names are looked at.
  const given = checked ?? textsOf(gathered.values.broker);
  const endpoint = parseBrokerUrl(given.url ?? DEFAULT_BROKER_URL);
  const usable = "message" in endpoint ? undefined : endpoint;
  const username = given.username ?? usable?.username;
  if (client !== "host") {
    if (password && !isAscii(password.reveal())) {
      faults.push(faultAt("broker.password", gathered, ASCII_ONLY));
    }
  } else if (password && usable && username === undefined) {
    // [MQTT-3.1.2-22] no password without a user name.
    faults.push(faultAt("broker.password", gathered, "is set without a user name (--username)"));
  }
  let tls: TlsFiles | undefined;
  if (usable?.tls === false) {
    refuseTlsFiles(given, gathered, faults);
  } else if (client !== "build") {
    tls = readTlsFiles(given, cwd, (name, message) => {
      faults.push(faultAt(`broker.${name}`, gathered, message));
    });
  }
  if (checked === undefined || usable === undefined) return undefined;
  return {
    url: checked.url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
    ...(checked.mqtt === undefined ? {} : { mqtt: checked.mqtt }),
  };
}

type Texts = { readonly [name in "url" | "username" | TlsFileName]?: string | undefined };

function textsOf(section: unknown): Texts {
  if (typeof section !== "object" || section === null) return {};
  return Object.fromEntries(
    Object.entries(section).filter(([, value]) => typeof value === "string" && value !== ""),
  );
}

/** A TLS file for a plain URL is a mistake, unless a stronger source replaced the URL it was for. */
function refuseTlsFiles(given: Texts, gathered: Gathered, faults: Fault[]): void {
  const layerOfUrl = gathered.origins.get("broker.url")?.layer ?? Number.POSITIVE_INFINITY;
  for (const name of ["ca", "cert", "key"] satisfies TlsFileName[]) {
    const origin = gathered.origins.get(`broker.${name}`);
    if (given[name] === undefined || origin === undefined || origin.layer > layerOfUrl) continue;
    const url = given.url ?? DEFAULT_BROKER_URL;
    const message = `has a use with mqtts:// and wss:// only, and the broker is ${url}`;
    faults.push(faultAt(`broker.${name}`, gathered, message));
  }
}
