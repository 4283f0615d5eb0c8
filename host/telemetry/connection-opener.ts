// Opens one client's connections, under one client id and in the version of MQTT that its broker turns
// out to speak. Tries each once; when to try again is the client's business.
import { randomBytes } from "node:crypto";
import type { MqttVersion } from "../config/broker.ts";
import { ConnectError, type ConnectOptions, openConnection } from "./connect.ts";
import type { Connection } from "./connection.ts";

export class ConnectionOpener {
  // MQTT 3.1 and [MQTT-3.1.3-5]: letters and digits, 23 at most, are what every broker takes.
  readonly #clientId = `espulse${randomBytes(8).toString("hex")}`;
  readonly #options: Omit<ConnectOptions, "version" | "clientId">;
  #version: MqttVersion;
  #versionIsSure: boolean;

  constructor(options: Omit<ConnectOptions, "version" | "clientId">) {
    this.#options = options;
    this.#version = options.broker.mqtt ?? "5";
    this.#versionIsSure = options.broker.mqtt !== undefined;
  }

  /** @throws ConnectError */
  async open(): Promise<Connection> {
    try {
      const connection = await this.#open(this.#version);
      this.#versionIsSure = true;
      return connection;
    } catch (error) {
      const isVersion = error instanceof ConnectError && error.mayBeVersion;
      if (this.#versionIsSure || !isVersion) throw error;
      // [MQTT-3.1.2-2] a broker of MQTT 3.1.1 answers 5 with return code 1, or just closes.
      const connection = await this.#open("3.1.1");
      this.#version = "3.1.1";
      this.#versionIsSure = true;
      return connection;
    }
  }

  #open(version: MqttVersion): Promise<Connection> {
    return openConnection({ ...this.#options, version, clientId: this.#clientId });
  }
}
