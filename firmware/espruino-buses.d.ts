// Buses and serial ports of Espruino 2v29, with units. Taken from the JSON comments of its source
// (src/jswrap_i2c.c, jswrap_spi.c, jswrap_serial.c, jswrap_onewire.c).

/** What is sent to a bus or a serial port: each item a byte, a string or a list of bytes. */
type EspruinoBytes = number | string | ArrayBuffer | ArrayBufferView | readonly number[];

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
