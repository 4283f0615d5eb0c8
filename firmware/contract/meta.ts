// The birth message of a boot: retained, QoS 1, published after every connection.

/** SenML unit names (RFC 8428, section 12.1); "1" is dimensionless. */
export type Unit = "Cel" | "%RH" | "Pa" | "V" | "dBm" | "1" | "count";

export interface ChannelMeta {
  readonly n: string;
  readonly u: Unit;
}

export interface Meta {
  readonly v: 1;
  readonly board: string;
  /** `getSerial()` of the board; on an ESP32 its MAC address. */
  readonly serial: string;
  /** `process.env.VERSION` of the interpreter. */
  readonly runtime: string;
  /** SHA-256 of the bundle as the board read it from its Storage, 64 hex digits. */
  readonly sha256?: string;
  /** Its CRC-32 in place of that, 8 hex digits, from a board without SHA-256. */
  readonly crc32?: string;
  readonly boot: string;
  /** How the boot before ended: on purpose, or not (power, watchdog, crash); "none" for the first. */
  readonly reset: "none" | "clean" | "abrupt";
  /** Number of the reset cause that the chip tells, as text. */
  readonly cause?: string;
  /**
   * Of the boot before: each of its readings up to `seq` is safe, told as lost, or still to come. Of those
   * after that at most `most` were not safe when it ended: which, nobody can know. Live readings go
   * first, so that some of them may be older than the newest that a recorder has.
   */
  readonly before?: { readonly boot: string; readonly seq: number; readonly most: number };
  /** How often the most used page of the outbox was erased. */
  readonly wear?: number;
  /** Milliseconds between readings. */
  readonly interval: number;
  readonly channels: readonly ChannelMeta[];
}
