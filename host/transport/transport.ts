// Bytes to a device and back, whatever is between: opened by address. Knows no protocol.
import { ConfigError } from "../errors.ts";

export interface Signals {
  readonly dataTerminalReady?: boolean;
  readonly requestToSend?: boolean;
}

/**
 * Iterated once, by one reader. The iteration ends after `close()` and throws a TransportError when
 * the device goes away.
 */
export interface Transport extends AsyncIterable<Uint8Array> {
  readonly address: string;
  /** Resolves when the bytes are handed to the system. @throws TransportError */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets modem lines, where there are any: a pseudo-terminal has none, and nothing happens. */
  setSignals?(signals: Signals): Promise<void>;
  /** Never throws, and may be called again. */
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Of a serial port; default 115200. */
  readonly baudRate?: number;
}

const TCP = "tcp://";

/**
 * @param address path of a serial port (`/dev/ttyUSB0`, `COM3`), or `tcp://host:port`
 * @throws TransportError saying what to do; ConfigError when the address is none
 */
export async function openTransport(
  address: string,
  { baudRate = 115_200 }: TransportOptions = {},
): Promise<Transport> {
  if (address.startsWith(TCP)) {
    const { openTcp } = await import("./tcp.ts");
    return openTcp(address);
  }
  if (/^\w+:\/\//.test(address)) {
    const message = `expected the path of a port or ${TCP}host:port`;
    throw new ConfigError([{ path: address, message }]);
  }
  const { openSerial } = await import("./serial.ts");
  return openSerial(address, baudRate);
}
