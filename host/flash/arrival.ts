// What proves a flash: the birth of the new boot, with the hash that the board computed of its
// bundle, and the first reading of that boot; or why they do not come, by what the board says on its
// console. Owns the waiting; opens no port.
import type { Config } from "../config/config.ts";
import { BrokerError, DeadlineError, VerificationError } from "../errors.ts";
import { openClient } from "../telemetry/client.ts";
import { type DecodedMeta, decodeMeta, decodeReading } from "../telemetry/decode.ts";

export interface Arrival {
  readonly birth: DecodedMeta;
  /** Milliseconds from the restart. */
  readonly birthMs: number;
  readonly readingMs: number;
}

export interface ArrivalOptions {
  readonly config: Config;
  readonly device: string;
  readonly signal: AbortSignal;
}

export interface Expected {
  readonly sha256: string;
  readonly crc32: string;
  readonly timeoutMs: number;
  /** Which line of the sources is at an offset of the bundle. */
  readonly placeAt?: ((offset: number) => string | undefined) | undefined;
}

export interface ArrivalWatch {
  /** A line of the board's console. */
  line(text: string): void;
  /** From the restart on, which is now. @throws VerificationError, BrokerError, DeadlineError */
  wait(expected: Expected): Promise<Arrival>;
  close(): Promise<void>;
}

/** Subscribed when it resolves. @throws BrokerError */
export async function watchArrival({
  config,
  device,
  signal,
}: ArrivalOptions): Promise<ArrivalWatch> {
  const base = `${config.prefix}/${device}`;
  let restartedAt = Number.POSITIVE_INFINITY;
  let birth: { readonly meta: DecodedMeta; readonly ms: number } | undefined;
  let wake = (): void => {};
  let reading: { readonly boot: string; readonly ms: number } | undefined;
  const diagnosis = new Diagnosis();
  const client = await openClient({
    broker: config.broker,
    subscriptions: [{ filter: `${base}/meta` }, { filter: `${base}/telemetry` }],
    signal,
    onMessage: ({ topic, payload, retain }) => {
      const ms = performance.now() - restartedAt;
      if (retain || !(ms >= 0)) return;
      const decoded = topic.endsWith("/meta") ? decodeMeta(topic, payload) : undefined;
      if (decoded?.ok) birth = { meta: decoded.meta, ms };
      const read = topic.endsWith("/telemetry") ? decodeReading(topic, payload) : undefined;
      if (read?.ok && read.reading.boot === birth?.meta.boot) {
        reading ??= { boot: read.reading.boot, ms };
      }
      wake();
    },
  });
  return {
    line: (text) => diagnosis.line(text),
    close: () => client.close(),
    async wait({ sha256, crc32, timeoutMs, placeAt }) {
      diagnosis.placeAt = placeAt;
      restartedAt = performance.now();
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      for (;;) {
        if (
          birth &&
          (birth.meta.sha256 ?? birth.meta.crc32) !== (birth.meta.sha256 ? sha256 : crc32)
        ) {
          throw new VerificationError(
            `${device} to run the bundle ${sha256.slice(0, 12)}`,
            `${(birth.meta.sha256 ?? birth.meta.crc32)?.slice(0, 12)} running: the board went back to the bundle before${diagnosis.death === undefined ? "" : `; ${diagnosis.death}`}`,
          );
        }
        if (birth && reading?.boot === birth.meta.boot) {
          return { birth: birth.meta, birthMs: birth.ms, readingMs: reading.ms };
        }
        signal.throwIfAborted();
        if (deadline.aborted)
          throw diagnosis.failure(config.broker.url, device, timeoutMs, birth !== undefined);
        await Promise.race([
          client.failed,
          new Promise<void>((resolve) => {
            wake = resolve;
            deadline.addEventListener("abort", () => resolve(), { once: true });
          }),
        ]);
      }
    },
  };
}

/** How far the board came, by what the firmware prints (firmware/publisher.ts, net/wifi.ts, mqtt/session.ts). */
class Diagnosis {
  placeAt: Expected["placeAt"];
  #death: string | undefined;
  #frame: string | undefined;
  #wifi: string | undefined;
  #isOnline = false;
  #mqtt: string | undefined;
  #isSafe = false;
  #lines = 0;

  line(text: string): void {
    const said = text.replace(/^espulse: /, "");
    if (said === text) return;
    this.#lines++;
    if (said.startsWith("the new bundle died: ")) {
      this.#death = said;
      this.#frame = undefined;
    } else if (said.startsWith("at ")) this.#frame = said;
    else if (said.startsWith("safe mode")) this.#isSafe = true;
    else if (said.startsWith("wifi: address")) this.#isOnline = true;
    else if (said.startsWith("wifi: lost")) {
      this.#isOnline = false;
      this.#wifi = said.slice("wifi: lost, reason ".length);
    } else if (said.startsWith("mqtt ") || /^(refused|no |not MQTT)/.test(said)) this.#mqtt = said;
  }

  /** With the line of the sources where it was thrown, else the place on the board. */
  get death(): string | undefined {
    if (this.#frame === undefined) return this.#death;
    // A simulated board in Node calls the slot "eval".
    const [, column] = /(?:slot[01]|eval):1:(\d+)\)?$/.exec(this.#frame) ?? [];
    const place = column === undefined ? undefined : this.placeAt?.(Number(column) - 1);
    return `${this.#death}, ${place === undefined ? this.#frame : `at ${place}`}`;
  }

  failure(url: string, device: string, timeoutMs: number, isBorn: boolean): Error {
    const within = `within ${timeoutMs / 1000} s`;
    if (isBorn)
      return new DeadlineError(
        `${device}: no reading ${within} of its birth; its console tells why (--verbose)`,
      );
    if (this.#isSafe) {
      return new VerificationError(
        `${device} to run`,
        `safe mode: ${this.death ?? "no bundle that works"}`,
      );
    }
    if (this.death !== undefined)
      return new VerificationError(`${device} to run its new bundle`, this.death);
    if (!this.#isOnline && this.#wifi !== undefined) {
      return new DeadlineError(
        `${device}: Wi-Fi refused or lost (reason ${this.#wifi}) ${within}; look at wifi.ssid and ESPULSE_WIFI_PASSWORD`,
      );
    }
    if (this.#mqtt !== undefined) return brokerFailure(url, device, this.#mqtt);
    const how = this.#isOnline
      ? "it has joined the network, and says nothing of the broker"
      : this.#lines > 0
        ? "it has not joined the network"
        : "nothing is heard of it on its console either";
    return new DeadlineError(`${device}: no birth at ${url} ${within}: ${how}`);
  }
}

function brokerFailure(url: string, device: string, said: string): Error {
  if (/refused \((4|5)\)/.test(said)) {
    return new BrokerError(
      url,
      `refuses the login of ${device} (${said}); its password is ESPULSE_PASSWORD`,
      "refused",
    );
  }
  const isDns = /locate host|no such host|DNS|hostname/i.test(said);
  const reason = isDns
    ? `the board finds no address for this name (${said}); name the broker by its IPv4 address`
    : `the board does not reach it (${said}); is it listening on this address, and does a firewall let it?`;
  return new BrokerError(url, reason, "unreachable");
}
