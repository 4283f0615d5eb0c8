// A real broker (aedes) on free ports of the loopback, over TCP, TLS and WebSocket, whose refusals
// a test decides. For tests of the host's readers and publishers.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";
import { Aedes } from "aedes";
import { createWebSocketStream, WebSocketServer } from "ws";

export type Scheme = "mqtt" | "mqtts" | "ws" | "wss";

export const TLS_FOLDER = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
export const pem = (name: string) => readFileSync(`${TLS_FOLDER}${name}`, "utf8");

export interface ReaderBrokerOptions {
  readonly scheme?: Scheme;
  /** Certificate and key of the TLS server, by fixture name. */
  readonly certificate?: string;
  /** Whether a client certificate of the test authority is wanted. */
  readonly mutual?: boolean;
  /** CONNACK return code for whoever has not this password. */
  readonly password?: { readonly text: string; readonly code: number };
  /** Topics whose messages aedes refuses, which it does by closing the connection. */
  readonly refusedTopic?: string;
  /** Filters refused in the SUBACK, and one at which aedes closes the connection. */
  readonly refusedFilter?: string;
  readonly closingFilter?: string;
  readonly port?: number;
}

export interface ReaderBroker {
  readonly url: string;
  readonly port: number;
  readonly aedes: Aedes;
  publish(
    topic: string,
    payload: unknown,
    options?: { retain?: boolean; qos?: 0 | 1 | 2 },
  ): Promise<void>;
  /** Drops every connection without a word. */
  dropConnections(): void;
  close(): Promise<void>;
}

export async function startReaderBroker(options: ReaderBrokerOptions = {}): Promise<ReaderBroker> {
  const { scheme = "mqtt", password } = options;
  const aedes = await Aedes.createBroker({
    authenticate: (_client, _username, given, done) => {
      if (!password || String(given ?? "") === password.text) return done(null, true);
      done(Object.assign(new Error("refused"), { returnCode: password.code }), false);
    },
    authorizePublish: (_client, { topic }, done) => {
      done(topic === options.refusedTopic ? new Error("refused") : null);
    },
    authorizeSubscribe: (_client, subscription, done) => {
      if (subscription.topic === options.closingFilter) return done(new Error("refused"));
      done(null, subscription.topic === options.refusedFilter ? null : subscription);
    },
  });
  // A client that is gone before it connected is an error to aedes; to these tests it is the point.
  aedes.on("connectionError", () => {});
  aedes.on("clientError", () => {});

  const sockets = new Set<Socket>();
  const server = listenerOf(options, (stream) => aedes.handle(stream));
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    aedes,
    async publish(topic, payload, { retain = false, qos = 1 } = {}) {
      const isBytes = payload instanceof Uint8Array;
      const text = typeof payload === "string" ? payload : JSON.stringify(payload);
      const bytes = isBytes ? Buffer.from(payload) : Buffer.from(text);
      await new Promise<void>((resolve, reject) => {
        aedes.publish(
          { cmd: "publish", topic, payload: bytes, qos, retain, dup: false },
          (error) => (error ? reject(error) : resolve()),
        );
      });
    },
    dropConnections,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      dropConnections();
      await closed;
    },
  };
}

function listenerOf(
  { scheme = "mqtt", certificate = "server", mutual = false }: ReaderBrokerOptions,
  accept: (stream: Duplex) => void,
): Server {
  const tls = () => ({
    cert: pem(`${certificate}.pem`),
    key: pem(`${certificate}.key`),
    ...(mutual ? { ca: pem("ca.pem"), requestCert: true, rejectUnauthorized: true } : {}),
  });
  if (scheme === "mqtt") return createServer(accept);
  if (scheme === "mqtts") return createTlsServer(tls(), accept);
  const server = scheme === "ws" ? createHttpServer() : createHttpsServer(tls());
  const webSockets = new WebSocketServer({ server, handleProtocols: ([first]) => first ?? false });
  webSockets.on("connection", (socket) => {
    const stream = createWebSocketStream(socket);
    stream.on("error", () => {});
    accept(stream);
  });
  return server;
}
