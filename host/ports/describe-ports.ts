// What is said of ports, in lines of text: a table, and what to look at where there are none.
import type pc from "picocolors";
import type { ListedPort } from "./list-ports.ts";

type Used = Pick<ReturnType<typeof pc.createColors>, "bold" | "dim" | "red">;

const PLAIN: Used = { bold: String, dim: String, red: String };

export function describePorts(
  ports: readonly ListedPort[],
  { bold, dim, red }: Used = PLAIN,
): string {
  const rows = ports.map(({ path, vendorId, productId, serialNumber, chip, product }) => [
    path,
    `${vendorId}:${productId}`,
    chip ?? product ?? "unknown",
    serialNumber === undefined ? "no serial number" : `id:${serialNumber}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return ports
    .flatMap(({ reason }, index) => {
      const [path, ...others] = rows[index]!.map((cell, column) => cell.padEnd(widths[column]!));
      const line = `${bold(path!)}  ${others.join("  ")}`.trimEnd();
      return reason === undefined ? [line] : [line, `  ${red("cannot be opened:")} ${dim(reason)}`];
    })
    .join("\n");
}

/** Where there is no port. */
export function nextSteps(platform: NodeJS.Platform): string {
  const own =
    platform === "win32"
      ? "the Device Manager shows it under Ports, or with a warning sign where its driver is missing (CP210x: silabs.com; CH340: wch-ic.com)"
      : platform === "darwin"
        ? "ls /dev/cu.* and the System Information show what macOS sees; older versions need the driver of the chip (CP210x: silabs.com; CH340: wch-ic.com)"
        : "lsusb and sudo dmesg show what the kernel sees; a container must be given the device (docker run --device), WSL needs usbipd";
  return `no serial port of a USB device is there; try another cable (many only charge) and another socket; ${own}`;
}
