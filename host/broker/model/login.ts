// What a CONNECT asks of the model broker, in one shape for all versions of MQTT. Pure.
import type { IConnectPacket } from "mqtt-packet";
import type { Message } from "./message.ts";

export interface Login {
  readonly clientId: string;
  readonly version: number;
  readonly isFive: boolean;
  readonly isClean: boolean;
  readonly keepAliveSeconds: number;
  /** That the session outlives its connection; {@link NEVER} ends it. */
  readonly expirySeconds: number;
  /** Of MQTT 5, where the client says it. */
  readonly receiveMaximum: number | undefined;
  readonly will: Message | undefined;
}

/** Of a session without an end (MQTT 5, section 3.1.2.11.2). */
export const NEVER = 0xffff_ffff;

export function loginOf(packet: IConnectPacket): Login {
  const { clientId, protocolVersion = 4, clean = false, keepalive = 0, properties, will } = packet;
  const isFive = protocolVersion === 5;
  return {
    clientId,
    version: protocolVersion,
    isFive,
    isClean: clean,
    keepAliveSeconds: keepalive,
    expirySeconds: isFive ? (properties?.sessionExpiryInterval ?? 0) : clean ? 0 : NEVER,
    receiveMaximum: isFive ? properties?.receiveMaximum : undefined,
    will: will && {
      topic: will.topic,
      payload: Buffer.from(will.payload as Buffer),
      qos: will.qos ? 1 : 0,
      retain: will.retain ?? false,
    },
  };
}
