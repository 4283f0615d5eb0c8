// The topics of one device under a prefix. Owns their names; knows nothing of payloads or clients.

export const DEFAULT_PREFIX = "espulse";

/** What a device id may be: it is also the MQTT client id and user name. */
export const DEVICE_ID_PATTERN = /^[a-z0-9-]{1,32}$/;

export type TopicKind = "telemetry" | "dropped" | "state" | "meta" | "stored" | "log";

export function topicOf(prefix: string, device: string, kind: TopicKind): string {
  return prefix + "/" + device + "/" + kind;
}
