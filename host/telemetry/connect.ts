// From a broker's URL to a connection with its CONNACK, over mqtt.js, or why there is none. One
// attempt; whoever calls decides on the next.
import mqtt, { type IClientOptions, type Packet } from "mqtt";
import type { Broker } from "../config/broker.ts";
import { type BrokerEndpoint, parseBrokerUrl } from "../config/broker-url.ts";
import { CONNECT_DEADLINE_MS, type ConnectFailure, connectFailureOf } from "./connect-failure.ts";
import { type AnswerOptions, Connection } from "./connection.ts";
import { isPassing, reasonText, refusesVersion } from "./reason-codes.ts";

export interface ConnectOptions extends AnswerOptions {
  readonly broker: Broker;
  readonly clientId: string;
  readonly signal: AbortSignal;
}

/** The attempt failed. */
export class ConnectError extends Error {
  override name = "ConnectError";
  constructor(
    readonly failure: ConnectFailure,
    /** The broker may speak an older version of MQTT. */
    readonly mayBeVersion: boolean,
  ) {
    super(failure.reason);
  }
}

const KEEP_ALIVE_SECONDS = 30;
const PROTOCOLS = {
  "3.1": { protocolId: "MQIsdp", protocolVersion: 3 },
  "3.1.1": { protocolId: "MQTT", protocolVersion: 4 },
  "5": { protocolId: "MQTT", protocolVersion: 5 },
} as const;

/** @throws ConnectError */
export function openConnection(options: ConnectOptions): Promise<Connection> {
  const endpoint = parseBrokerUrl(options.broker.url);
  if ("message" in endpoint) throw new TypeError(endpoint.message);
  const client = mqtt.connect(clientOptions(options, endpoint));
  return new Promise((resolve, reject) => {
    let error: Error | undefined;
    let connack: (Packet & { cmd: "connack" }) | undefined;
    const stop = () => client.end(true);
    const notice = (reason: Error) => {
      error ??= reason;
    };
    const receive = (packet: Packet) => {
      if (packet.cmd === "connack") connack ??= packet;
    };
    const fail = () => {
      release();
      const code = connack?.reasonCode ?? connack?.returnCode ?? 0;
      if (code > 0) {
        const said = reasonText(code, connack?.properties?.reasonString);
        const next = refusesVersion(code) ? "; try another version of MQTT (--mqtt)" : "";
        const reason = `refused the connection: ${said}${next}`;
        const failure = { code: isPassing(code) ? "unreachable" : "refused", reason } as const;
        reject(new ConnectError(failure, refusesVersion(code)));
      } else {
        reject(new ConnectError(connectFailureOf(error, endpoint), error === undefined));
      }
    };
    const succeed = () => {
      release();
      resolve(new Connection(client, connack?.properties ?? {}, options));
    };
    const release = () => {
      client.off("packetreceive", receive).off("error", notice).off("connect", succeed);
      client.off("close", fail);
      options.signal.removeEventListener("abort", stop);
    };
    // mqtt.js swallows stream errors that have no code, such as a WebSocket's "404".
    client.stream.on("error", notice);
    client.on("packetreceive", receive).on("error", notice).on("connect", succeed);
    client.on("close", fail);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener("abort", stop);
  });
}

function clientOptions(
  { broker, version, clientId }: ConnectOptions,
  endpoint: BrokerEndpoint,
): IClientOptions {
  const webSocket = endpoint.scheme === "ws" || endpoint.scheme === "wss";
  return {
    protocol: endpoint.scheme,
    // Of a WebSocket mqtt.js makes a URL again, where an IPv6 address needs its brackets.
    hostname: webSocket && endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host,
    port: endpoint.port,
    ...(webSocket ? { path: endpoint.path } : {}),
    ...PROTOCOLS[version],
    clientId,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password.reveal() }),
    ...broker.tls,
    clean: true,
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: CONNECT_DEADLINE_MS,
    reconnectPeriod: 0,
    resubscribe: false,
  };
}
