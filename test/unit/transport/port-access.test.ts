// What is said of a port that may not be opened. As root nothing is refused: the advice is asked for
// by itself, of files whose group and mode a device file could have.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { howToBeAllowed, refusalOf } from "../../../host/transport/port-access.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-access-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOfMode(mode: number): string {
  const path = join(folder, mode.toString(8));
  writeFileSync(path, "");
  chmodSync(path, mode);
  return path;
}

it("refuses nothing that may be read and written", () => {
  expect(refusalOf(fileOfMode(0o600), "linux")).toBeUndefined();
});

it.skipIf(process.getuid?.() === 0)("refuses what may not be written (not as root)", () => {
  expect(refusalOf(fileOfMode(0o440), "linux")).toMatchObject({ code: "denied" });
});

it("names the group that may, and how to join it", () => {
  const path = fileOfMode(0o660);
  const { gid } = statSync(path);
  const line = readFileSync("/etc/group", "utf8").split("\n");
  const group = line.map((entry) => entry.split(":")).find(([, , id]) => id === String(gid))?.[0];
  expect(howToBeAllowed(path, "linux")).toMatch(
    group === "root" || group === undefined ? /only root may use it; a udev rule/ : group,
  );
});

it("sends nobody into a group that may not either", () => {
  expect(howToBeAllowed(fileOfMode(0o600), "linux")).toMatch(/only root may use it/);
});

it("says what is missing, and on macOS which name to take", () => {
  expect(refusalOf("/dev/tty.usbserial-1", "darwin")).toEqual({
    code: "missing",
    reason:
      "there is no such port; on macOS use /dev/cu.usbserial-1; espulse ports lists those there are",
  });
});

it("leaves Windows to say so when the port is opened", () => {
  expect(refusalOf("COM3", "win32")).toBeUndefined();
});
