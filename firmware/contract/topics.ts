// What names a device on the wire: the prefix of its topics and its id.

export const DEFAULT_PREFIX = "espulse";

/** What a device id may be: it is also the MQTT client id and user name. */
export const DEVICE_ID_PATTERN = /^[a-z0-9-]{1,32}$/;

/** Last level of a topic of a device that is no command and no reply. */
export type TopicKind = "telemetry" | "dropped" | "state" | "meta" | "stored" | "log";
