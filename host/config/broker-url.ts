// What a broker's URL may be. Knows no client and opens nothing.
import type { Fault } from "../errors.ts";

type BrokerScheme = "mqtt" | "mqtts" | "ws" | "wss";

export interface BrokerEndpoint {
  readonly scheme: BrokerScheme;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** Path and query of a WebSocket; empty otherwise. */
  readonly path: string;
  readonly username?: string;
  /** Whether the connection is encrypted. */
  readonly tls: boolean;
}

// IANA: mqtt 1883, secure-mqtt 8883; RFC 6455 for the WebSocket defaults.
const DEFAULT_PORTS: Record<BrokerScheme, number> = { mqtt: 1883, mqtts: 8883, ws: 80, wss: 443 };

/** The endpoint, or what is wrong with the text. Neither ever contains a password. */
export function parseBrokerUrl(text: string): BrokerEndpoint | Pick<Fault, "message"> {
  // Without its own scheme `localhost:1883` would parse as a URL of the scheme "localhost".
  if (!/^[a-z]+:\/\//i.test(text)) {
    return { message: `expected a URL such as mqtt://localhost:1883, got ${quoted(text)}` };
  }
  let url: URL;
  let username: string;
  try {
    url = new URL(text);
    username = decodeURIComponent(url.username);
  } catch {
    return { message: `not a valid URL: ${quoted(text)}` };
  }
  const scheme = url.protocol.slice(0, -1);
  if (!isScheme(scheme)) {
    return { message: `expected mqtt://, mqtts://, ws:// or wss://, got ${scheme}://` };
  }
  if (url.password !== "") {
    return { message: "a password does not belong in a URL; set ESPULSE_PASSWORD instead" };
  }
  if (url.hostname === "") return { message: `no host in ${quoted(text)}` };
  const path = url.pathname + url.search;
  const webSocket = scheme === "ws" || scheme === "wss";
  if (!webSocket && path !== "" && path !== "/") {
    return { message: `a path (${path}) means something only to ws:// and wss://` };
  }
  return {
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? DEFAULT_PORTS[scheme] : Number(url.port),
    path: webSocket ? path || "/" : "",
    ...(username === "" ? {} : { username }),
    tls: scheme === "mqtts" || scheme === "wss",
  };
}

function isScheme(text: string): text is BrokerScheme {
  return Object.hasOwn(DEFAULT_PORTS, text);
}

/** What stands before an @ may hold a password: it is never repeated. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/^(.*:\/\/)?[^/]*@/, "$1...@"));
}
