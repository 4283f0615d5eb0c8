// What happens to a client's connection, as events and as lines for the user. Pure.

export type ConnectionEvent =
  | {
      readonly kind: "connected";
      readonly url: string;
      readonly mqtt: string;
      readonly again: boolean;
    }
  | {
      readonly kind: "lost";
      readonly url: string;
      readonly reason: string;
      readonly waitMs: number;
    }
  | {
      readonly kind: "failed";
      readonly url: string;
      readonly reason: string;
      readonly waitMs: number;
    }
  | { readonly kind: "filter refused"; readonly filter: string; readonly reason: string }
  | {
      readonly kind: "less QoS";
      readonly filter: string;
      readonly granted: number;
      readonly asked: number;
    };

export function connectionEventText(event: ConnectionEvent): string {
  switch (event.kind) {
    case "connected":
      return `${event.again ? "connected again" : "connected"} to ${event.url} (MQTT ${event.mqtt})`;
    case "lost":
      return `lost ${event.url}: ${event.reason}; ${next(event.waitMs)}`;
    case "failed":
      return `${event.url}: ${event.reason}; ${next(event.waitMs)}`;
    case "filter refused":
      return `the broker refused the filter ${event.filter}: ${event.reason}`;
    case "less QoS":
      return `the broker granted QoS ${event.granted} for ${event.filter}, not ${event.asked}`;
  }
}

function next(waitMs: number): string {
  return `next attempt in ${(waitMs / 1000).toFixed(1)} s`;
}
