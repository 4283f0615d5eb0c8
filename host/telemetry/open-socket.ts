// The bytes between us and a broker: TCP, TLS or WebSocket behind one stream. Knows no MQTT beyond
// the name of its WebSocket protocol.
import { connect as connectTcp, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { createWebSocketStream, WebSocket } from "ws";
import type { Broker, MqttVersion } from "../config/broker.ts";
import type { BrokerEndpoint } from "../config/broker-url.ts";

/** What one read takes at most. */
export const READ_BYTES = 256 * 1024;

/** @param receive is given what arrives, as it arrives, in buffers of its own */
export function openSocket(
  endpoint: BrokerEndpoint,
  { tls = {} }: Broker,
  version: MqttVersion,
  receive: (bytes: Buffer) => void,
): Duplex {
  const { scheme, host, port, path } = endpoint;
  // One buffer for every read, and `pause` stops reading at once, where a stream reads on until its
  // own buffer is full.
  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback: (length: number, buffer: Uint8Array) => {
      receive(Buffer.from(buffer.subarray(0, length)));
      return true;
    },
  };
  switch (scheme) {
    case "mqtt":
      return connectTcp({ host, port, onread });
    case "mqtts": {
      // [RFC 6066, section 3] an address is no server name.
      const servername = isIP(host) === 0 ? { servername: host } : {};
      return connectTls({ host, port, ...servername, ...tls, onread } as object);
    }
    case "ws":
    case "wss": {
      const authority = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
      const protocol = version === "3.1" ? "mqttv3.1" : "mqtt";
      const socket = new WebSocket(`${scheme}://${authority}${path}`, [protocol], { ...tls });
      const stream = createWebSocketStream(socket);
      socket.on("close", () => stream.destroy());
      return stream.on("data", receive);
    }
  }
}
