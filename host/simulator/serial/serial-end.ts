// The end of a serial line that a program on this machine can open. Owns the seam between a
// pseudo-terminal and a TCP port that stands in for it.
import { openPseudoTerminal } from "./pseudo-terminal.ts";
import { openTcpEnd } from "./tcp-end.ts";

export interface SerialEnd {
  /** Path of its device file, or `tcp://127.0.0.1:PORT`. */
  readonly address: string;
  /** To whoever has it open; lost where nobody reads, as on a wire. */
  write(bytes: Uint8Array): void;
  /** Who takes what is written to it. */
  onBytes: (bytes: Uint8Array) => void;
  /** While nothing is taken, whoever writes has to wait. */
  setTaking(isTaking: boolean): void;
  close(): Promise<void>;
}

/** So much is kept for whoever does not read. */
export const MOST_UNREAD_BYTES = 65_536;

/** A pseudo-terminal, or a TCP port where the system gives none. */
export async function openSerialEnd(openFirst = openPseudoTerminal): Promise<SerialEnd> {
  try {
    return await openFirst();
  } catch {
    return await openTcpEnd();
  }
}
