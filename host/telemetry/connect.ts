// From a broker's URL to a connection with its CONNACK, over mqtt.js, or why there is none. One
// attempt; whoever calls decides on the next.
import mqtt, { type IClientOptions, type Packet } from "mqtt";
import type { Broker } from "../config/broker.ts";
import { parseBrokerUrl } from "../config/broker-url.ts";
import { CONNECT_DEADLINE_MS, type ConnectFailure, connectFailureOf } from "./connect-failure.ts";
import { type AnswerOptions, Connection } from "./connection.ts";
import { openSocket } from "./open-socket.ts";
import { isPassing, reasonText, refusesLogin, refusesVersion } from "./reason-codes.ts";
import { ReceiveStream } from "./receive-stream.ts";

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
const MOST_UNACKNOWLEDGED = 65_535;
const PROTOCOLS = {
  "3.1": { protocolId: "MQIsdp", protocolVersion: 3 },
  "3.1.1": { protocolId: "MQTT", protocolVersion: 4 },
  "5": { protocolId: "MQTT", protocolVersion: 5 },
} as const;

/** @throws ConnectError */
export function openConnection(options: ConnectOptions): Promise<Connection> {
  const endpoint = parseBrokerUrl(options.broker.url);
  if ("message" in endpoint) throw new TypeError(endpoint.message);
  const { broker, version } = options;
  const stream = new ReceiveStream({
    ...options,
    open: (receive) => openSocket(endpoint, broker, version, receive),
  });
  const client = new mqtt.MqttClient(() => stream, clientOptions(options));
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
        const reason = `refused the connection: ${said}${nextStep(code)}`;
        const failure = { code: isPassing(code) ? "unreachable" : "refused", reason } as const;
        reject(new ConnectError(failure, refusesVersion(code)));
      } else {
        reject(new ConnectError(connectFailureOf(error, endpoint), error === undefined));
      }
    };
    const succeed = () => {
      release();
      resolve(new Connection(client, stream, connack?.properties ?? {}, options));
    };
    const release = () => {
      client.off("packetreceive", receive).off("error", notice).off("connect", succeed);
      client.off("close", fail);
      options.signal.removeEventListener("abort", stop);
    };
    // mqtt.js swallows stream errors that have no code, such as a WebSocket's "404".
    stream.on("error", notice);
    client.on("packetreceive", receive).on("error", notice).on("connect", succeed);
    client.on("close", fail);
    if (options.signal.aborted) stop();
    else options.signal.addEventListener("abort", stop);
  });
}

function nextStep(code: number): string {
  if (refusesVersion(code)) return "; try another version of MQTT (--mqtt)";
  return refusesLogin(code)
    ? "; the login is --username, and ESPULSE_PASSWORD in the environment or .env.local"
    : "";
}

function clientOptions({ broker, version, clientId }: ConnectOptions): IClientOptions {
  return {
    ...PROTOCOLS[version],
    clientId,
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password.reveal() }),
    // What the standard takes for granted and Mosquitto does not: it would send 20 at a time.
    ...(version === "5" ? { properties: { receiveMaximum: MOST_UNACKNOWLEDGED } } : {}),
    clean: true,
    keepalive: KEEP_ALIVE_SECONDS,
    // Else it makes a buffer for each of 65,536 numbers first: 0.15 s of processor time.
    writeCache: false,
    connectTimeout: CONNECT_DEADLINE_MS,
    reconnectPeriod: 0,
    resubscribe: false,
  };
}
