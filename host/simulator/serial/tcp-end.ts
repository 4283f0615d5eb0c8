// A TCP port of the loopback in the place of a pseudo-terminal, for systems that have none. One
// program at a time, as on a serial port. Knows nothing of what is said over it.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { MOST_UNREAD_BYTES, type SerialEnd } from "./serial-end.ts";

const HOST = "127.0.0.1";

export async function openTcpEnd(): Promise<SerialEnd> {
  let client: Socket | undefined;
  let isTaking = true;
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => {});
    if (client !== undefined) {
      socket.destroy();
      return;
    }
    client = socket;
    socket.on("close", () => {
      client = undefined;
    });
    socket.on("data", (bytes: Buffer) => end.onBytes(bytes));
    if (!isTaking) socket.pause();
  });
  server.listen(0, HOST);
  await once(server, "listening");
  const end: SerialEnd = {
    address: `tcp://${HOST}:${(server.address() as AddressInfo).port}`,
    onBytes: () => {},
    write(bytes) {
      if (client !== undefined && client.writableLength < MOST_UNREAD_BYTES) client.write(bytes);
    },
    setTaking(isTakingNow) {
      isTaking = isTakingNow;
      if (isTaking) client?.resume();
      else client?.pause();
    },
    async close() {
      client?.destroy();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
  return end;
}
