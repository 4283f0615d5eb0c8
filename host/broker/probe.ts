// Asks a broker whether it is one: a real CONNECT, and what its $SYS topics say. Owns no process
// and knows no engine.
import { setTimeout as delay } from "node:timers/promises";
import mqtt, { type MqttClient } from "mqtt";
import { parseBrokerUrl } from "../config/broker-url.ts";
import { BrokerError } from "../errors.ts";

export interface BrokerAnswer {
  /** As on `$SYS/broker/version`, such as "mosquitto version 2.0.11". */
  readonly version?: string;
  readonly uptimeSeconds?: number;
}

const VERSION = "$SYS/broker/version";
const UPTIME = "$SYS/broker/uptime";

/** @throws BrokerError when nothing answers a CONNECT within the deadline, or refuses it. */
export async function probeBroker(
  url: string,
  options: { deadlineMs?: number; signal?: AbortSignal | undefined } = {},
): Promise<BrokerAnswer> {
  const deadlineMs = options.deadlineMs ?? 3000;
  const endpoint = parseBrokerUrl(url);
  if ("message" in endpoint) throw new TypeError(endpoint.message);
  const { scheme, host, port, path } = endpoint;
  // In parts: mqtt.js reads a URL with url.parse(), of which Node 24 warns the user.
  const client = mqtt.connect({
    protocol: scheme,
    host,
    port,
    path,
    clientId: `espulse-probe-${Math.random().toString(16).slice(2, 10)}`,
    protocolVersion: 4,
    connectTimeout: deadlineMs,
    reconnectPeriod: 0,
  });
  try {
    await connected(client, url, deadlineMs, options.signal);
    return await readSys(client);
  } finally {
    endPolitely(client);
  }
}

/** Probes until the broker answers. @throws BrokerError with the last reason at the deadline. */
export async function waitForBroker(
  url: string,
  options: { deadlineMs: number; signal?: AbortSignal | undefined },
): Promise<BrokerAnswer> {
  const end = Date.now() + options.deadlineMs;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      return await probeBroker(url, { ...options, deadlineMs: 2000 });
    } catch (error) {
      const unreachable = error instanceof BrokerError && error.code === "unreachable";
      if (!unreachable || Date.now() >= end) throw error;
    }
    await delay(50, undefined, options.signal && { signal: options.signal });
  }
}

/** With a DISCONNECT, but not waiting for a broker that keeps the connection after it. */
function endPolitely(client: MqttClient): void {
  if (!client.connected) {
    client.end(true);
    return;
  }
  client.end();
  setTimeout(() => client.stream.destroy(), 1000).unref();
}

function connected(
  client: MqttClient,
  url: string,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = "the connection was closed before a CONNACK; is this an MQTT port?";
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    client.once("connect", () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    client.on("error", (error: Error & { code?: string | number }) => {
      // A number is the return code of a CONNACK (MQTT 3.1.1, table 3.1): the broker is there.
      if (typeof error.code === "number") reject(new BrokerError(url, error.message, "refused"));
      reason = error.message || String(error.code);
    });
    client.once("close", () => {
      signal?.removeEventListener("abort", abort);
      reject(new BrokerError(url, reason, "unreachable"));
    });
    setTimeout(() => {
      reject(new BrokerError(url, `no CONNACK within ${deadlineMs} ms`, "unreachable"));
    }, deadlineMs).unref();
  });
}

/** Retained, so what a broker has comes at once; one that has no $SYS topics gets half a second. */
function readSys(client: MqttClient): Promise<BrokerAnswer> {
  return new Promise((resolve) => {
    const found: { version?: string; uptimeSeconds?: number } = {};
    const timer = setTimeout(() => resolve(found), 500);
    const finish = () => {
      clearTimeout(timer);
      resolve(found);
    };
    client.on("message", (topic, payload) => {
      const text = payload.toString();
      if (topic === VERSION) found.version = text;
      if (topic === UPTIME) found.uptimeSeconds = Number.parseInt(text, 10);
      // aedes says its version alone.
      if (found.version !== undefined && !/^mosquitto/.test(found.version)) finish();
      if (found.version !== undefined && found.uptimeSeconds !== undefined) finish();
    });
    client.once("close", finish);
    client.subscribe([VERSION, UPTIME], { qos: 0 }, (error) => {
      if (error) finish();
    });
  });
}
