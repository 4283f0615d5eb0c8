// A UDP socket of this machine for a board.
import { createSocket } from "node:dgram";
import { fromBinaryString } from "./bytes.ts";
import type { UdpEvents, UdpSocket } from "./network.ts";

export function openUdpSocket(port: number | undefined, events: UdpEvents): UdpSocket {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  socket.on("message", (bytes, sender) => events.message(bytes, sender.address, sender.port));
  socket.on("error", () => events.failed());
  if (port !== undefined) socket.bind(port, () => socket.setBroadcast(true));
  return {
    send: (text, to, address) => socket.send(fromBinaryString(text), to, address, () => {}),
    addMembership: (group, ip) => socket.addMembership(group, ip),
    close: () => void socket.close(),
  };
}
