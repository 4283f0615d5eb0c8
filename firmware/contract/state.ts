// Presence of a device: retained, QoS 1; the will says `lost`.

export interface State {
  readonly v: 1;
  readonly state: "ready" | "disconnected" | "lost";
  readonly boot: string;
  /** Counts the MQTT logins of this boot, from 1. A state older than (boot, conn) is ignored. */
  readonly conn: number;
}
