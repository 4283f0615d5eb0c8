// The serial ports of USB devices that this computer has, and whether each may be opened. Opens none.
import { type PortRefusal, refusalOf } from "../transport/port-access.ts";
import { portUserOf } from "../transport/port-user.ts";
import { usbPortsIn } from "./sysfs.ts";
import { chipOf } from "./usb-chips.ts";

/** What the system tells of a port. */
export interface UsbPort {
  readonly path: string;
  /** Four lower-case hexadecimal digits. */
  readonly vendorId: string;
  readonly productId: string;
  /** Of the USB device; many cheap adapters have none, or all the same. */
  readonly serialNumber?: string;
  /** The device's name for itself. */
  readonly product?: string;
}

export interface ListedPort extends UsbPort {
  /** Likely, by the ids. */
  readonly chip?: string;
  readonly mayOpen: boolean;
  /** Why not, and the next step. */
  readonly reason?: string;
}

/** In the order of their paths. */
export async function listPorts(platform = process.platform): Promise<ListedPort[]> {
  const found = platform === "linux" ? usbPortsIn("/sys") : await portsOfPackage(platform);
  return found
    .map((port) => describe(port, refusalOf(port.path, platform)))
    .sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
}

function describe(port: UsbPort, refusal: PortRefusal | undefined): ListedPort {
  const chip = chipOf(port.vendorId, port.productId);
  const reason = refusal === undefined ? inUse(port.path) : reasonOf(refusal);
  return {
    ...port,
    ...(chip !== undefined && { chip }),
    mayOpen: reason === undefined,
    ...(reason !== undefined && { reason }),
  };
}

function reasonOf({ code, reason }: PortRefusal): string {
  if (code === "denied") return reason;
  return "the device is there, its device file is not: a container must be given it (docker run --device)";
}

function inUse(path: string): string | undefined {
  const user = portUserOf(path);
  return user && `${user.name} (process ${user.pid}) has it open`;
}

async function portsOfPackage(platform: NodeJS.Platform): Promise<UsbPort[]> {
  const { SerialPort } = await import("serialport");
  const all = await SerialPort.list();
  return all.flatMap(({ path, vendorId, productId, serialNumber, manufacturer }) => {
    if (vendorId === undefined || productId === undefined) return [];
    return {
      // A tty.* of macOS waits for a carrier that no board gives.
      path: platform === "darwin" ? path.replace("/dev/tty.", "/dev/cu.") : path,
      vendorId: vendorId.toLowerCase(),
      productId: productId.toLowerCase(),
      ...(serialNumber !== undefined && { serialNumber }),
      ...(manufacturer !== undefined && { product: manufacturer }),
    };
  });
}
