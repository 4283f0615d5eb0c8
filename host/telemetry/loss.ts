// How a connection ended, and why. Knows mqtt.js's events, and nothing of what went over it.
import type { MqttClient } from "mqtt";
import { printable } from "./printable.ts";
import { reasonText } from "./reason-codes.ts";

export interface Loss {
  readonly reason: string;
  /** The broker ended it, and not the network or we ourselves. */
  readonly byBroker: boolean;
  /** The broker said that it will not have us. */
  readonly refused: boolean;
  /** We ended it, because an answer did not come in time. */
  readonly unanswered: boolean;
}

export type EndedByUs = Pick<Loss, "reason" | "unanswered">;

/** The connection ended before the answer came. */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
  constructor(readonly loss: Loss) {
    super(loss.reason);
  }
}

/** Resolves when the connection is over. @param endedByUs why, when it was we who ended it */
export function endOf(client: MqttClient, endedByUs: () => EndedByUs | undefined): Promise<Loss> {
  let error: (Error & { code?: unknown }) | undefined;
  let goodbye: { code: number; text?: string | undefined } | undefined;
  client.on("disconnect", ({ reasonCode, properties }) => {
    goodbye = { code: reasonCode ?? 0, text: properties?.reasonString };
    client.end(true);
  });
  client.on("error", (reason) => {
    error ??= reason;
    // Also for bytes that are no MQTT, after which mqtt.js would read on [MQTT-4.8.0-1].
    client.end(true);
  });
  return new Promise((resolve) => {
    client.once("close", () => {
      const loss = { byBroker: false, refused: false, unanswered: false };
      const ours = endedByUs();
      if (ours) return resolve({ ...loss, ...ours });
      if (goodbye) {
        const { code, text } = goodbye;
        const reason = `the broker disconnected: ${reasonText(code, text)}`;
        // 134, 135, 138: credentials, authorization, banned.
        const refused = [134, 135, 138].includes(code);
        return resolve({ ...loss, reason, byBroker: true, refused });
      }
      if (error?.message === "Keepalive timeout") {
        return resolve({ ...loss, reason: "no answer to a ping", unanswered: true });
      }
      const byBroker = !error || error.code === "ECONNRESET" || error.code === "EPIPE";
      const reason = byBroker ? "the broker closed the connection" : (error?.message ?? "");
      resolve({ ...loss, reason: printable(reason), byBroker });
    });
  });
}
