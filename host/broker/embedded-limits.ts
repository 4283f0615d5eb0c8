// Bounds on what the embedded broker keeps for others: retained messages, sessions, and what
// waits for sessions that are away. Wraps the store of aedes, which has no bounds of its own.

interface Stored {
  readonly topic: string;
  readonly payload: Uint8Array | string;
}

/** What is used of the store of aedes (aedes-persistence 11). */
export interface Store {
  storeRetained(packet: Stored): Promise<void>;
  addSubscriptions(client: { id: string }, subscriptions: unknown): Promise<void>;
  cleanSubscriptions(client: { id: string }): Promise<void>;
  outgoingEnqueue(subscription: { clientId: string }, packet: Stored): Promise<void>;
  outgoingEnqueueCombi(
    subscriptions: readonly { clientId: string }[],
    packet: Stored,
  ): Promise<void>;
  outgoingClearMessageId(client: { id: string }, packet: unknown): Promise<Stored | undefined>;
}

export interface Limits {
  readonly retainedTopics: number;
  readonly sessions: number;
  readonly queuedMessagesPerSession: number;
  readonly queuedBytes: number;
}

/** Puts the limits on `store`; calls `dropped` for each message that a full queue turned away. */
export function limitStore(store: Store, limits: Limits, dropped: () => void): void {
  const retained = new Set<string>();
  const sessions = new Set<string>();
  const queued = new Map<string, number>();
  let queuedBytes = 0;

  const storeRetained = store.storeRetained.bind(store);
  store.storeRetained = async (packet) => {
    if (packet.payload.length === 0) retained.delete(packet.topic);
    else if (retained.has(packet.topic) || retained.size < limits.retainedTopics) {
      retained.add(packet.topic);
    } else throw new Error(`more than ${limits.retainedTopics} retained topics`);
    return storeRetained(packet);
  };

  const addSubscriptions = store.addSubscriptions.bind(store);
  store.addSubscriptions = async (client, subscriptions) => {
    if (!sessions.has(client.id) && sessions.size >= limits.sessions) {
      throw new Error(`more than ${limits.sessions} sessions`);
    }
    sessions.add(client.id);
    return addSubscriptions(client, subscriptions);
  };

  const cleanSubscriptions = store.cleanSubscriptions.bind(store);
  store.cleanSubscriptions = async (client) => {
    sessions.delete(client.id);
    return cleanSubscriptions(client);
  };

  const enqueue = store.outgoingEnqueue.bind(store);
  store.outgoingEnqueue = async (subscription, packet) => {
    const count = queued.get(subscription.clientId) ?? 0;
    const size = packet.payload.length;
    // The newest is turned away, as Mosquitto does (mosquitto.conf, max_queued_messages).
    if (count >= limits.queuedMessagesPerSession || queuedBytes + size > limits.queuedBytes) {
      dropped();
      return;
    }
    queued.set(subscription.clientId, count + 1);
    queuedBytes += size;
    return enqueue(subscription, packet);
  };
  store.outgoingEnqueueCombi = async (subscriptions, packet) => {
    for (const subscription of subscriptions) await store.outgoingEnqueue(subscription, packet);
  };

  const clear = store.outgoingClearMessageId.bind(store);
  store.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet);
    const count = queued.get(client.id);
    if (cleared === undefined || count === undefined) return cleared;
    queuedBytes -= cleared.payload.length;
    if (count > 1) queued.set(client.id, count - 1);
    else queued.delete(client.id);
    return cleared;
  };
}
