// `serialport` 13 reads again at once, for ever, where a read gives no byte: on Linux and macOS that
// is a device that was hung up (a pseudo-terminal's other end is gone, a USB cable was pulled), and
// one processor is then busy for good. Here such a read is the end of the port.
import { read } from "node:fs";
import { promisify } from "node:util";
import { SerialPort } from "serialport";

/** What the package's ports on Linux and macOS have. */
interface UnixPort {
  readonly fd: number | null;
  readonly isOpen: boolean;
  readonly poller: { once(event: "readable", callback: (error: Error | null) => void): void };
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const TRY_AGAIN = ["EAGAIN", "EWOULDBLOCK", "EINTR"];
const readFile = promisify(read);

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
