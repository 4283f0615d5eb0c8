// MQTT 3.1.1 as the other end speaks it, in strings of characters 0..255: a broker's packets by
// hand, a client's read by an independent codec. Knows no firmware module.
import { type Packet, parser } from "mqtt-packet";

/** Numbers are bytes, strings their characters. */
export function bytes(...parts: (number | string)[]): string {
  return parts
    .map((part) => (typeof part === "number" ? String.fromCharCode(part) : part))
    .join("");
}

export function uint16(value: number): string {
  return bytes(value >> 8, value & 255);
}

/** A string with its length before it (section 1.5.3). */
export function field(text: string): string {
  return uint16(text.length) + text;
}

/** Fixed header with the remaining length of section 2.2.3, then the body. */
export function framed(header: number, body: string): string {
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest % 128) + (rest > 127 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes(header, ...length, body);
}

export const PINGRESP = bytes(0xd0, 0);

export function connack(code = 0): string {
  return bytes(0x20, 2, 0, code);
}

export function puback(id: number): string {
  return bytes(0x40, 2, uint16(id));
}

export function suback(id: number, code = 1): string {
  return bytes(0x90, 3, uint16(id), code);
}

export function publishOf(
  topic: string,
  payload: string,
  { id, isRetained = false }: { id?: number; isRetained?: boolean } = {},
): string {
  const flags = (id === undefined ? 0 : 2) + (isRetained ? 1 : 0);
  return framed(0x30 + flags, field(topic) + (id === undefined ? "" : uint16(id)) + payload);
}

/** What a client sent, by mqtt-packet, which refuses what is malformed. */
export function packetsOf(sent: string): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (error) => {
    throw error;
  });
  const left = reader.parse(Buffer.from(sent, "latin1"));
  if (left > 0) throw new Error(`${left} bytes left over`);
  return packets;
}

/** `PUBLISH 3 espulse/x/state!` and the like: command, id, topic, `!` when retained. */
export function summaryOf(sent: string): string[] {
  return packetsOf(sent).map((packet) => {
    const id = packet.messageId ? ` ${packet.messageId}` : "";
    const name = packet.cmd.toUpperCase();
    if (packet.cmd === "subscribe") return `${name}${id} ${packet.subscriptions[0]?.topic}`;
    if (packet.cmd !== "publish") return `${name}${id}`;
    return `${name}${id} ${packet.topic}${packet.retain ? "!" : ""}`;
  });
}
