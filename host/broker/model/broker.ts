// A model of an MQTT broker for virtual time: sessions, subscriptions, retained messages, wills, and
// what a broker's end does to them, as Mosquitto 2 has it (test/integration/broker-model.test.ts holds
// both to the same). Owns where messages go; takes its connections from whoever has them.
import type {
  IConnectPacket,
  IPublishPacket,
  ISubscribePacket,
  IUnsubscribePacket,
} from "mqtt-packet";
import type { Clock } from "../../clock.ts";
import type { Message, Subscription } from "./message.ts";
import { Peer, type PeerEvents, type PeerWire } from "./peer.ts";
import { Session, type SessionLimits } from "./session.ts";
import { isMatch, Subscriptions } from "./subscriptions.ts";

export interface ModelBrokerOptions {
  readonly clock: Clock;
  /** max_queued_messages and max_inflight_messages of Mosquitto by default. */
  readonly limits?: Partial<SessionLimits>;
  /** autosave_interval; what a kill with "autosave" goes back to. */
  readonly autosaveSeconds?: number;
  /** Each message a client publishes, before it goes to any subscriber. */
  readonly onPublish?: ((message: Message, clientId: string) => void) | undefined;
}

/** What is left of a broker that was killed: nothing, or what it had last saved. */
export type StateAfterKill = "lost" | "autosave";

const LIMITS: SessionLimits = { queued: 1000, inFlight: 20 };
const AUTOSAVE_SECONDS = 1800;
/** Of a session without an end. */
const NEVER = 0xffff_ffff;
/** MQTT 5: nobody has subscribed. */
const NO_MATCHING_SUBSCRIBERS = 0x10;
const IDENTIFIER_REJECTED = 2;
const BAD_IDENTIFIER = 0x85;

interface State {
  readonly sessions: Map<string, Session>;
  readonly subscriptions: Subscriptions<Session>;
  readonly retained: Map<string, Message>;
}

const nothing = (): State => ({
  sessions: new Map(),
  subscriptions: new Subscriptions(),
  retained: new Map(),
});

export class ModelBroker {
  /** How often each message goes to its subscribers: more than once is a fault that is asked for. */
  copies: () => number = () => 1;
  readonly #options: ModelBrokerOptions;
  readonly #limits: SessionLimits;
  readonly #events: PeerEvents;
  readonly #peers = new Set<Peer>();
  #state = nothing();
  #saved = nothing();
  #isUp = true;
  /** Work that came while it hangs; undefined while it does not. */
  #held: (() => void)[] | undefined;
  #generated = 0;
  #cancelAutosave: () => void = () => {};

