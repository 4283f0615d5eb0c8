// A pseudo-terminal of this process: a device file that any serial program can open. Owns both of its
// ends; knows nothing of what is said over it.
import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { ReadStream } from "node:tty";
import { SerialPort } from "serialport";
import { MOST_UNREAD_BYTES, type SerialEnd } from "./serial-end.ts";

/** What `open` of node-pty gives, which its declarations leave out. */
interface OpenedTerminal {
  readonly ptsName: string;
  /** Of the master; it does not block. */
  readonly fd: number;
  readonly master: ReadStream;
  readonly slave: ReadStream;
}

/** Until somebody reads. */
const RETRY_MS = 5;

interface NodePty {
  open(options: { cols: number; rows: number; encoding: null }): OpenedTerminal;
}

/** @throws where the system has none, or the package's program for it is missing */
export async function openPseudoTerminal(): Promise<SerialEnd> {
  const { open } = (await import("@lydell/node-pty")) as unknown as NodePty;
  // Never `destroy()` what it gives: that sends SIGHUP to process -1, which is every process.
  const { ptsName: path, fd, master, slave } = open({ cols: 80, rows: 24, encoding: null });
  let kept: number | undefined;
  try {
    // The package reads from the slave as well, and would take what is meant for others. One that is
    // open and not read keeps the master alive between one program's hang-up and the next.
    kept = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
    slave.destroy();
    await makeRaw(path);
  } catch (error) {
    master.destroy();
    if (kept !== undefined) closeSync(kept);
    throw error;
  }
  const device = kept;
  const writer = new Writer(fd);
  const end: SerialEnd = {
    address: path,
    onBytes: () => {},
    write: (bytes) => writer.write(bytes),
    setTaking: (isTaking) => void (isTaking ? master.resume() : master.pause()),
    async close() {
      if (master.destroyed) return;
      writer.close();
      const closed = new Promise<void>((resolve) => master.once("close", () => resolve()));
      master.destroy();
      await closed;
      closeSync(device);
    },
  };
  master.on("data", (bytes: Buffer) => end.onBytes(bytes));
  master.on("error", () => {});
  return end;
}

/** The master's stream would wait in the write for a reader, and this process with it. */
class Writer {
  readonly #fd: number;
  #unread: Uint8Array = new Uint8Array(0);
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(fd: number) {
    this.#fd = fd;
  }

  write(bytes: Uint8Array): void {
    if (this.#isClosed || this.#unread.length > MOST_UNREAD_BYTES) return;
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    if (this.#retry === undefined) this.#flush();
  }

  #flush(): void {
    this.#retry = undefined;
    try {
      while (this.#unread.length > 0) {
        this.#unread = this.#unread.subarray(writeSync(this.#fd, this.#unread));
      }
    } catch {
      // EAGAIN: nobody reads.
      this.#retry = setTimeout(() => this.#flush(), RETRY_MS);
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
  }
}

/**
 * No echo, no signals, no line ends made of others: setRawMode() leaves LF to CR LF on. A program that
 * opens it as a serial port sets the same; this is for those that do not.
 */
async function makeRaw(path: string): Promise<void> {
  const port = await SerialPort.binding.open({
    path,
    baudRate: 115_200,
    lock: false,
    hupcl: false,
  });
  await port.close();
}
