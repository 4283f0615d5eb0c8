// The network of this machine, for boards.
import type { Network } from "./network.ts";
import type { Scheduler } from "./scheduler.ts";
import { openTcpLink } from "./tcp-link.ts";
import { openUdpSocket } from "./udp-socket.ts";

export function realNetwork(scheduler: Scheduler): Network {
  return {
    openLink: (host, port, done) => openTcpLink(scheduler, host, port, done),
    openUdp: openUdpSocket,
  };
}
