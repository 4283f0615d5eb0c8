// The embedded broker: aedes behind a TCP and a WebSocket listener, with bounds. For a first try,
// the demo and tests; it keeps nothing between runs and speaks MQTT 3.1 and 3.1.1, not 5.
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { Aedes, type Client, type PublishPacket } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";
import { limitStore, type Store } from "./embedded-limits.ts";
import { listen } from "./listen.ts";
import { limitPackets } from "./packet-limit.ts";

/** As in mosquitto.conf. */
const MAX_PACKET_BYTES = 1024 * 1024;
const MAX_CONNECTIONS = 1000;
const VERSION_TOPIC = "$SYS/broker/version";

export interface PublishedMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly clientId: string;
}

export interface EmbeddedBrokerOptions {
  readonly host?: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Absent: no WebSocket listener. 0 for any free port. */
  readonly webSocketPort?: number;
  /** Called with each message as it arrives, wills included. */
  readonly onPublish?: (message: PublishedMessage) => void;
  /** Called with what a client did wrong, for a log. */
  readonly onClientError?: ((clientId: string | undefined, error: Error) => void) | undefined;
}

export interface EmbeddedBroker {
  readonly url: string;
  readonly port: number;
  readonly webSocketUrl?: string;
  /** As it also says on `$SYS/broker/version`. */
  readonly version: string;
  /** Connections open now; messages published by clients; messages a full queue turned away. */
  counts(): { connections: number; published: number; dropped: number };
  /** Ends every connection, then the listeners. */
  close(): Promise<void>;
}

/** @throws TransportError when a port is taken or may not be used. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const host = options.host ?? "127.0.0.1";
  let published = 0;
  let dropped = 0;
  const aedes = await Aedes.createBroker({
    // A subscriber that stops reading holds one of these slots per message until it is dropped.
    concurrency: 1000,
    drainTimeout: 10_000,
    connectTimeout: 10_000,
    // Packets a client may send behind its CONNECT before the CONNACK [MQTT-3.1.4-5].
    queueLimit: 1000,
    maxInflightInbound: 100,
    // Only MQTT 3.1 has a limit (23); Mosquitto does not insist on it either.
    maxClientsIdLength: 256,
    // Not the `publish` event: that comes after every subscriber has taken the message.
    authorizePublish(client, packet, done) {
      if (packet.topic.startsWith("$SYS/")) return done(new Error("$SYS/ is the broker's own"));
      published += 1;
      options.onPublish?.({
        topic: packet.topic,
        payload: Buffer.from(packet.payload),
        qos: packet.qos,
        retain: packet.retain,
        clientId: client?.id ?? "",
      });
      done(null);
    },
  });
  const version = `aedes ${(aedes as Aedes & { version: string }).version}`;
  const { persistence } = aedes as Aedes & { persistence: Store };
  limitStore(
    persistence,
    {
      retainedTopics: 10_000,
      sessions: 1000,
      queuedMessagesPerSession: 100_000,
      queuedBytes: 64 * 1024 * 1024,
    },
    () => {
      dropped += 1;
    },
  );
  answerVersion(aedes, version);
  reportClientErrors(aedes, options.onClientError ?? (() => {}));

  // Counted here: the count of aedes drifts when a client takes its id over while it closes.
  const connections = new Set<Duplex>();
  const accept = (wire: Duplex) => {
    const connection = limitPackets(wire, MAX_PACKET_BYTES);
    connections.add(connection);
    connection.once("close", () => connections.delete(connection));
    aedes.handle(connection);
  };
  const tcp = createTcpServer({ noDelay: true }, accept);
  tcp.maxConnections = MAX_CONNECTIONS;
  const http = options.webSocketPort === undefined ? undefined : createServer(refusePage);
  if (http) acceptWebSockets(http, accept);

  const close = async () => {
    await new Promise<void>((resolve) => aedes.close(resolve));
    for (const connection of connections) connection.destroy();
    http?.closeAllConnections();
    await Promise.all([closeServer(tcp), http && closeServer(http)]);
  };
  try {
    const port = await listen(tcp, host, options.port, "--port");
    const webSocketPort =
      http && (await listen(http, host, options.webSocketPort ?? 0, "--websocket-port"));
    const name = host === "0.0.0.0" ? "127.0.0.1" : host;
    return {
      url: `mqtt://${name}:${port}`,
      port,
      ...(webSocketPort !== undefined && { webSocketUrl: `ws://${name}:${webSocketPort}` }),
      version,
      counts: () => ({ connections: connections.size, published, dropped }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Once a client: aedes tells an error for each message that could not be written any more. */
function reportClientErrors(
  aedes: Aedes,
  report: (clientId: string | undefined, error: Error) => void,
): void {
  const reported = new WeakSet<Client>();
  const reportOnce = (client: Client, error: Error) => {
    if (reported.has(client)) return;
    reported.add(client);
    // Without a CONNECT it has no id yet.
    report(client.id ?? undefined, error);
  };
  aedes.on("clientError", reportOnce);
  aedes.on("connectionError", reportOnce);
  // Without a listener an `error` event would end the process.
  (aedes as NodeJS.EventEmitter).on("error", (error: Error) => report(undefined, error));
}

function acceptWebSockets(http: HttpServer, accept: (wire: Duplex) => void): void {
  http.maxConnections = MAX_CONNECTIONS;
  const webSockets = new WebSocketServer({
    server: http,
    maxPayload: MAX_PACKET_BYTES,
    // [MQTT-6.0.0-3], [MQTT-6.0.0-4]; MQTT 3.1 was "mqttv3.1" to its clients.
    handleProtocols: (offered) => ["mqtt", "mqttv3.1"].find((name) => offered.has(name)) ?? false,
  });
  webSockets.on("connection", (socket) => {
    socket.on("message", (_bytes, isBinary) => {
      if (!isBinary) socket.terminate(); // [MQTT-6.0.0-1]
    });
    accept(createWebSocketStream(socket));
  });
  // The server passes the listener's errors on; listen() below reports them.
  webSockets.on("error", () => {});
}

/** RFC 9110, section 15.5.22: 426 names the protocol to come back with. */
function refusePage(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { Upgrade: "websocket", Connection: "close" });
  response.end("MQTT over WebSocket is here, no page.\n");
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/**
 * Answers where Mosquitto answers, so that one probe serves both. Not as a retained message: aedes
 * would send it to subscribers of `#` too, against [MQTT-4.7.2-1].
 */
function answerVersion(aedes: Aedes, version: string): void {
  aedes.on("subscribe", (subscriptions, client) => {
    if (!subscriptions.some(({ topic }) => topic === VERSION_TOPIC)) return;
    const message = { topic: VERSION_TOPIC, payload: version, qos: 0, retain: true, dup: false };
    // aedes 1.2 types the callback as optional, and calls it all the same.
    client.publish({ cmd: "publish", ...message } as PublishPacket, () => {});
  });
}
