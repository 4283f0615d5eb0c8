// The serial ports of USB devices as the kernel of Linux lists them below /sys. No udev is needed,
// which a container has not.
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { UsbPort } from "./list-ports.ts";

/** @param root `/sys` */
export function usbPortsIn(root: string): UsbPort[] {
  return namesIn(join(root, "class/tty")).flatMap((name) => {
    const device = usbDeviceOf(join(root, "class/tty", name, "device"));
    return device === undefined ? [] : [{ path: `/dev/${name}`, ...device }];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The port is a child of an interface, and that of the device that has the ids. */
function usbDeviceOf(link: string): Omit<UsbPort, "path"> | undefined {
  let folder: string;
  try {
    folder = realpathSync(link);
  } catch {
    return undefined;
  }
  for (; folder !== dirname(folder); folder = dirname(folder)) {
    const [vendorId, productId] = [textOf(folder, "idVendor"), textOf(folder, "idProduct")];
    if (vendorId === undefined || productId === undefined) continue;
    const [serialNumber, product] = [textOf(folder, "serial"), textOf(folder, "product")];
    return {
      vendorId,
      productId,
      ...(serialNumber !== undefined && { serialNumber }),
      ...(product !== undefined && { product }),
    };
  }
  return undefined;
}

function textOf(folder: string, attribute: string): string | undefined {
  try {
    return readFileSync(join(folder, attribute), "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}
