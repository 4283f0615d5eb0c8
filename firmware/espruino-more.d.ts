// Globals of Espruino 2v29 that a firmware of the user's own can use beside those of espruino.d.ts
// and espruino-buses.d.ts, with units. Taken from the JSON comments of Espruino's source (src/jswrap_*.c, libs/).

type PinMode =
  | "analog"
  | "auto"
  | "input"
  | "input_pullup"
  | "input_pulldown"
  | "output"
  | "opendrain"
  | "opendrain_pullup"
  | "af_output"
  | "af_opendrain";

interface Pin {
  write(value: boolean | 0 | 1): void;
  set(): void;
  reset(): void;
  /** The value it has now. */
  toggle(): boolean;
  mode(mode: PinMode): void;
  getMode(): PinMode;
  /** `value` for so many milliseconds; several in a list alternate. */
  pulse(value: boolean | 0 | 1, milliseconds: number | readonly number[]): void;
}

declare const HIGH: 1;
declare const LOW: 0;

/** Keeps a pin in this mode, whatever reads or writes it. */
declare function pinMode(pin: Pin, mode: PinMode): void;
declare function getPinMode(pin: Pin): PinMode;
/** Several pins make a number, the last being its lowest bit. */
declare function digitalRead(pins: readonly Pin[]): number;
declare function digitalWrite(pin: Pin | readonly Pin[], value: boolean | number): void;
declare function digitalPulse(
  pin: Pin,
  value: boolean | 0 | 1,
  milliseconds: number | readonly number[],
): void;
/** `value` 0..1 as pulse width; `freq` in Hz. */
declare function analogWrite(
  pin: Pin,
  value: number,
  options?: { freq?: number; soft?: boolean; forceSoft?: boolean },
): void;

interface WatchEvent {
  readonly state: boolean;
  /** Seconds, like `getTime()`. */
  readonly time: number;
  /** Seconds of the change before. */
  readonly lastTime: number;
  readonly pin: Pin;
}
/** Calls back when the pin changes; without `repeat` once. `debounce` in milliseconds. */
declare function setWatch(
  callback: (event: WatchEvent) => void,
  pin: Pin,
  options?: { repeat?: boolean; edge?: "rising" | "falling" | "both"; debounce?: number },
): number;
declare function clearWatch(id?: number): void;

declare function setTimeout<Values extends unknown[]>(
  callback: (...values: Values) => void,
  milliseconds: number,
  ...values: Values
): number;
declare function clearTimeout(id?: number): void;
declare function setInterval<Values extends unknown[]>(
  callback: (...values: Values) => void,
  milliseconds: number,
  ...values: Values
): number;
declare function clearInterval(id?: number): void;
declare function changeInterval(id: number, milliseconds: number): void;

declare const console: {
  log(...values: unknown[]): void;
};
declare function atob(base64: string): string;
declare function btoa(bytes: string): string;

interface EspruinoUtilities {
  /** Volts of the analog reference, where the chip can tell. */
  getAnalogVRef(): number;
  clip(value: number, least: number, most: number): number;
  sum(values: ArrayLike<number>): number;
  variance(values: ArrayLike<number>, mean: number): number;
  convolve(a: ArrayLike<number>, b: ArrayLike<number>, offset: number): number;
  hwRand(): number;
  toUint8Array(...bytes: EspruinoBytes[]): Uint8Array;
  toArrayBuffer(bytes: string): ArrayBuffer;
  /** Such as "LOW_MEMORY" and "FIFO_FULL", since the last call. */
  getErrorFlags(): string[];
  /** In vars. */
  getSizeOf(value: unknown): number;
  /** Hours from UTC, for the local time of `Date`. */
  setTimeZone(hours: number): void;
}

interface EspruinoEnvironment {
  /** Of the build, such as "ESP32". */
  readonly BOARD: string;
  readonly SERIAL: string;
  /** Bytes. */
  readonly RAM: number;
  readonly FLASH: number;
  /** Built-in modules, with commas between. */
  readonly MODULES: string;
}
interface EspruinoProcess {
  /** In vars, but `blocksize` in bytes. */
  memory(): {
    readonly free: number;
    readonly usage: number;
    readonly total: number;
    readonly blocksize: number;
  };
}

interface StorageModule {
  readJSON(name: string, noExceptions?: boolean): unknown;
  readArrayBuffer(name: string): ArrayBuffer | undefined;
  writeJSON(name: string, value: unknown): boolean;
  /** Bytes. */
  getFree(): number;
}

interface WifiModule {
  getIP(): { ip?: string; netmask?: string; gw?: string; mac?: string };
}

interface HttpResponse {
  readonly statusCode: string;
  readonly headers: Readonly<Record<string, string>>;
  on(event: "data", listener: (text: string) => void): unknown;
  on(event: "close", listener: () => void): unknown;
}
interface HttpRequest {
  write(text: string): void;
  end(text?: string): void;
  on(event: "error", listener: (error: { code: number; message: string }) => void): unknown;
}
declare function require(module: "http"): {
  get(url: string, answered: (response: HttpResponse) => void): HttpRequest;
  request(
    options: {
      host: string;
      port?: number;
      path: string;
      method: string;
      headers?: Record<string, string>;
    },
    answered: (response: HttpResponse) => void,
  ): HttpRequest;
};
