// Whether anything listens where the boards of a run will look for their broker.
import { connect } from "node:net";
import { BrokerError } from "../errors.ts";
import { brokerOfBoard } from "../layout/board-settings.ts";

const PROBE_MS = 3000;

/** @throws BrokerError when no TCP connection to the broker comes about. */
export async function probe(url: string, signal: AbortSignal): Promise<void> {
  const { host, port } = brokerOfBoard(url);
  const socket = connect({ host, port, family: 4, signal, timeout: PROBE_MS });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on("connect", resolve);
      socket.on("error", (error: NodeJS.ErrnoException) => reject(new Error(error.code)));
      socket.on("timeout", () => reject(new Error(`no answer within ${PROBE_MS / 1000} s`)));
    });
  } catch (error) {
    signal.throwIfAborted();
    const reason = `no broker answers (${(error as Error).message}); start one with "espulse broker up"`;
    throw new BrokerError(url, reason, "unreachable");
  } finally {
    socket.destroy();
  }
}
