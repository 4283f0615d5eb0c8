// A model of an MQTT broker for virtual time: sessions, subscriptions, retained messages, wills, and
// what a broker's end does to them, as Mosquitto 2 has it (test/integration/broker-model.test.ts holds
// both to the same). Owns its life and what it saves; takes its connections from whoever has them.
import type { Clock } from "../../clock.ts";
import { NEVER } from "./login.ts";
import type { Message } from "./message.ts";
import { Peer, type PeerWire } from "./peer.ts";
import { Rules } from "./rules.ts";
import type { Session, SessionLimits } from "./session.ts";
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

export class ModelBroker {
  /** How often each message goes to its subscribers: more than once is a fault that is asked for. */
  copies: () => number = () => 1;
  readonly #options: ModelBrokerOptions;
  readonly #rules: Rules;
  readonly #peers = new Set<Peer>();
  #state = new BrokerState();
  #saved = new BrokerState();
  #isUp = true;
  /** Work that came while it hangs; undefined while it does not. */
  #held: (() => void)[] | undefined;
  #cancelAutosave: () => void = () => {};

  constructor(options: ModelBrokerOptions) {
    this.#options = options;
    this.#rules = new Rules({
      limits: { ...LIMITS, ...options.limits },
      state: () => this.#state,
      route: (message, from) => this.#route(message, from),
      published: (message, clientId) => options.onPublish?.(message, clientId),
      left: (session) => this.#planExpiry(session),
      gone: (peer) => void this.#peers.delete(peer),
    });
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
      this.#peers.add(new Peer(wire, this.#options.clock, this.#rules, (work) => this.#run(work)));
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

  #route(message: Message, from: Session | undefined): number {
    return this.#state.route(message, from, this.copies());
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
