// Messages as devices publish them, for tests of what keeps them. Knows the wire, and no store.
import type { Reading } from "../../firmware/contract/telemetry.ts";
import type { Message } from "../../host/telemetry/message.ts";

export const NOON = Date.UTC(2026, 4, 1, 12);

export function message(topic: string, payload: unknown, rx = NOON): Message {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return { topic, payload: Buffer.from(text), qos: 1, retain: false, rx };
}

export type ReadingFields = Partial<Omit<Reading, "v" | "boot">>;

/** Of the first boot of the device, made a second after the one before. */
export function reading(device: string, seq: number, fields: ReadingFields = {}): Message {
  const { up = 1000 * seq, t, skip, q, d = { temp: 20 + seq / 10 } } = fields;
  return readingOf(device, "0000000a-1", { seq, up, t, skip, q, d });
}

export function readingOf(
  device: string,
  boot: string,
  fields: Record<string, unknown>,
  rx = NOON + 1000 * (fields.seq as number),
): Message {
  const { seq, up, t, skip, q, d } = fields;
  // In the order of the firmware.
  return message(`espulse/${device}/telemetry`, { v: 1, boot, seq, up, t, skip, q, d }, rx);
}
