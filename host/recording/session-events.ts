// What happens to a recorder's session, as events and as lines for the user. Pure.
import { StorageError } from "../errors.ts";
import { type ConnectionEvent, connectionEventText } from "../telemetry/connection-events.ts";
import type { CommitTrouble } from "./committer.ts";

export type SessionEvent =
  | ConnectionEvent
  | CommitTrouble
  | { readonly kind: "session lost"; readonly url: string }
  | { readonly kind: "mark refused"; readonly topic: string; readonly reason: string }
  | { readonly kind: "rotation failed"; readonly reason: string };

export function sessionEventText(event: SessionEvent): string {
  switch (event.kind) {
    case "not stored":
      return `${whyNot(event.reason)}: ${count(event.waiting)}, nothing is acknowledged; tried again until it goes`;
    case "stored again":
      return `stored again after ${Math.round(event.afterMs / 1000)} s; nothing was lost meanwhile`;
    case "session lost":
      return `${event.url} has lost this recorder's session: what was published while it was not connected did not reach it; boards that keep readings until they are stored send them again, and espulse verify tells what is missing`;
    case "mark refused":
      return `the broker refused ${event.topic}: ${event.reason}; boards do not learn what is stored, and keep it`;
    case "rotation failed":
      return `a day that is over stays in the database for now: ${event.reason}`;
    default:
      return connectionEventText(event);
  }
}

export function isTrouble(event: SessionEvent): boolean {
  return event.kind !== "connected" && event.kind !== "stored again";
}

function whyNot(reason: Error): string {
  const isFull = reason instanceof StorageError && reason.code === "full";
  return isFull ? `disk full (${reason.path})` : `cannot store: ${reason.message}`;
}

function count(messages: number): string {
  return messages === 1 ? "1 message waits" : `${messages} messages wait`;
}
