// A port of the `serialport` package in the shape of Web Serial, as esptool-js wants one. Knows no chip.
import {
  ReadableStream,
  type ReadableStreamDefaultController,
  WritableStream,
} from "node:stream/web";
import type { SerialPort } from "serialport";
import { TransportError } from "../errors.ts";
import { lineSetter, lost, openPort } from "../transport/serial.ts";
import type { Signals } from "../transport/transport.ts";

export interface UsbIds {
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
}

/** The part of a closing that a driver may keep to itself: an adapter that hangs. */
const CLOSE_DEADLINE_MS = 2000;

/**
 * Unlike in a browser, streams may be locked when the port is closed: a reader is told the end, and a
 * writer an error. esptool-js waits for ever for a lock that a lost device has left behind.
 */
export class WebSerialPort {
  /** Made anew at each open; null while closed, as in Web Serial. */
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  #port: SerialPort | undefined;
  #setLines: (signals: Signals) => Promise<void> = async () => {};
  #end: TransportError | undefined;
  readonly #onEnd = new Set<(error: TransportError) => void>();

  /** @param ids of the USB device, where the system tells them */
  constructor(
    readonly path: string,
    private readonly ids: UsbIds = {},
  ) {}

  getInfo(): UsbIds {
    return this.ids;
  }

  /** Why the port is of no more use: the device is gone, or `end` was called. */
  get ended(): TransportError | undefined {
    return this.#end;
  }

  /** Calls back when the device goes away or `end` is called; the result takes the call back. */
  whenEnded(callback: (error: TransportError) => void): () => void {
    this.#onEnd.add(callback);
    return () => this.#onEnd.delete(callback);
  }

  /** @throws TransportError */
  async open({ baudRate }: { readonly baudRate: number }): Promise<void> {
    if (this.#end) throw this.#end;
    const port = await openPort(this.path, baudRate);
    if (this.#end) {
      // Ended while it was being opened.
      await closed(port);
      throw this.#end;
    }
    this.#port = port;
    this.#setLines = lineSetter(port);
    this.readable = this.#readableOf(port);
    this.writable = new WritableStream({
      write: (bytes) =>
        new Promise((resolve, reject) => {
          // The package would keep it until the port is opened again.
          if (!port.isOpen) reject(this.#end ?? closedBefore(this.path, "write"));
          else
            port.write(Buffer.from(bytes), (error) =>
              error ? reject(lost(this.path, "write", error)) : resolve(),
            );
        }),
    });
  }

  /** Lines that are not named stay as they are. A pseudo-terminal has none: nothing happens. */
  async setSignals(signals: Signals): Promise<void> {
    if (!this.#port?.isOpen) throw this.#end ?? closedBefore(this.path, "setting DTR and RTS");
    await this.#setLines(signals);
  }

  /** Without closing it: that would restart many boards. What esptool-js looks for. */
  setBaudRate(baudRate: number): Promise<void> {
    const port = this.#port;
    return new Promise((resolve, reject) => {
      if (!port?.isOpen) reject(this.#end ?? closedBefore(this.path, "setting the baud rate"));
      else
        port.update({ baudRate }, (error) => {
          if (!error) resolve();
          else reject(new TransportError(this.path, `setting ${baudRate} baud`, error.message));
        });
    });
  }

  /** It may be opened again. Never throws. */
  async close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    this.readable = null;
    this.writable = null;
    if (port) await closed(port);
  }

  /** For good: whatever waits for the device fails at once. The lines can be set until it is closed. */
  end(): void {
    this.#endWith(closedBefore(this.path, "open"));
  }

  #readableOf(port: SerialPort): ReadableStream<Uint8Array> {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const finish = (): void => {
      controller?.close();
      controller = undefined;
    };
    port.on("data", (chunk: Buffer) => controller?.enqueue(new Uint8Array(chunk)));
    // A failed write is told to its writer too, and a device that is gone closes the port.
    port.on("error", () => {});
    port.on("close", (error?: Error) => {
      finish();
      if (port === this.#port) this.#endWith(lost(this.path, "read", error ?? undefined));
    });
    return new ReadableStream({
      start: (given) => {
        controller = given;
      },
      cancel: () => {
        controller = undefined;
      },
    });
  }

  #endWith(error: TransportError): void {
    if (this.#end) return;
    this.#end = error;
    for (const callback of this.#onEnd) callback(error);
    this.#onEnd.clear();
  }
}

function closedBefore(path: string, operation: string): TransportError {
  return new TransportError(path, operation, "it has been closed");
}

async function closed(port: SerialPort): Promise<void> {
  if (!port.isOpen) return;
  let deadline: NodeJS.Timeout | undefined;
  await Promise.race([
    new Promise<void>((resolve) => port.close(() => resolve())),
    new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, CLOSE_DEADLINE_MS);
    }),
  ]);
  clearTimeout(deadline);
}
