// What a broker says when it refuses, in words, and who must act on it. Pure.
import { printable } from "./printable.ts";

// MQTT 3.1.1, table 3.1.
const CONNECT_RETURN_CODES: Record<number, string> = {
  1: "unacceptable protocol version",
  2: "client identifier rejected",
  3: "server unavailable",
  4: "bad user name or password",
  5: "not authorized",
};

// MQTT 5, section 2.4.
const REASON_CODES: Record<number, string> = {
  128: "unspecified error",
  129: "malformed packet",
  130: "protocol error",
  131: "implementation specific error",
  132: "unsupported protocol version",
  133: "client identifier not valid",
  134: "bad user name or password",
  135: "not authorized",
  136: "server unavailable",
  137: "server busy",
  138: "banned",
  139: "server shutting down",
  140: "bad authentication method",
  141: "keep alive timeout",
  142: "session taken over",
  143: "topic filter invalid",
  144: "topic name invalid",
  145: "packet identifier in use",
  146: "packet identifier not found",
  147: "receive maximum exceeded",
  148: "topic alias invalid",
  149: "packet too large",
  150: "message rate too high",
  151: "quota exceeded",
  152: "administrative action",
  153: "payload format invalid",
  154: "retain not supported",
  155: "QoS not supported",
  156: "use another server",
  157: "server moved",
  158: "shared subscriptions not supported",
  159: "connection rate exceeded",
  160: "maximum connect time",
  161: "subscription identifiers not supported",
  162: "wildcard subscriptions not supported",
};

/** MQTT 5, section 2.4: accepted, and nobody subscribes to the topic. */
export const NO_MATCHING_SUBSCRIBERS = 16;

/** The code of a CONNACK, SUBACK, PUBACK, PUBREC or DISCONNECT in words. */
export function reasonText(code: number, reasonString?: string): string {
  const words = CONNECT_RETURN_CODES[code] ?? REASON_CODES[code] ?? "unknown reason";
  return `${words} (code ${code})${reasonString ? `: ${printable(reasonString)}` : ""}`;
}

/** Whether the broker speaks, but not this version of MQTT. */
export function refusesVersion(code: number): boolean {
  return code === 1 || code === 132;
}

/** Whether it is the user name or the password that it does not take. */
export function refusesLogin(code: number): boolean {
  return [4, 5, 134, 135].includes(code);
}

/** Whether the same attempt may succeed later without anybody changing anything. */
export function isPassing(code: number): boolean {
  return [3, 136, 137, 139, 141, 151, 159, 160].includes(code);
}
