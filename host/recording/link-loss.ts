// How a connection of the recorder ended, and why. Pure.
import { printable } from "../telemetry/printable.ts";
import { reasonText } from "../telemetry/reason-codes.ts";

export interface LinkLoss {
  readonly reason: string;
  /** The broker said that it will not have us. */
  readonly refused: boolean;
  /** We ended it, for this reason. */
  readonly byUs: boolean;
  /** What the socket said; undefined when the peer closed it. */
  readonly error?: Error | undefined;
}

/** The connection ended before the answer came. */
export class LinkLost extends Error {
  override name = "LinkLost";
  constructor(readonly loss: LinkLoss) {
    super(loss.reason);
  }
}

export const byUs = (reason: string): LinkLoss => ({ reason, refused: false, byUs: true });

/** The broker said DISCONNECT (MQTT 5). */
export function byDisconnect(code: number, text: string | undefined): LinkLoss {
  // 142: whoever connects with the client id ends the connection that had it.
  const next = code === 142 ? "; does another recorder run on a copy of this folder?" : "";
  const reason = `the broker disconnected: ${reasonText(code, text)}${next}`;
  // 134, 135, 138: credentials, authorization, banned.
  return { reason, refused: [134, 135, 138].includes(code), byUs: false };
}

export function bySocket(error: (Error & { readonly code?: string }) | undefined): LinkLoss {
  const isClosed = !error || error.code === "ECONNRESET" || error.code === "EPIPE";
  const reason = isClosed ? "the broker closed the connection" : printable(error.message);
  return { reason, refused: false, byUs: false, error };
}
