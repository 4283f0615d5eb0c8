// Opens the recorder's connections, one attempt at a time: CONNECT in the version of MQTT that the broker
// turns out to speak, with a session that outlives the connection, then SUBSCRIBE. When to try again
// is the session's business.
import type { Broker, MqttVersion } from "../config/broker.ts";
import { parseBrokerUrl } from "../config/broker-url.ts";
import {
  CONNECT_DEADLINE_MS,
  type ConnectFailure,
  connectFailureOf,
} from "../telemetry/connect-failure.ts";
import { isPassing, reasonText, refusesVersion } from "../telemetry/reason-codes.ts";
import { KEEP_ALIVE_SECONDS, Link, type LinkOptions } from "./link.ts";
import { LinkLost } from "./link-loss.ts";
import type { SessionEvent } from "./session-events.ts";

export interface LinkOpenerOptions
  extends Pick<LinkOptions, "open" | "clock" | "utcMs" | "onMessages"> {
  readonly broker: Broker;
  readonly prefix: string;
  readonly clientId: string;
  readonly sessionExpirySeconds?: number | undefined;
  readonly onEvent?: (event: SessionEvent) => void;
}

export interface OpenedLink {
  readonly link: Link;
  readonly sessionPresent: boolean;
  /** Messages of QoS 1 that the broker takes before it has acknowledged one. */
  readonly receiveMaximum?: number | undefined;
}

/** The attempt failed. */
export class NoLink extends Error {
  override name = "NoLink";
  constructor(
    readonly failure: ConnectFailure,
    /** The broker may speak an older version of MQTT. */
    readonly mayBeVersion = false,
  ) {
    super(failure.reason);
  }
}

const ANSWER_DEADLINE_MS = 10_000;
/** Brokers may bound it (Mosquitto: persistent_client_expiration). */
const SESSION_EXPIRY_SECONDS = 14 * 86_400;
/** What the broker may send us without an acknowledgement: as much as MQTT 5 can say. */
const RECEIVE_MAXIMUM = 65_535;
const KINDS = ["meta", "state", "dropped", "telemetry"];

export class LinkOpener {
  readonly #options: LinkOpenerOptions;
  readonly #endpoint;
  #version: MqttVersion;
  #versionIsSure: boolean;
  #opening: Link | undefined;

  constructor(options: LinkOpenerOptions) {
    this.#options = options;
    const endpoint = parseBrokerUrl(options.broker.url);
    if ("message" in endpoint) throw new TypeError(endpoint.message);
    this.#endpoint = endpoint;
    this.#version = options.broker.mqtt ?? "5";
    this.#versionIsSure = options.broker.mqtt !== undefined;
  }

  /**
   * @param again a connection of this session has held before
   * @throws NoLink
   */
  async open(again: boolean): Promise<OpenedLink> {
    try {
      const opened = await this.#open(this.#version, again);
      this.#versionIsSure = true;
      return opened;
    } catch (error) {
      const isVersion = error instanceof NoLink && error.mayBeVersion;
      if (this.#versionIsSure || !isVersion) throw error;
      // [MQTT-3.1.2-2] a broker of MQTT 3.1.1 answers 5 with return code 1, or just closes.
      const opened = await this.#open("3.1.1", again);
      this.#version = "3.1.1";
      this.#versionIsSure = true;
      return opened;
    }
  }

  /** Ends an attempt that is under way. */
  abort(): void {
    this.#opening?.abandon("given up");
  }

  async #open(version: MqttVersion, again: boolean): Promise<OpenedLink> {
    const link = new Link({
      ...this.#options,
      version,
      connectDeadlineMs: CONNECT_DEADLINE_MS,
      answerDeadlineMs: ANSWER_DEADLINE_MS,
    });
    this.#opening = link;
    try {
      const { sessionPresent, receiveMaximum } = await this.#connect(link);
      await this.#subscribe(link, again);
      return { link, sessionPresent, receiveMaximum };
    } catch (error) {
      link.abandon("given up");
      throw error;
    } finally {
      this.#opening = undefined;
    }
  }

  async #connect(link: Link) {
    const { broker, clientId, sessionExpirySeconds = SESSION_EXPIRY_SECONDS } = this.#options;
    const connack = await link
      .connect({
        clientId,
        clean: false,
        keepalive: KEEP_ALIVE_SECONDS,
        ...(broker.username === undefined ? {} : { username: broker.username }),
        ...(broker.password === undefined
          ? {}
          : { password: Buffer.from(broker.password.reveal()) }),
        ...(link.version === "5" && {
          properties: {
            sessionExpiryInterval: sessionExpirySeconds,
            receiveMaximum: RECEIVE_MAXIMUM,
          },
        }),
      })
      .catch((error: unknown) => {
        if (!(error instanceof LinkLost)) throw error;
        const { loss } = error;
        if (loss.byUs) throw new NoLink({ code: "unreachable", reason: loss.reason });
        throw new NoLink(connectFailureOf(loss.error, this.#endpoint), loss.error === undefined);
      });
    const { sessionPresent, properties } = connack;
    const code = connack.reasonCode ?? connack.returnCode ?? 0;
    if (code === 0) return { sessionPresent, receiveMaximum: properties?.receiveMaximum };
    const said = reasonText(code, properties?.reasonString);
    const next = refusesVersion(code) ? "; try another version of MQTT (--mqtt)" : "";
    const reason = `refused the connection: ${said}${next}`;
    const isRefused = !isPassing(code);
    throw new NoLink({ code: isRefused ? "refused" : "unreachable", reason }, refusesVersion(code));
  }

  async #subscribe(link: Link, again: boolean): Promise<void> {
    const filters = KINDS.map((kind) => `${this.#options.prefix}/+/${kind}`);
    const granted = await link.subscribe(filters, 1).catch((error: unknown) => {
      if (!(error instanceof LinkLost)) throw error;
      const { reason, byUs } = error.loss;
      if (byUs) throw new NoLink({ code: "unreachable", reason });
      const told = `${reason} upon SUBSCRIBE (${filters.join(", ")}); some brokers do so to refuse a filter (ACL)`;
      // The second time it has worked before: the broker may be going down.
      throw new NoLink({ code: again ? "unreachable" : "refused", reason: told });
    });
    const refused: string[] = [];
    for (const [index, filter] of filters.entries()) {
      const code = granted[index] ?? 128;
      if (code > 2) refused.push(`refused the filter ${filter}: ${reasonText(code)}`);
      else if (code < 1) {
        this.#options.onEvent?.({ kind: "less QoS", filter, granted: code, asked: 1 });
      }
    }
    if (refused.length > 0) throw new NoLink({ code: "refused", reason: refused.join("; ") });
  }
}
