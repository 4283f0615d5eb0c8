// Which port a user means: by path, by the USB serial number, by tcp://, or by having but one.
import { ConfigError, TransportError } from "../errors.ts";
import { describePorts, nextSteps } from "./describe-ports.ts";
import type { ListedPort } from "./list-ports.ts";

const BY_SERIAL_NUMBER = "id:";

/**
 * The address for `openTransport`.
 * @param asked what `--port` says, if it is there
 * @param list asked only where the ports matter
 * @throws ConfigError when several are possible; TransportError when there is none
 */
export async function resolvePort(
  asked: string | undefined,
  list: () => Promise<readonly ListedPort[]>,
): Promise<string> {
  if (asked?.startsWith(BY_SERIAL_NUMBER)) {
    return bySerialNumber(asked.slice(BY_SERIAL_NUMBER.length), await list());
  }
  if (asked !== undefined) return asked;
  const ports = await list();
  const [only, ...others] = ports;
  if (only === undefined) {
    throw new TransportError("--port", "finding a port", nextSteps(process.platform), "missing");
  }
  if (others.length > 0) throw several("there are several; name one", ports);
  return only.path;
}

function bySerialNumber(serialNumber: string, ports: readonly ListedPort[]): string {
  const wanted = serialNumber.toLowerCase();
  const found = ports.filter((port) => port.serialNumber?.toLowerCase() === wanted);
  const [only, ...others] = found;
  if (only === undefined) {
    const there =
      ports.length === 0 ? nextSteps(process.platform) : `there are:\n${describePorts(ports)}`;
    const reason = `no port has this USB serial number; ${there}`;
    throw new TransportError(`${BY_SERIAL_NUMBER}${serialNumber}`, "finding it", reason, "missing");
  }
  if (others.length > 0) throw several(`several have the USB serial number ${serialNumber}`, found);
  return only.path;
}

function several(message: string, ports: readonly ListedPort[]): ConfigError {
  return new ConfigError([{ path: "--port", message: `${message}:\n${describePorts(ports)}` }]);
}