  constructor(options: ModelBrokerOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#events = {
      connect: (peer, packet) => this.#connect(peer, packet),
      publish: (peer, packet) => this.#publish(peer, packet),
      subscribe: (peer, packet) => this.#subscribe(peer, packet),
      unsubscribe: (peer, packet) => this.#unsubscribe(peer, packet),
      gone: (peer, isOrderly) => this.#gone(peer, isOrderly),
    };
    this.#planAutosave();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get connections(): number {
    return this.#peers.size;
  }

  /** Messages that found their subscriber's queue full. */
  get dropped(): number {
    let dropped = 0;
    for (const session of this.#state.sessions.values()) dropped += session.dropped;
    return dropped;
  }

  accept(wire: PeerWire): void {
    if (this.#isUp) {
      this.#peers.add(new Peer(wire, this.#options.clock, this.#events, (work) => this.#run(work)));
    } else wire.reset();
  }

  /** As SIGKILL: connections are reset, and what was not saved is gone. */
  kill(state: StateAfterKill): void {
    for (const peer of this.#peers) peer.kill();
    this.#down();
    this.#state = state === "lost" ? nothing() : copyOf(this.#saved);
    if (state === "lost") this.#saved = nothing();
  }

  /** As SIGTERM: it saves first. */
  stop(): void {
    this.#save();
    for (const peer of this.#peers) peer.close();
    this.#down();
    this.#state = copyOf(this.#saved);
  }

  start(): void {
    if (this.#isUp) return;
    this.#isUp = true;
    this.#planAutosave();
    for (const session of this.#state.sessions.values()) this.#planExpiry(session);
  }

  /** As SIGSTOP: the system takes connections and bytes, and nothing is done with them. */
  hang(): void {
    this.#held ??= [];
  }

  /** As SIGCONT. */
  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const work of held) work();
  }

  /** Publishes as a client would that is always there. */
  publish(message: Message): void {
    if (this.#isUp) this.#run(() => this.#route(message, undefined));
  }

  #down(): void {
    this.#isUp = false;
    this.#held = undefined;
    this.#peers.clear();
    this.#cancelAutosave();
    for (const session of this.#state.sessions.values()) session.cancelExpiry();
  }

  #run(work: () => void): void {
    if (this.#held === undefined) work();
    else this.#held.push(work);
  }

  #planAutosave(): void {
    const ms = 1000 * (this.#options.autosaveSeconds ?? AUTOSAVE_SECONDS);
    this.#cancelAutosave = this.#options.clock.after(ms, () => {
      this.#run(() => this.#save());
      this.#planAutosave();
    });
  }

  #save(): void {
    this.#saved = copyOf(this.#state);
  }

  #connect(peer: Peer, packet: IConnectPacket): void {
    const { protocolVersion = 4, clean = false, properties, will, keepalive = 0 } = packet;
    const isFive = protocolVersion === 5;
    peer.version = protocolVersion;
    peer.clientId = packet.clientId || `auto-${++this.#generated}`;
    if (packet.clientId === "" && !clean && !isFive) {
      peer.write({ cmd: "connack", returnCode: IDENTIFIER_REJECTED, sessionPresent: false });
      peer.refuse(BAD_IDENTIFIER);
      return;
    }
    const before = this.#state.sessions.get(peer.clientId);
    const old = before?.outlet as Peer | undefined;
    // context__send_will: where the session goes, its will does what it is for.
    if (old !== undefined && !clean && before!.expirySeconds > 0) old.will = undefined;
    old?.takeOver();
    // Its end may have ended the session as well.
    let session = this.#state.sessions.get(peer.clientId);
    const isPresent = session !== undefined && !clean;
    if (session !== undefined && clean) this.#forget(session);
    peer.expirySeconds = isFive ? (properties?.sessionExpiryInterval ?? 0) : clean ? 0 : NEVER;
    if (!isPresent) session = new Session(peer.clientId, this.#limits, peer.expirySeconds);
    this.#state.sessions.set(peer.clientId, session!);
    session!.expirySeconds = peer.expirySeconds;
    peer.session = session;
    peer.mostInFlight = (isFive && properties?.receiveMaximum) || this.#limits.inFlight;
    if (will !== undefined) {
      peer.will = {
        topic: will.topic,
        payload: Buffer.from(will.payload as Buffer),
        qos: will.qos ? 1 : 0,
        retain: will.retain ?? false,
      };
    }
    const assigned = packet.clientId === "" ? { assignedClientIdentifier: peer.clientId } : {};
    peer.write({
      cmd: "connack",
      sessionPresent: isPresent,
      ...(isFive
        ? { reasonCode: 0, properties: { maximumQoS: 1, ...assigned } }
        : { returnCode: 0 }),
    });
    peer.watch(keepalive);
    session!.attach(peer);
  }

  #publish(peer: Peer, { topic, payload, qos, retain, messageId }: IPublishPacket): void {
    const message: Message = { topic, payload: payload as Buffer, qos: qos ? 1 : 0, retain };
    this.#options.onPublish?.(message, peer.clientId);
    const receivers = this.#route(message, peer.session);
    if (message.qos === 0) return;
    const isTold = peer.version === 5 && receivers === 0;
    const reasonCode = isTold ? { reasonCode: NO_MATCHING_SUBSCRIBERS } : {};
    peer.write({ cmd: "puback", messageId: messageId!, ...reasonCode });
  }

  /** How many subscriptions it went to. */
  #route(message: Message, from: Session | undefined): number {
    const { topic, payload, retain } = message;
    if (retain) {
      if (payload.length === 0) this.#state.retained.delete(topic);
      else this.#state.retained.set(topic, message);
    }
    const matches = this.#state.subscriptions.matching(topic);
    for (const { subscriber, subscription } of matches) {
      if (subscription.noLocal && subscriber === from) continue;
      const qos = message.qos && subscription.qos;
      const kept = retain && subscription.retainAsPublished;
      const delivered =
        qos === message.qos && kept === retain ? message : { ...message, qos, retain: kept };
      for (let copy = this.copies(); copy > 0; copy--) subscriber.deliver(delivered);
    }
    return matches.length;
  }

  #subscribe(peer: Peer, { subscriptions, messageId }: ISubscribePacket): void {
    const session = peer.session!;
    const granted: (0 | 1)[] = [];
    const retained: Message[] = [];
    for (const { topic: filter, qos: asked, nl, rap, rh = 0 } of subscriptions) {
      const qos = asked ? 1 : 0;
      const subscription: Subscription = {
        filter,
        qos,
        noLocal: nl ?? false,
        retainAsPublished: rap ?? false,
      };
      const isNew = this.#state.subscriptions.add(session, subscription);
      granted.push(qos);
      // MQTT 5, section 3.8.3.1: 1 sends them for a new subscription only, 2 never.
      if (rh === 2 || (rh === 1 && !isNew)) continue;
      const levels = filter.split("/");
      for (const message of this.#state.retained.values()) {
        if (!isMatch(levels, message.topic.split("/"))) continue;
        retained.push({ ...message, qos: message.qos && qos });
      }
    }
    peer.write({ cmd: "suback", messageId: messageId!, granted });
    for (const message of retained) session.deliver(message);
  }

  #unsubscribe(peer: Peer, { unsubscriptions, messageId }: IUnsubscribePacket): void {
    const granted = unsubscriptions.map((filter) =>
      this.#state.subscriptions.remove(peer.session!, filter) ? 0 : 0x11,
    );
    peer.write({ cmd: "unsuback", messageId: messageId!, granted });
  }

  #gone(peer: Peer, isOrderly: boolean): void {
    this.#peers.delete(peer);
    const { session, will } = peer;
    if (session === undefined) return;
    if (session.outlet === peer) {
      session.detach();
      session.expirySeconds = peer.expirySeconds;
      this.#planExpiry(session);
    }
    if (will !== undefined && !isOrderly) this.#route(will, session);
  }

  #planExpiry(session: Session): void {
    if (session.expirySeconds === 0) this.#forget(session);
    if (session.expirySeconds === 0 || session.expirySeconds === NEVER) return;
    session.cancelExpiry = this.#options.clock.after(session.expirySeconds * 1000, () =>
      this.#run(() => {
        if (session.outlet === undefined) this.#forget(session);
      }),
    );
  }

  #forget(session: Session): void {
    session.cancelExpiry();
    this.#state.subscriptions.removeAll(session);
    if (this.#state.sessions.get(session.clientId) === session) {
      this.#state.sessions.delete(session.clientId);
    }
  }
}

/** As a file would have it: nobody is connected, and a session that ends with its connection is none. */
function copyOf({ sessions, subscriptions, retained }: State): State {
  const copy = { ...nothing(), retained: new Map(retained) };
  for (const session of sessions.values()) {
    if (session.expirySeconds === 0) continue;
    const kept = session.copy();
    copy.sessions.set(kept.clientId, kept);
    for (const subscription of subscriptions.of(session))
      copy.subscriptions.add(kept, subscription);
  }
  return copy;
}
