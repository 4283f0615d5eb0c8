import { Aedes } from "aedes";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitStore, type Store } from "../../../host/broker/embedded-limits.ts";

const LIMITS = { retainedTopics: 2, sessions: 2, queuedMessagesPerSession: 2, queuedBytes: 10 };

let aedes: Aedes;
let store: Store;
let dropped: number;
beforeEach(async () => {
  aedes = await Aedes.createBroker();
  store = (aedes as Aedes & { persistence: Store }).persistence;
  dropped = 0;
  limitStore(store, LIMITS, () => {
    dropped += 1;
  });
});
afterEach(() => new Promise<void>((resolve) => aedes.close(resolve)));

const message = (topic: string, payload: string, messageId = 1) => ({
  topic,
  payload: Buffer.from(payload),
  messageId,
  brokerId: "b",
  brokerCounter: messageId,
});

describe("what the embedded broker keeps", () => {
  it("retained: as many topics as allowed, each as often as one likes", async () => {
    await store.storeRetained(message("a", "1"));
    await store.storeRetained(message("b", "1"));
    await store.storeRetained(message("a", "2"));
    await expect(store.storeRetained(message("c", "1"))).rejects.toThrow("2 retained topics");
    await store.storeRetained(message("a", ""));
    await store.storeRetained(message("c", "1"));
  });

  it("sessions: as many as allowed, until one is given up", async () => {
    const subscriptions = [{ topic: "a", qos: 1 }];
    await store.addSubscriptions({ id: "one" }, subscriptions);
    await store.addSubscriptions({ id: "two" }, subscriptions);
    await store.addSubscriptions({ id: "one" }, subscriptions);
    await expect(store.addSubscriptions({ id: "three" }, subscriptions)).rejects.toThrow(
      "2 sessions",
    );
    await store.cleanSubscriptions({ id: "one" });
    await store.addSubscriptions({ id: "three" }, subscriptions);
  });

  it("queued: the newest is turned away and counted, and an acknowledged one makes room", async () => {
    const away = { clientId: "away" };
    for (const id of [1, 2, 3]) await store.outgoingEnqueue(away, message("a", "x", id));
    expect(dropped).toBe(1);
    await store.outgoingEnqueueCombi([away, { clientId: "other" }], message("a", "x", 4));
    expect(dropped).toBe(2);
    // Queued messages have no packet id until they are sent.
    const cleared = await store.outgoingClearMessageId({ id: "away" }, {});
    expect(cleared).toBeDefined();
    await store.outgoingEnqueue(away, message("a", "x", 5));
    expect(dropped).toBe(2);
  });

  it("queued bytes: bounded over all sessions together", async () => {
    await store.outgoingEnqueue({ clientId: "one" }, message("a", "123456"));
    await store.outgoingEnqueue({ clientId: "two" }, message("a", "123456"));
    expect(dropped).toBe(1);
    await store.outgoingEnqueue({ clientId: "two" }, message("a", "1234"));
    expect(dropped).toBe(1);
  });
});
