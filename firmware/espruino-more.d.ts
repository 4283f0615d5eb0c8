// Globals of Espruino 2v29 that a firmware of the user's own can use beside those of espruino.d.ts,
// with units. Taken from the JSON comments of Espruino's source (src/jswrap_*.c, libs/).

/** What is sent to a bus or a serial port: each item a byte, a string or a list of bytes. */
type EspruinoBytes = number | string | ArrayBuffer | ArrayBufferView | readonly number[];

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

interface I2C {
  /** `bitrate` in bits a second, 100000 by default. */
  setup(options: { scl: Pin; sda: Pin; bitrate?: number }): void;
  /** 7-bit address; `stop` false keeps the bus for the next transfer. */
  writeTo(address: number | { address: number; stop?: boolean }, ...data: EspruinoBytes[]): void;
  readFrom(address: number | { address: number; stop?: boolean }, quantity: number): Uint8Array;
  /** Writes the register's number, then reads. */
  readReg(address: number, register: number, quantity: number): Uint8Array;
}
declare const I2C: { new (): I2C };
declare const I2C1: I2C;
declare const I2C2: I2C;

interface SPI {
  /** `baud` in bits a second; `mode` 0..3. */
  setup(options: {
    sck?: Pin;
    miso?: Pin;
    mosi?: Pin;
    baud?: number;
    mode?: 0 | 1 | 2 | 3;
    order?: "msb" | "lsb";
  }): void;
  /** What came back meanwhile, in the type that was sent; `select` is low during it. */
  send(value: number, select?: Pin): number;
  send(bytes: string, select?: Pin): string;
  send(bytes: ArrayBufferView | readonly number[], select?: Pin): Uint8Array;
  write(...data: EspruinoBytes[]): void;
}
declare const SPI: { new (): SPI };
declare const SPI1: SPI;
declare const SPI2: SPI;

interface Serial {
  setup(
    baudRate: number,
    options?: {
      rx?: Pin;
      tx?: Pin;
      bytesize?: 7 | 8;
      parity?: "none" | "odd" | "even" | null;
      stopbits?: 1 | 2;
      flow?: "none" | "xon";
    },
  ): void;
  unsetup(): void;
  /** Bytes as characters 0..255. */
  on(event: "data", listener: (bytes: string) => void): unknown;
  print(text: string): void;
  println(text: string): void;
  write(...data: EspruinoBytes[]): void;
  /** Bytes that wait to be read. */
  available(): number;
  read(count?: number): string | undefined;
}
/** The console is one of them: on an ESP32 it is Serial1. */
declare const Serial1: Serial;
declare const Serial2: Serial;
declare const Serial3: Serial;

interface OneWire {
  /** True when a device answered. */
  reset(): boolean;
  /** A ROM code of `search()`. */
  select(rom: string): void;
  skip(): void;
  write(data: number | readonly number[], powerAfter?: boolean): void;
  read(): number;
  read(count: number): Uint8Array;
  /** ROM codes of the devices found, 16 hex digits each. */
  search(command?: number): string[];
}
declare const OneWire: { new (pin: Pin): OneWire };

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
