// A pseudo-terminal of this process: a device file that any serial program can open. Owns both of its
// ends; knows nothing of what is said over it.
import { closeSync, constants, openSync } from "node:fs";
import type { ReadStream } from "node:tty";
import { SerialPort } from "serialport";
import { MOST_UNREAD_BYTES, type SerialEnd } from "./serial-end.ts";

/** What `open` of node-pty gives, which its declarations leave out. */
interface OpenedTerminal {
  readonly ptsName: string;
  readonly master: ReadStream;
  readonly slave: ReadStream;
}

interface NodePty {
  open(options: { cols: number; rows: number; encoding: null }): OpenedTerminal;
}

/** @throws where the system has none, or the package's program for it is missing */
export async function openPseudoTerminal(): Promise<SerialEnd> {
  const { open } = (await import("@lydell/node-pty")) as unknown as NodePty;
  // Never `destroy()` what it gives: that sends SIGHUP to process -1, which is every process.
  const { ptsName: path, master, slave } = open({ cols: 80, rows: 24, encoding: null });
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
  let isOpen = true;
  const end: SerialEnd = {
    address: path,
    onBytes: () => {},
    write(bytes) {
      if (isOpen && master.writableLength < MOST_UNREAD_BYTES) master.write(bytes);
    },
    setTaking: (isTaking) => void (isTaking ? master.resume() : master.pause()),
    async close() {
      if (!isOpen) return;
      isOpen = false;
      const closed = new Promise<void>((resolve) => master.once("close", () => resolve()));
      master.destroy();
      await closed;
      closeSync(device);
    },
  };
  master.on("data", (bytes: Buffer) => end.onBytes(bytes));
  // At its end, with a write under way.
  master.on("error", () => {});
  return end;
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
