// An SNTP server (RFC 4330) on loopback that tells the host's time, so that simulated boards know
// theirs without a network. Owns its socket; knows no board.
import { createSocket } from "node:dgram";
import { once } from "node:events";

export interface TimeServer {
  readonly host: string;
  readonly port: number;
  close(): void;
}

const HOST = "127.0.0.1";
const PACKET_BYTES = 48;
/** Seconds from 1900, where NTP counts from, to 1970. */
const EPOCH_SECONDS = 2208988800;
const ORIGINATE = 24;
const RECEIVE = 32;
const TRANSMIT = 40;
/** No leap second to come, version 4, mode 4 (server). */
const HEADER = 0x24;
const STRATUM = 2;

/** What it answers to `request` at `utcMs`; undefined to what is no request. */
export function timeReply(request: Uint8Array, utcMs: number): Buffer | undefined {
  if (request.length < PACKET_BYTES) return undefined;
  const reply = Buffer.alloc(PACKET_BYTES);
  reply[0] = HEADER;
  reply[1] = STRATUM;
  reply.set(request.subarray(TRANSMIT, PACKET_BYTES), ORIGINATE);
  const seconds = utcMs / 1000 + EPOCH_SECONDS;
  for (const offset of [RECEIVE, TRANSMIT]) {
    reply.writeUInt32BE(Math.floor(seconds) % 2 ** 32, offset);
    reply.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), offset + 4);
  }
  return reply;
}

export async function startTimeServer(now: () => number = Date.now): Promise<TimeServer> {
  const socket = createSocket("udp4");
  socket.on("message", (request, { port, address }) => {
    const reply = timeReply(request, now());
    if (reply !== undefined) socket.send(reply, port, address);
  });
  // A lost answer is asked for again; the board goes on without the time meanwhile.
  socket.on("error", () => {});
  socket.bind(0, HOST);
  await once(socket, "listening");
  return { host: HOST, port: socket.address().port, close: () => socket.close() };
}
