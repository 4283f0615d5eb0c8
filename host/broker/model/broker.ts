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
import { loginOf, NEVER } from "./login.ts";
import type { Message } from "./message.ts";
import { Peer, type PeerEvents, type PeerWire } from "./peer.ts";
import { Session, type SessionLimits } from "./session.ts";
import { BrokerState } from "./state.ts";

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

const LIMITS: SessionLimits = { queued: 1000, inFlight: 20, floods: false };
const AUTOSAVE_SECONDS = 1800;
/** MQTT 5: nobody has subscribed. */
const NO_MATCHING_SUBSCRIBERS = 0x10;
const IDENTIFIER_REJECTED = 2;
const BAD_IDENTIFIER = 0x85;

export class ModelBroker {
  /** How often each message goes to its subscribers: more than once is a fault that is asked for. */
  copies: () => number = () => 1;
  readonly #options: ModelBrokerOptions;
  readonly #limits: SessionLimits;
  readonly #events: PeerEvents;
  readonly #peers = new Set<Peer>();
  #state = new BrokerState();
  #saved = new BrokerState();
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
    if (state === "lost") this.#saved = new BrokerState();
    this.#state = this.#saved.copy();
  }

  /** As SIGTERM: it saves first. */
  stop(): void {
    this.#save();
    for (const peer of this.#peers) peer.close();
    this.#down();
    this.#state = this.#saved.copy();
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
    this.#saved = this.#state.copy();
  }

  #connect(peer: Peer, packet: IConnectPacket): void {
    const login = loginOf(packet);
    const { isFive, isClean, expirySeconds } = login;
    peer.version = login.version;
    if (login.clientId === "" && !isClean && !isFive) {
      peer.write({ cmd: "connack", returnCode: IDENTIFIER_REJECTED, sessionPresent: false });
      peer.refuse(BAD_IDENTIFIER);
      return;
    }
    const clientId = login.clientId || `auto-${++this.#generated}`;
    const before = this.#takeOver(clientId, isClean);
    const session = before ?? new Session(clientId, this.#limits, expirySeconds);
    session.expirySeconds = peer.expirySeconds = expirySeconds;
    session.isOfFive = isFive;
    this.#state.sessions.set(clientId, session);
    peer.clientId = clientId;
    peer.session = session;
    peer.will = login.will;
    peer.mostInFlight = login.receiveMaximum || this.#limits.inFlight;
    const assigned = login.clientId === "" ? { assignedClientIdentifier: clientId } : {};
    peer.write({
      cmd: "connack",
      sessionPresent: before !== undefined,
      ...(isFive
        ? { reasonCode: 0, properties: { maximumQoS: 1, ...assigned } }
        : { returnCode: 0 }),
    });
    peer.watch(login.keepAliveSeconds);
    session.attach(peer);
  }

  /** Ends what there is of this client id; the session that goes on, if any. */
  #takeOver(clientId: string, isClean: boolean): Session | undefined {
    const before = this.#state.sessions.get(clientId);
    const old = before?.outlet as Peer | undefined;
    if (old !== undefined) {
      // context__send_will: where the session goes on, the client is not gone.
      if (!isClean && before!.expirySeconds > 0) old.will = undefined;
      old.takeOver();
    }
    // That may have been its end.
    const left = this.#state.sessions.get(clientId);
    if (left === undefined || !isClean) return left;
    this.#state.forget(left);
    return undefined;
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

  #route(message: Message, from: Session | undefined): number {
    return this.#state.route(message, from, this.copies());
  }

  #subscribe(peer: Peer, { subscriptions, messageId }: ISubscribePacket): void {
    const session = peer.session!;
    const retained: Message[] = [];
    const granted = subscriptions.map(({ topic: filter, qos: asked, nl, rap, rh = 0 }) => {
      const qos = asked ? 1 : 0;
      const wishes = { noLocal: nl ?? false, retainAsPublished: rap ?? false };
      const isNew = this.#state.subscriptions.add(session, { filter, qos, ...wishes });
      // MQTT 5, section 3.8.3.1: 1 sends them for a new subscription only, 2 never.
      if (rh === 0 || (rh === 1 && isNew)) {
        for (const message of this.#state.retainedFor(filter)) {
          retained.push({ ...message, qos: message.qos && qos });
        }
      }
      return qos;
    });
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
    if (session.expirySeconds === 0) this.#state.forget(session);
    if (session.expirySeconds === 0 || session.expirySeconds === NEVER) return;
    session.cancelExpiry = this.#options.clock.after(session.expirySeconds * 1000, () =>
      this.#run(() => {
        if (session.outlet === undefined) this.#state.forget(session);
      }),
    );
  }
}
