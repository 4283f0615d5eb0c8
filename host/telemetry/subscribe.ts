// The subscriptions of a connection: makes them, and says which were refused, or given less.
import { ConnectError } from "./connect.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionEvent } from "./connection-events.ts";
import { ConnectionLost } from "./loss.ts";
import type { Qos } from "./message.ts";

export interface Subscription {
  readonly filter: string;
  /** A refused one ends the client unless it is optional. */
  readonly optional?: boolean;
}

interface SubscribeOptions {
  readonly qos: Qos;
  readonly onEvent: ((event: ConnectionEvent) => void) | undefined;
  /** They held on an earlier connection. */
  readonly again: boolean;
}

/**
 * Ends the connection when a filter is refused, and says so.
 * @throws ConnectError when the connection ends first
 */
export async function subscribe(
  connection: Connection,
  subscriptions: readonly Subscription[],
  { qos, onEvent, again }: SubscribeOptions,
): Promise<string | undefined> {
  if (subscriptions.length === 0) return undefined;
  const filters = subscriptions.map(({ filter }) => filter);
  const grants = await connection.subscribe(filters, qos).catch((error: Error) => {
    if (!(error instanceof ConnectionLost)) throw error;
    const { reason, byBroker } = error.loss;
    const told = byBroker
      ? `${reason} upon SUBSCRIBE (${filters.join(", ")}); some brokers do so to refuse a filter (ACL)`
      : reason;
    // The second time it has worked before: the broker may be going down.
    const code = byBroker && !again ? "refused" : "unreachable";
    throw new ConnectError({ code, reason: told }, false);
  });
  const refused: string[] = [];
  for (const [index, { filter, granted }] of grants.entries()) {
    if (typeof granted === "number") {
      if (granted < qos) onEvent?.({ kind: "less QoS", filter, granted, asked: qos });
    } else if (subscriptions[index]?.optional) {
      onEvent?.({ kind: "filter refused", filter, reason: granted });
    } else {
      refused.push(`refused the filter ${filter}: ${granted}`);
    }
  }
  if (refused.length === 0) return undefined;
  await connection.end();
  return refused.join("; ");
}
