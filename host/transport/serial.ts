// A serial port, through the `serialport` package; a pseudo-terminal counts as one. Knows no device.
import { SerialPort } from "serialport";
import { TransportError } from "../errors.ts";
import { ByteQueue } from "./byte-queue.ts";
import { bindingWithHangUp } from "./hang-up.ts";
import { refusalOf } from "./port-access.ts";
import { portUserOf } from "./port-user.ts";
import type { Signals, Transport } from "./transport.ts";

/** A pseudo-terminal has no modem lines: ENOTTY, and the package gives the text alone. */
const NO_MODEM_LINES = /Inappropriate ioctl/;
const BUSY = /Cannot lock port|resource busy|EBUSY|Access denied/i;

/** @throws TransportError saying what to do */
export async function openPort(path: string, baudRate: number): Promise<SerialPort> {
  const refusal = refusalOf(path);
  if (refusal) throw new TransportError(path, "open", refusal.reason, refusal.code);
  // Without hupcl, DTR stays as it is at the end: its change resets many boards.
  const how = { path, baudRate, autoOpen: false, hupcl: false, binding: bindingWithHangUp };
  const port = new SerialPort(how);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openFailure(path, error)) : resolve()));
  });
  return port;
}

export async function openSerial(path: string, baudRate: number): Promise<Transport> {
  const port = await openPort(path, baudRate);
  const queue = new ByteQueue();
  port.on("data", (chunk: Buffer) => queue.push(chunk));
  port.on("error", (error) => queue.end(lost(path, "read", error)));
  port.on("close", () => queue.end(lost(path, "read")));
  return {
    address: path,
    async write(bytes) {
      // The package would keep it until the port is opened again.
      if (!port.isOpen) throw new TransportError(path, "write", "it has been closed");
      await new Promise<void>((resolve, reject) => {
        port.write(Buffer.from(bytes), (error) =>
          error ? reject(lost(path, "write", error)) : resolve(),
        );
      });
    },
    setSignals: lineSetter(port),
    async close() {
      queue.end();
      if (!port.isOpen) return;
      await new Promise<void>((resolve) => port.close(() => resolve()));
    },
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
  };
}

/**
 * Sets the lines that are named and keeps the others: the package by itself asserts those it is not
 * told of. The system asserts both when it opens a port.
 */
export function lineSetter(
  port: Pick<SerialPort, "path" | "set">,
): (signals: Signals) => Promise<void> {
  const lines = { dtr: true, rts: true };
  return ({ dataTerminalReady, requestToSend }) => {
    lines.dtr = dataTerminalReady ?? lines.dtr;
    lines.rts = requestToSend ?? lines.rts;
    return new Promise((resolve, reject) => {
      port.set(lines, (error) => {
        if (error && !NO_MODEM_LINES.test(error.message)) {
          reject(lost(port.path, "setting DTR and RTS", error));
        } else resolve();
      });
    });
  };
}

function openFailure(path: string, { message }: Error): TransportError {
  if (BUSY.test(message)) {
    const user = portUserOf(path);
    const who = user === undefined ? "another program" : `${user.name} (process ${user.pid})`;
    const reason = `${who} has it open; end that first, be it a serial monitor, an IDE or a console`;
    return new TransportError(path, "open", reason, "busy");
  }
  return new TransportError(path, "open", plain(message), "missing");
}

export function lost(path: string, operation: string, error?: Error): TransportError {
  const why = error === undefined ? "" : ` (${plain(error.message)})`;
  return new TransportError(path, operation, `the device is gone${why}; was it unplugged?`);
}

function plain(message: string): string {
  return message.replace(/^Error:? /, "");
}
