// What an `espulse.config.ts` may say, typed for the user's editor. Holds no rule: those stand in
// schema.ts, which a test holds against this type.
import type { PinChannel } from "../../firmware/contract/settings.ts";

export interface UserConfig {
  /** First level or levels of every topic; `espulse` by default. */
  prefix?: string | undefined;
  /** Passwords are no part of it: set ESPULSE_PASSWORD, in the environment or in `.env.local`. */
  broker?:
    | {
        /** `mqtt://`, `mqtts://`, `ws://` or `wss://`; `mqtt://127.0.0.1:1883` by default. */
        url?: string | undefined;
        username?: string | undefined;
        /** PEM file with the certificates of the authorities to trust, in place of the system's. */
        ca?: string | undefined;
        /** PEM file with the client's certificate, for mutual TLS. */
        cert?: string | undefined;
        /** PEM file with the client's private key. */
        key?: string | undefined;
        /** By default MQTT 5, and 3.1.1 where the broker does not speak it. */
        mqtt?: "3.1" | "3.1.1" | "5" | undefined;
      }
    | undefined;
  /** The network the board joins; its password is ESPULSE_WIFI_PASSWORD. */
  wifi?: { ssid?: string | undefined } | undefined;
  /** Id of a board (`espulse boards` lists them), or the path of your own board file. */
  board?: string | undefined;
  /** Milliseconds between readings; 1000 by default. */
  interval?: number | undefined;
  /** The firmware's entry file; the one that comes with Espulse by default. */
  entry?: string | undefined;
  /** SNTP server of the board; without one its readings carry no time of their own. */
  sntp?: { host: string; port?: number | undefined } | undefined;
  /** Pins that are read with every reading. */
  pins?: PinChannel[] | undefined;
  /** Seconds of the board's MQTT keep-alive; 30 by default. */
  keepAlive?: number | undefined;
}

/** Gives `espulse.config.ts` its type; returns what it is given. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
