// Which ports can lead to a ROM loader, and what USB tells of them. Opens none.
import { ConfigError } from "../errors.ts";
import { listPorts } from "../ports/list-ports.ts";
import type { UsbIds } from "./web-serial-port.ts";

/** @throws ConfigError */
export function refuseTcp(port: string): void {
  if (!/^\w+:\/\//.test(port)) return;
  const message = "a ROM loader needs a serial port: a network carries no DTR and RTS";
  throw new ConfigError([{ path: port, message }]);
}

/** What tells esptool-js whether the port is the chip's own USB-Serial-JTAG. */
export async function usbIdsOf(path: string): Promise<UsbIds> {
  const found = (await listPorts()).find((port) => port.path === path);
  if (!found) return {};
  const { vendorId, productId } = found;
  return {
    usbVendorId: Number.parseInt(vendorId, 16),
    usbProductId: Number.parseInt(productId, 16),
  };
}
