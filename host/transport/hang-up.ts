// `serialport` 13 reads again at once, for ever, where a read gives no byte: on Linux and macOS that
// is a device that was hung up (a pseudo-terminal's other end is gone, a USB cable was pulled), and
// one processor is then busy for good. Here such a read is the end of the port. And where the system
// takes no byte for a while, its poller now and then never says that it would again (one install in
// five on a busy machine): here the write is tried again.
import { read, write } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { SerialPort } from "serialport";

/** What the package's ports on Linux and macOS have. */
interface UnixPort {
  readonly fd: number | null;
  readonly isOpen: boolean;
  /** What `drain` waits for. */
  writeOperation: Promise<void> | null;
  write(buffer: Buffer): Promise<void>;
  readonly poller: { once(event: "readable", callback: (error: Error | null) => void): void };
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const TRY_AGAIN = ["EAGAIN", "EWOULDBLOCK", "EINTR"];
/** A byte takes 87 us at 115200 baud, and the system holds some thousand of them. */
const WRITE_AGAIN_MS = 5;
const readFile = promisify(read);
const writeFile = promisify(write);

/** The package's binding, with ports that end at a hang-up. */
export const bindingWithHangUp: typeof SerialPort.binding = {
  list: SerialPort.binding.list,
  async open(options: Parameters<typeof SerialPort.binding.open>[0]) {
    const port = await SerialPort.binding.open(options as never);
    if ("poller" in port) endAtHangUp(port as unknown as UnixPort);
    return port as never;
  },
};

function endAtHangUp(port: UnixPort): void {
  port.write = (buffer) => {
    const written = writeAll(port, buffer).finally(() => {
      port.writeOperation = null;
    });
    port.writeOperation = written;
    return written;
  };
  port.read = async (buffer, offset, length) => {
    for (;;) {
      const bytesRead = await readNow(port, buffer, offset, length);
      // Closed meanwhile. The poller is gone then: to ask it ends the process.
      if (!port.isOpen) throw canceled();
      if (bytesRead === 0) throw new Error("hung up");
      if (bytesRead !== undefined) return { buffer, bytesRead };
      await readable(port);
    }
  };
}

async function writeAll(port: UnixPort, buffer: Buffer): Promise<void> {
  for (let offset = 0; offset < buffer.length; ) {
    if (!port.isOpen || port.fd === null) throw canceled();
    try {
      offset += (await writeFile(port.fd, buffer, offset, buffer.length - offset, null))
        .bytesWritten;
    } catch (error) {
      if (!TRY_AGAIN.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await pause(WRITE_AGAIN_MS);
    }
  }
}

/** Undefined when nothing is there yet. */
async function readNow(port: UnixPort, buffer: Buffer, offset: number, length: number) {
  if (port.fd === null) throw canceled();
  try {
    return (await readFile(port.fd, buffer, offset, length, null)).bytesRead;
  } catch (error) {
    if (TRY_AGAIN.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

/** As the package says it to its stream, which then keeps silent. */
function canceled(): Error {
  return Object.assign(new Error("Port is not open"), { canceled: true });
}

function readable({ poller }: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once("readable", (error) => (error ? reject(error) : resolve()));
  });
}
