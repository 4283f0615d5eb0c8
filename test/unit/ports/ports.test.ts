// Which ports there are, in a copy of /sys as Linux has it, and which of them a user means.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, TransportError } from "../../../host/errors.ts";
import { describePorts, nextSteps } from "../../../host/ports/describe-ports.ts";
import type { ListedPort } from "../../../host/ports/list-ports.ts";
import { resolvePort } from "../../../host/ports/resolve-port.ts";
import { usbPortsIn } from "../../../host/ports/sysfs.ts";
import { chipOf } from "../../../host/ports/usb-chips.ts";

const root = mkdtempSync(join(tmpdir(), "espulse-sys-"));
afterAll(() => rmSync(root, { recursive: true }));

/** @param place of the tty below the device, which the drivers lay out in two ways */
function plugIn(name: string, device: string, place: string, facts: Record<string, string>): void {
  const folder = join(root, "devices/pci0/usb1", device);
  mkdirSync(join(folder, place), { recursive: true });
  for (const [attribute, text] of Object.entries(facts)) {
    writeFileSync(join(folder, attribute), `${text}\n`);
  }
  mkdirSync(join(root, "class/tty", name), { recursive: true });
  symlinkSync(join(folder, place), join(root, "class/tty", name, "device"));
}

describe("/sys", () => {
  beforeAll(() => {
    plugIn("ttyUSB0", "1-2", "1-2:1.0/ttyUSB0", {
      idVendor: "10c4",
      idProduct: "ea60",
      serial: "0123ABCD",
      product: "CP2102 USB to UART Bridge Controller",
    });
    plugIn("ttyACM0", "1-3", "1-3:1.0", { idVendor: "303a", idProduct: "1001" });
    mkdirSync(join(root, "class/tty/console"), { recursive: true });
    mkdirSync(join(root, "devices/platform/serial8250"), { recursive: true });
    mkdirSync(join(root, "class/tty/ttyS0"), { recursive: true });
    symlinkSync(join(root, "devices/platform/serial8250"), join(root, "class/tty/ttyS0/device"));
  });

  it("has the ports of USB devices with their ids, and no others", () => {
    const found = usbPortsIn(root).sort((a, b) => a.path.localeCompare(b.path));
    expect(found).toEqual([
      { path: "/dev/ttyACM0", vendorId: "303a", productId: "1001" },
      {
        path: "/dev/ttyUSB0",
        vendorId: "10c4",
        productId: "ea60",
        serialNumber: "0123ABCD",
        product: "CP2102 USB to UART Bridge Controller",
      },
    ]);
  });

  it("may be absent", () => {
    expect(usbPortsIn(join(root, "nothing"))).toEqual([]);
  });
});

it("knows the chips by their ids", () => {
  expect(chipOf("1a86", "55d4")).toBe("CH9102");
  expect(chipOf("303a", "1001")).toBe("USB-Serial-JTAG");
  expect(chipOf("dead", "beef")).toBeUndefined();
});

const port = (path: string, more: Partial<ListedPort> = {}): ListedPort => ({
  path,
  vendorId: "1a86",
  productId: "7523",
  chip: "CH340",
  mayOpen: true,
  ...more,
});
const ONE = port("/dev/ttyUSB0", { serialNumber: "A1" });
const OTHER = port("/dev/ttyUSB10", {
  mayOpen: false,
  reason: "permission denied; add yourself to the group dialout",
});

describe("the table", () => {
  it("has a line a port, and under it why it cannot be opened", () => {
    expect(describePorts([ONE, OTHER]).split("\n")).toEqual([
      "/dev/ttyUSB0   1a86:7523  CH340  id:A1",
      "/dev/ttyUSB10  1a86:7523  CH340  no serial number",
      "  cannot be opened: permission denied; add yourself to the group dialout",
    ]);
  });
});

describe("--port", () => {
  const resolved = (asked: string | undefined, ...ports: ListedPort[]) =>
    resolvePort(asked, async () => ports);

  it("is a path or tcp:// as it stands", async () => {
    expect(await resolved("/dev/pts/3", ONE, OTHER)).toBe("/dev/pts/3");
    expect(await resolved("tcp://127.0.0.1:2323")).toBe("tcp://127.0.0.1:2323");
  });

  it("is the only port there is", async () => {
    expect(await resolved(undefined, ONE)).toBe("/dev/ttyUSB0");
  });

  it("is found by the USB serial number", async () => {
    expect(await resolved("id:a1", ONE, OTHER)).toBe("/dev/ttyUSB0");
  });

  it("must be named where there are several; they are listed", async () => {
    const failure = await resolved(undefined, ONE, OTHER).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as Error).message).toBe(
      `--port: there are several; name one:\n${describePorts([ONE, OTHER])}`,
    );
  });

  it("is missing where there is none, with what to look at", async () => {
    const failure = await resolved(undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportError);
    expect((failure as TransportError).code).toBe("missing");
    expect((failure as Error).message).toContain(nextSteps(process.platform));
  });

  it("takes no serial number that nobody has, or that two have", async () => {
    await expect(resolved("id:B2", ONE)).rejects.toThrow(
      /no port has this USB serial number;.*\n.*id:A1/,
    );
    const twin = port("/dev/ttyUSB1", { serialNumber: "A1" });
    await expect(resolved("id:A1", ONE, twin)).rejects.toBeInstanceOf(ConfigError);
  });
});
