// What the model broker answers to each packet, by the rules of MQTT and, where those leave it open, as
// Mosquitto does. Knows neither bytes nor the broker's own life.
import type {
  IConnectPacket,
  IPublishPacket,
  ISubscribePacket,
  IUnsubscribePacket,
} from "mqtt-packet";
import { loginOf } from "./login.ts";
import type { Message } from "./message.ts";
import type { Peer, PeerEvents } from "./peer.ts";
import { Session, type SessionLimits } from "./session.ts";
import type { BrokerState } from "./state.ts";

export interface RulesSurroundings {
  readonly limits: SessionLimits;
  /** Another one after a kill. */
  readonly state: () => BrokerState;
  /** How many subscriptions it went to. */
  readonly route: (message: Message, from: Session | undefined) => number;
  readonly published: (message: Message, clientId: string) => void;
  /** Nobody is at a session any more. */
  readonly left: (session: Session) => void;
  readonly gone: (peer: Peer) => void;
}

/** MQTT 5: nobody has subscribed. */
const NO_MATCHING_SUBSCRIBERS = 0x10;
const NO_SUBSCRIPTION_EXISTED = 0x11;
const IDENTIFIER_REJECTED = 2;
const BAD_IDENTIFIER = 0x85;

export class Rules implements PeerEvents {
  readonly #surroundings: RulesSurroundings;
  #generated = 0;

  constructor(surroundings: RulesSurroundings) {
    this.#surroundings = surroundings;
  }

  get #state(): BrokerState {
    return this.#surroundings.state();
  }

  connect(peer: Peer, packet: IConnectPacket): void {
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
    const session = before ?? new Session(clientId, this.#surroundings.limits, expirySeconds);
    session.expirySeconds = peer.expirySeconds = expirySeconds;
    session.isOfFive = isFive;
    this.#state.sessions.set(clientId, session);
    peer.clientId = clientId;
    peer.session = session;
    peer.will = login.will;
    peer.mostInFlight = login.receiveMaximum || this.#surroundings.limits.inFlight;
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

  publish(peer: Peer, { topic, payload, qos, retain, messageId }: IPublishPacket): void {
    const message: Message = { topic, payload: payload as Buffer, qos: qos ? 1 : 0, retain };
    this.#surroundings.published(message, peer.clientId);
    const receivers = this.#surroundings.route(message, peer.session);
    if (message.qos === 0) return;
    const isTold = peer.version === 5 && receivers === 0;
    const reasonCode = isTold ? { reasonCode: NO_MATCHING_SUBSCRIBERS } : {};
    peer.write({ cmd: "puback", messageId: messageId!, ...reasonCode });
  }

  subscribe(peer: Peer, { subscriptions, messageId }: ISubscribePacket): void {
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

  unsubscribe(peer: Peer, { unsubscriptions, messageId }: IUnsubscribePacket): void {
    const granted = unsubscriptions.map((filter) =>
      this.#state.subscriptions.remove(peer.session!, filter) ? 0 : NO_SUBSCRIPTION_EXISTED,
    );
    peer.write({ cmd: "unsuback", messageId: messageId!, granted });
  }

  gone(peer: Peer, isOrderly: boolean): void {
    this.#surroundings.gone(peer);
    const { session, will } = peer;
    if (session === undefined) return;
    if (session.outlet === peer) {
      session.detach();
      session.expirySeconds = peer.expirySeconds;
      this.#surroundings.left(session);
    }
    if (will !== undefined && !isOrderly) this.#surroundings.route(will, session);
  }
}
