// The globals of Espruino that the firmware itself uses, with units. What else a firmware of the user's
// own can use stands in espruino-more.d.ts.

/** A TCP connection. */
interface Socket {
  /** Bytes as characters 0..255. Throws when the connection has closed meanwhile. */
  write(bytes: string): unknown;
  /** Closes once everything written was sent. */
  end(): void;
  on(event: "data", listener: (bytes: string) => void): unknown;
  on(event: "close", listener: (hadError: boolean) => void): unknown;
  removeAllListeners(): void;
  /** Makes `end` forget what was not sent (libs/network/socketserver.c, HTTP_NAME_CLOSENOW). */
  clsNow?: boolean;
}

/** Needs no `bind` to hear the answer to what it sent. */
interface DatagramSocket {
  send(bytes: string, port: number, host: string): void;
  on(event: "message", listener: (bytes: string) => void): unknown;
  close(): void;
}

interface StorageModule {
  read(name: string, offset?: number, length?: number): string | undefined;
  write(name: string, bytes: string, offset?: number, size?: number): boolean;
  erase(name: string): void;
  list(pattern: string): string[];
}

declare function require(module: "Storage"): StorageModule;

interface FlashArea {
  readonly addr: number;
  readonly length: number;
}
/** The chip's flash by address: nothing keeps a program from erasing Espruino itself. */
interface FlashModule {
  read(length: number, address: number): Uint8Array;
  /** The page that the address is in; undefined where there is no flash. */
  getPage(address: number): FlashArea | undefined;
  erasePage(address: number): void;
  getFree(): FlashArea[];
}
declare function require(module: "Flash"): FlashModule;

interface WifiModule {
  connect(ssid: string, options: { password: string }, callback: () => void): void;
  on(event: "connected", listener: () => void): unknown;
  /** `reason` is the Wi-Fi driver's, in words or as a number. */
  on(event: "disconnected", listener: (details?: { reason?: string | number }) => void): unknown;
  getIP(): { ip?: string };
  disconnect(): void;
  stopAP(): void;
  /** rssi in dBm; "off" or absent while not connected. */
  getStatus(): { rssi?: number | string };
}

declare function require(module: "Wifi"): WifiModule;
declare function require(module: "net"): {
  /** Throws when there is no such host. */
  connect(to: { host: string; port: number }, opened: () => void): Socket;
};
declare function require(module: "dgram"): {
  createSocket(type: "udp4"): DatagramSocket;
};
declare function require(module: "crypto"): { SHA256(bytes: string): ArrayBuffer };
declare function require(module: "TelnetServer"): { setOptions(options: { mode: "off" }): void };

interface EspruinoUtilities {
  on(event: "kill" | "stop", listener: () => void): void;
  on(event: "errorFlag", listener: (flags: readonly string[]) => void): void;
  removeListener(event: string, listener: (...values: never[]) => void): void;
  /** Seconds; with `false` only {@link kickWatchdog} keeps the board from a restart. */
  enableWatchdog(seconds: number, automatic: boolean): void;
  kickWatchdog(): void;
  reboot(): void;
  setConsole(device: string, options: { force: true }): void;
  srand(seed: number): void;
  CRC32(bytes: string): number;
  /** The bytes as characters 0..255; undefined where memory has no room for them in one piece. */
  toString(bytes: ArrayBuffer): string;
  toString(bytes: Uint8Array): string | undefined;
  /** Degrees Celsius, uncalibrated; NaN where the chip has no sensor. */
  getTemperature(): number;
}
declare const E: EspruinoUtilities;

interface EspruinoEnvironment {
  readonly VERSION: string;
  readonly CONSOLE: string;
}
interface EspruinoProcess {
  readonly env: EspruinoEnvironment;
  on(event: "uncaughtException", listener: (exception: unknown) => void): void;
  removeListener(event: string, listener: (...values: never[]) => void): void;
  /** `collect` false counts without a garbage collection, which takes milliseconds. */
  memory(collect: false): { readonly free: number };
}
declare const process: EspruinoProcess;

/** Seconds since 1970, or since power-on where nobody has set the clock. */
declare function getTime(): number;
declare function getSerial(): string;
declare function print(...values: unknown[]): void;
declare function setTimeout(callback: () => void, milliseconds: number): number;
declare function clearTimeout(id: number): void;
/** 32 bits of the chip's memory or registers. */
declare function peek32(address: number): number;

interface Pin {
  read(): boolean;
}
/** 0..1 of the ADC's range. */
declare function analogRead(pin: Pin): number;
declare function digitalRead(pin: Pin): number;
/**
 * All globals by name, as the interpreter has them; the pins are among them. The build leaves what is
 * named through it as it is: `global.JSON` takes more than JSON, and costs no helper.
 */
declare const global: { readonly [name: string]: Pin } & {
  readonly JSON: JSON;
  readonly Number: (text: string) => number;
  readonly Uint8Array: Uint8ArrayConstructor;
  // What the boot script (loader.ts) leaves to the bundle.
  /** Name of the Storage file that the bundle runs from; unset in safe mode. */
  slot: string | undefined;
  /** Name of the Storage file of the settings. */
  conf: string;
  /** While bundle or settings are new: to be told that they work. */
  proven?: ((isConnected: boolean) => void) | undefined;
  code: string;
};
