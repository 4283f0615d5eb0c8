import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describePortTaken } from "../../../host/broker/listen.ts";
import { findPortOwner } from "../../../host/broker/port-owner.ts";

// proc_net_tcp(5): sl, local address, remote address, state, queues, timer, retransmits, uid,
// timeout, inode.
const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid";
const row = (port: string, state: string, uid: number, inode: number) =>
  `   0: 0100007F:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "espulse-proc-"));
  mkdirSync(join(root, "net"));
  mkdirSync(join(root, "812", "fd"), { recursive: true });
  mkdirSync(join(root, "sys"));
  writeFileSync(join(root, "812", "cmdline"), "/usr/sbin/mosquitto\0-c\0/etc/m.conf\0");
  symlinkSync("/dev/null", join(root, "812", "fd", "0"));
  symlinkSync("socket:[5555]", join(root, "812", "fd", "6"));
  mkdirSync(join(root, "813"));
});
afterEach(() => rmSync(root, { recursive: true }));

function writeTable(name: "tcp" | "tcp6", ...rows: string[]): void {
  writeFileSync(join(root, "net", name), [HEADER, ...rows, ""].join("\n"));
}

describe("the owner of a port", () => {
  it("is found by the inode of the listening socket; 075B is 1883", () => {
    writeTable("tcp", row("1F93", "0A", 0, 4444), row("075B", "0A", 0, 5555));
    expect(findPortOwner(1883, root)).toEqual({
      pid: 812,
      command: "/usr/sbin/mosquitto -c /etc/m.conf",
      user: "root",
    });
  });

  it("is found in the IPv6 table, and is not someone who is merely connected", () => {
    writeTable("tcp", row("075B", "01", 0, 5555));
    expect(findPortOwner(1883, root)).toBeUndefined();
    writeTable("tcp6", row("075B", "0A", 0, 5555));
    expect(findPortOwner(1883, root)?.pid).toBe(812);
  });

  it("is a user where the process is hidden", () => {
    writeTable("tcp", row("075B", "0A", 987654, 7777));
    expect(findPortOwner(1883, root)).toEqual({ user: "id 987654" });
  });

  it("is nobody where there is no /proc", () => {
    expect(findPortOwner(1883, join(root, "absent"))).toBeUndefined();
  });
});

describe("the message about a taken port", () => {
  it.each([
    [undefined, "the port is taken by another program; choose another"],
    [{ user: "www" }, "taken by a process of user www; stop that, or choose"],
    [{ user: "mosquitto" }, "a process of user mosquitto; use that Mosquitto as it is"],
    [{ pid: 7, command: "nginx: master", user: "root" }, "by pid 7 (nginx: master) of user root;"],
  ])("%j", (owner, part) => {
    expect(describePortTaken(owner, "--port")).toContain(part);
    expect(describePortTaken(owner, "--port")).toMatch(/choose another port with --port N$/);
  });
});
