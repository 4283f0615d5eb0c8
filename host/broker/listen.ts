// Listening on a TCP port, with errors that name who has it and what to do. Knows no protocol.
import { type AddressInfo, createServer, type Server } from "node:net";
import { TransportError } from "../errors.ts";
import { findPortOwner, type PortOwner } from "./port-owner.ts";

/** Resolves with the port, which for 0 is any free one. */
export async function listen(
  server: Server,
  host: string,
  port: number,
  flag: string,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port, flag)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * For engines that open the port themselves: finds out before they try whether it is free, and for
 * 0 chooses one.
 */
export async function freePort(host: string, port: number, flag: string): Promise<number> {
  const server = createServer();
  const free = await listen(server, host, port, flag);
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Whose the port is, and what to do next. */
export function describePortTaken(owner: PortOwner | undefined, flag: string): string {
  const choose = `choose another port with ${flag} N`;
  if (owner === undefined) return `the port is taken by another program; ${choose}`;
  const { pid, command, user } = owner;
  const who = pid === undefined ? "a process" : `pid ${pid} (${command})`;
  const next =
    user === "mosquitto" || command?.includes("mosquitto")
      ? `use that Mosquitto as it is (distributions start one as a service), or ${choose}`
      : `stop that, or ${choose}`;
  return `the port is taken by ${who} of user ${user}; ${next}`;
}

function listenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  flag: string,
): TransportError {
  const address = `${host}:${port}`;
  if (error.code === "EADDRINUSE") {
    const reason = describePortTaken(findPortOwner(port), flag);
    return new TransportError(address, "listen", reason, "busy");
  }
  if (error.code === "EACCES") {
    const reason = `permission denied; choose a port from 1024 up with ${flag} N`;
    return new TransportError(address, "listen", reason, "denied");
  }
  return new TransportError(address, "listen", error.message);
}
