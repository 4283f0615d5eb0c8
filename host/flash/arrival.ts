// What proves a flash: the birth of the new boot, with the hash that the board computed of its
// bundle, and the first reading of that boot; or why they do not come, by what the board says on its
// console. Owns the waiting; opens no port.
import type { Config } from "../config/config.ts";
import { TransportError, VerificationError } from "../errors.ts";
import { openClient } from "../telemetry/client.ts";
import { type DecodedMeta, decodeMeta, decodeReading } from "../telemetry/decode.ts";
import { Diagnosis } from "./diagnosis.ts";

export interface Arrival {
  readonly birth: DecodedMeta;
  /** Milliseconds from the restart. */
  readonly birthMs: number;
  readonly readingMs: number;
}

export interface ArrivalOptions {
  readonly config: Pick<Config, "prefix" | "broker">;
  readonly device: string;
  /** Of its port, for a message. */
  readonly address: string;
  readonly signal: AbortSignal;
}

export interface Expected {
  readonly sha256: string;
  readonly crc32: string;
  /** By default 60 s, and 120 s where the new bundle has died: of its three lives each may take 20 s. */
  readonly timeoutMs?: number | undefined;
  /** Resolves when nothing comes from its port any more. */
  readonly portGone?: Promise<unknown>;
  /** Its port may be gone while it restarts. */
  readonly isPortItsOwn?: boolean;
  /** Which line of the sources is at an offset of the bundle. */
  readonly placeAt?: ((offset: number) => string | undefined) | undefined;
}

export interface ArrivalWatch {
  /** A line of the board's console. */
  line(text: string): void;
  /** From the restart on, which is now. @throws VerificationError, BrokerError, DeadlineError, TransportError */
  wait(expected: Expected): Promise<Arrival>;
  close(): Promise<void>;
}

const FIRST_READING_MS = 60_000;
const TRIAL_MS = 120_000;

/** Subscribed when it resolves. @throws BrokerError */
export async function watchArrival({
  config,
  device,
  address,
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
    line(text) {
      diagnosis.line(text);
      wake();
    },
    close: () => client.close(),
    async wait({ sha256, crc32, timeoutMs, portGone, isPortItsOwn, placeAt }) {
      diagnosis.placeAt = placeAt;
      restartedAt = performance.now();
      let isPortGone = false;
      void portGone?.then(() => {
        isPortGone = true;
        wake();
      });
      signal.addEventListener("abort", () => wake(), { once: true });
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
        const isSafe = diagnosis.safeMode(device);
        if (isSafe) throw isSafe;
        if (isPortGone && !isPortItsOwn) throw gone();
        const waitedMs = timeoutMs ?? (diagnosis.deaths > 0 ? TRIAL_MS : FIRST_READING_MS);
        const leftMs = restartedAt + waitedMs - performance.now();
        if (leftMs <= 0) {
          const { url } = config.broker;
          const isBorn = birth !== undefined;
          throw diagnosis.failure({ device, url, waitedMs, isBorn, isPortGone });
        }
        await Promise.race([client.failed, nextNews(leftMs)]).finally(() => wake());
      }
    },
  };

  /** Or the end of the time. */
  function nextNews(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function gone(): TransportError {
    const reason = `the device is gone since it was restarted; was it unplugged? What was sent is on ${device}, and not proven: plug it in, and run this again`;
    return new TransportError(address, "waiting for its birth", reason, "missing");
  }
}
