// What `broker` tells a reader, as lines of text.
import { networkInterfaces } from "node:os";
import type { RunningBroker } from "./broker.ts";
import type { BrokerStatus } from "./broker-status.ts";
import type { Stopped } from "./stop-broker.ts";

export function describeUp(broker: RunningBroker): string {
  const takes = broker.connections && `up to ${broker.connections} connections`;
  const who = [broker.version ?? broker.engine, broker.pid && `pid ${broker.pid}`, takes];
  const whose = broker.alreadyUp ? "is already up" : "is up";
  return `${broker.engine} broker ${whose} (${who.filter(Boolean).join(", ")}): ${broker.url}  ${broker.webSocketUrl}`;
}

/** What `--listen lan` means, with the addresses to give to a board. */
export function describeLan(url: string, addresses: readonly string[] = lanAddresses()): string {
  const { port } = new URL(url);
  const urls = addresses.map((address) => `mqtt://${address}:${port}`);
  const where = urls.join(" or ") || `port ${port} of this machine`;
  return `warning: no password: everyone on this network can read and publish; boards reach it at ${where}`;
}

export function describeDown(stopped: Stopped): string {
  const what = `the ${stopped.engine} broker at ${stopped.url}`;
  switch (stopped.outcome) {
    case "none":
      return 'nothing to stop: no broker is up that "espulse broker up" started';
    case "gone":
      return `nothing to stop: ${what} had already ended`;
    case "killed":
      return `stopped ${what}, by force: it did not end in time, and may not have saved its last minute`;
    case "ended":
      return `stopped ${what}`;
  }
}

export function describeStatus(status: BrokerStatus): string {
  const engine = status.engine === "foreign" ? `not started by "espulse broker up"` : status.engine;
  const rows: [string, string | number | undefined][] = [
    ["engine", engine],
    ["url", status.url],
    ["websocket", status.webSocketUrl],
    ["version", status.version],
    ["pid", status.pid],
    ["command", status.command],
    ["uptime", status.uptimeSeconds === undefined ? undefined : duration(status.uptimeSeconds)],
    ["connects", status.connections && `up to ${status.connections}`],
    ["log", status.logFile],
  ];
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(10)} ${value}`)
    .join("\n");
}

function duration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first === -1 ? parts.length - 1 : first)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
}
