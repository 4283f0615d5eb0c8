// What a host writes into a board's Storage before the bundle first runs: identity, network,
// broker, pins. Secrets live here and never in the bundle.

/** A pin read with every reading: `analog` in volts, `digital` as 0 or 1. */
export interface PinChannel {
  readonly name: string;
  /** Espruino's name of the pin, such as "D34". */
  readonly pin: string;
  readonly kind: "analog" | "digital";
}

export interface Settings {
  readonly v: 1;
  readonly device: string;
  /** Id of the board definition, such as "esp32-devkitc". */
  readonly board: string;
  /** 8 hex digits, new at every installation: the first half of `boot`. */
  readonly install: string;
  readonly prefix: string;
  /** Milliseconds between readings. */
  readonly interval: number;
  readonly wifi: { readonly ssid: string; readonly password: string };
  readonly broker: {
    readonly host: string;
    readonly port: number;
    readonly password?: string | undefined;
    /** Seconds of the MQTT keep-alive. */
    readonly keepAlive: number;
  };
  /** SNTP server; without it readings carry no `t`. */
  readonly sntp?: { readonly host: string; readonly port: number };
  readonly pins: readonly PinChannel[];
  /**
   * Until when a reading is kept: until a recorder has it on disk, or the broker has acknowledged it.
   * Absent: `acknowledged`, and `stored` from the first word of a recorder in a boot on.
   */
  readonly keepUntil?: "stored" | "acknowledged";
  /** Seconds without a sign of life after which the board restarts; 120 when absent. */
  readonly watchdog?: number;
}
