// A server that answers MQTT packets as a test scripts it, for what no real broker does on demand:
// reason codes of MQTT 5, silence, bytes that are no MQTT.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { generate, type IConnackPacket, type Packet, parser } from "mqtt-packet";

interface Peer {
  /** Counts connections from 1. */
  readonly number: number;
  readonly version: number;
  send(packet: Packet): void;
  sendBytes(bytes: readonly number[]): void;
  close(): void;
}

export type Answers = {
  readonly [cmd in Packet["cmd"]]?: (packet: Packet & { cmd: cmd }, peer: Peer) => void;
};

export interface AnsweringBroker {
  readonly url: string;
  /** Every packet that came, in order. */
  readonly received: Packet[];
  readonly connections: number;
  close(): Promise<void>;
}

/** A CONNACK that accepts, with what MQTT 5 has a broker say of itself. */
export function accept(properties?: IConnackPacket["properties"]): NonNullable<Answers["connect"]> {
  const accepted = { cmd: "connack", returnCode: 0, reasonCode: 0, sessionPresent: false } as const;
  return (_, peer) => peer.send({ ...accepted, ...(properties && { properties }) });
}

/** Accepts connections, grants subscriptions, answers pings; `answers` comes first. */
export async function startAnsweringBroker(answers: Answers): Promise<AnsweringBroker> {
  const received: Packet[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const ordinary: Answers = {
    connect: accept(),
    subscribe: ({ messageId, subscriptions }, peer) =>
      peer.send({
        cmd: "suback",
        messageId: messageId ?? 0,
        granted: subscriptions.map(({ qos }) => qos),
      }),
    pingreq: (_, peer) => peer.send({ cmd: "pingresp" }),
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    const number = ++connections;
    let version = 4;
    const peer = (): Peer => ({
      number,
      version,
      send: (packet) => socket.write(generate(packet, { protocolVersion: version })),
      sendBytes: (bytes) => socket.write(Uint8Array.from(bytes)),
      close: () => socket.end(),
    });
    const packets = parser();
    packets.on("packet", (packet) => {
      if (packet.cmd === "connect") version = packet.protocolVersion ?? 4;
      received.push(packet);
      const answer = answers[packet.cmd] ?? ordinary[packet.cmd];
      // All of an answer in one segment: whoever reads it gets it at once, however busy the machine is.
      socket.cork();
      (answer as ((packet: Packet, peer: Peer) => void) | undefined)?.(packet, peer());
      socket.uncork();
    });
    socket.on("data", (bytes) => packets.parse(bytes));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get connections() {
      return connections;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
