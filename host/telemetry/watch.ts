// Shows what devices publish, until enough has come or the time is over, and sums up. Owns the
// course of it; what a message means and how it looks have their own files.
import type { Broker } from "../config/broker.ts";
import { DeadlineError } from "../errors.ts";
import { type Client, openClient } from "./client.ts";
import { type ConnectionEvent, connectionEventText } from "./connection-events.ts";
import type { Qos } from "./message.ts";
import { RawLines } from "./raw-lines.ts";
import type { Lines, Screen } from "./screen.ts";
import type { Subscription } from "./subscribe.ts";
import { TelemetryLines } from "./telemetry-lines.ts";
import { filterCovers } from "./topic-filter.ts";

export interface WatchOptions {
  readonly broker: Broker;
  readonly prefix: string;
  /** Every device under the prefix when empty. */
  readonly filters: readonly string[];
  readonly raw: boolean;
  readonly json: boolean;
  readonly qos: Qos;
  readonly count?: number | undefined;
  /** How long the whole may take. */
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
}

const SILENCE_MS = 5000;

/** @throws BrokerError, DeadlineError */
export async function watch(options: WatchOptions): Promise<void> {
  const { count, timeoutMs, screen, interrupted } = options;
  const subscriptions = subscriptionsOf(options);
  const lines: Lines = options.raw
    ? new RawLines(screen, options.json)
    : new TelemetryLines(screen, options.json);
  const over = new AbortController();
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => over.abort("timeout"), timeoutMs);
  let counted = 0;
  let client: Client | undefined;
  const silence = setTimeout(() => {
    if (client === undefined || counted > 0) return;
    const asked = subscriptions.filter(({ optional }) => !optional).map(({ filter }) => filter);
    const next = options.raw ? "" : "; `espulse sim` starts a simulated device";
    screen.notice(`nothing yet on ${asked.join(", ")}${next}`);
  }, SILENCE_MS);
  const ended = AbortSignal.any([interrupted, over.signal]);
  try {
    client = await openClient({
      broker: options.broker,
      subscriptions,
      qos: options.qos,
      retries: options.retries,
      signal: ended,
      onEvent: (event) => tell(event, subscriptions, screen),
      settled: () => screen.room(),
      onMessage: (message) => {
        // What arrives after the last one that was asked for is not shown.
        if (over.signal.aborted || !lines.take(message)) return;
        counted++;
        if (counted === count) over.abort("count");
      },
    });
    await Promise.race([aborted(ended), client.failed]);
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(silence);
    await client?.close();
    if (client) lines.sumUp();
  }
  if (interrupted.aborted || over.signal.reason !== "timeout") return;
  if (counted < (count ?? 1)) {
    const seconds = (timeoutMs ?? 0) / 1000;
    throw new DeadlineError(
      count === undefined
        ? `nothing received within ${seconds} s`
        : `${counted} of ${count} received within ${seconds} s`,
    );
  }
}

/** The filters asked for, and beside telemetry what a reader needs to make sense of it. */
function subscriptionsOf({ filters, prefix, raw }: WatchOptions): Subscription[] {
  const all = raw ? `${prefix}/#` : `${prefix}/+/telemetry`;
  const asked = filters.length > 0 ? [...new Set(filters)] : [all];
  const own = asked.map((filter) => ({ filter }));
  if (raw) return own;
  const beside = asked
    // Each reader of a shared subscription needs all the units.
    .map((filter) => filter.replace(/^\$share\/[^/]+\//, ""))
    .filter((filter) => filter.endsWith("/telemetry"))
    .flatMap((filter) =>
      ["meta", "state", "dropped"].map((kind) => filter.replace(/telemetry$/, kind)),
    )
    .filter((filter) => !asked.some((wide) => filterCovers(wide, filter)));
  // First, so that the units are there before the first reading.
  return [...[...new Set(beside)].map((filter) => ({ filter, optional: true })), ...own];
}

function tell(
  event: ConnectionEvent,
  subscriptions: readonly Subscription[],
  screen: Screen,
): void {
  const isTrouble = event.kind !== "connected";
  screen.notice(connectionEventText(event), isTrouble);
  const shared = subscriptions.find(({ filter }) => filter.startsWith("$share/"));
  if (event.kind === "connected" && event.mqtt !== "5" && shared && !event.again) {
    screen.notice(
      `MQTT ${event.mqtt} has no shared subscriptions: this broker may take ${shared.filter} for an ordinary topic`,
      true,
    );
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
