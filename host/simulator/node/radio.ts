// The ESP32's Wi-Fi station as event_handler (libs/network/esp32/jswrap_esp32_network.c) sees it:
// tries, events, retries. Owns the link; knows no JavaScript and no socket.
import type { Scheduler } from "./scheduler.ts";

/** esp_wifi_types.h, wifi_err_reason_t, with the names wifiReasonToString gives. */
export const REASONS = {
  ASSOC_LEAVE: 8,
  "4WAY_HANDSHAKE_TIMEOUT": 15,
  BEACON_TIMEOUT: 200,
  NO_AP_FOUND: 201,
} as const;
export type Reason = keyof typeof REASONS;

export type WifiMode = "NULL" | "STA" | "AP" | "APSTA";

export interface AccessPoint {
  readonly ssid: string;
  readonly password: string;
}

export interface RadioTimes {
  /** From the attempt to the association. */
  readonly associateMs: number;
  /** From there until DHCP has given an address. */
  readonly addressMs: number;
  /** What an attempt takes that finds no access point, or is refused by it. */
  readonly failMs: number;
}

export interface RadioEvents {
  associated(): void;
  gotAddress(): void;
  disconnected(reason: Reason): void;
  /** The network interface went down: lwIP aborts every TCP connection on it. */
  networkDown(): void;
}

/** jswrap_wifi_connect sets s_retry_num to this; the last failure is told, those before are tried again. */
const RETRIES = 3;

export class Radio {
  /** g_isStaConnected: still true while a lost connection is being tried again. */
  stationConnected = false;
  hasAddress = false;
  mode: WifiMode = "NULL";
  accessPointStarted = false;
  station: AccessPoint = { ssid: "", password: "" };
  lastReason: Reason | undefined;
  /** Where events go; a new interpreter puts itself here. */
  events: RadioEvents | undefined;

  #started = false;
  #associated = false;
  #retries = 0;
  #available = true;
  #cancel: (() => void) | undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly accessPoint: AccessPoint,
    private readonly times: RadioTimes,
  ) {}

  /** The station is on the access point's network and may send. */
  get online(): boolean {
    return this.hasAddress;
  }

  connect(station: AccessPoint): void {
    this.station = station;
    this.mode = this.mode === "AP" || this.mode === "APSTA" ? "APSTA" : "STA";
    this.#retries = RETRIES;
    if (this.stationConnected) this.#drop("ASSOC_LEAVE");
    else if (!this.#started) {
      this.#started = true;
      this.#attempt();
    }
  }

  disconnect(): void {
    this.#retries = 0;
    if (this.#associated || this.#cancel !== undefined) this.#drop("ASSOC_LEAVE");
  }

  /** The access point goes away, or comes back. */
  setAvailable(available: boolean): void {
    this.#available = available;
    if (!available && this.#associated) this.#drop("BEACON_TIMEOUT");
  }

  /** Power off: no event, nothing is kept. */
  powerOff(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#started = false;
    this.#associated = false;
    this.stationConnected = false;
    this.hasAddress = false;
    this.mode = "NULL";
    this.accessPointStarted = false;
    this.station = { ssid: "", password: "" };
    this.lastReason = undefined;
    this.events = undefined;
  }

  #later(ms: number, step: () => void): void {
    this.#cancel?.();
    this.#cancel = this.scheduler.after(ms, () => {
      this.#cancel = undefined;
      step();
    });
  }

  #attempt(): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      this.#later(this.times.failMs, () => this.#drop(refusal));
      return;
    }
    this.#later(this.times.associateMs, () => {
      const late = this.#refusal();
      if (late !== undefined) return this.#drop(late);
      this.#associated = true;
      this.stationConnected = true;
      this.events?.associated();
      this.#later(this.times.addressMs, () => {
        this.hasAddress = true;
        this.events?.gotAddress();
      });
    });
  }

  #refusal(): Reason | undefined {
    if (!this.#available || this.station.ssid !== this.accessPoint.ssid) return "NO_AP_FOUND";
    return this.station.password === this.accessPoint.password
      ? undefined
      : "4WAY_HANDSHAKE_TIMEOUT";
  }

  /** SYSTEM_EVENT_STA_DISCONNECTED, from the driver. */
  #drop(reason: Reason): void {
    this.#later(0, () => {
      this.#associated = false;
      if (this.hasAddress) {
        this.hasAddress = false;
        this.events?.networkDown();
      }
      if (--this.#retries > 0) return this.#attempt();
      this.stationConnected = false;
      this.lastReason = reason;
      // stopWifiIfIdle comes after the event, and before any JavaScript has heard of it.
      this.#started = this.mode === "AP" || this.mode === "APSTA";
      this.events?.disconnected(reason);
    });
  }
}
