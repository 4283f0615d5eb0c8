// What the peer of a board's TCP connection notices when the radio or the power goes.
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { useNetwork } from "./network-bench.ts";

const network = useNetwork();

describe("what a peer notices", () => {
  it("of end(): everything sent, then the end", async () => {
    await network.join();
    await network.connect();
    await network.made.board.evaluate('(sock.write("last words"), sock.end())');
    await network.until(() => network.peers[0]!.closed);
    expect(network.peers[0]!.received).toBe("last words");
    expect(network.made.said()).toEqual(["end undefined", "close false"]);
  });

  it("of a lost access point: nothing, while the board sees its socket closed", async () => {
    await network.join();
    await network.connect();
    await network.made.board.setWifi(false);
    await network.until(() => network.made.lines.includes("close false"));
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(network.peers[0]).toMatchObject({ ended: false, closed: false });
    network.peers[0]!.socket.write("are you there?");
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(network.made.said().filter((line) => line.startsWith("data"))).toEqual([]);
  });

  it("of a connection being made while the access point goes: the board gives it up", async () => {
    await network.join();
    await network.made.value(`go(${network.port})`);
    await network.made.board.setWifi(false);
    network.made.scheduler.advance(0);
    expect(network.made.said()).toEqual([
      "ERROR: Connect failed (err 113)",
      "end undefined",
      "close false",
    ]);
  });

  it("of a power cut: nothing", async () => {
    await network.join();
    await network.connect();
    const cycled = network.made.board.powerCycle();
    network.made.scheduler.advance(300);
    await cycled;
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(network.peers[0]).toMatchObject({ ended: false, closed: false });
  });

  it("of E.reboot() and load(): the end, without what `kill` has written (socketKill)", async () => {
    await network.join("E.on('kill', function () { sock.write('bye'); });");
    await network.connect();
    await network.made.board.evaluate("load()");
    await network.until(() => network.peers[0]!.ended);
    expect(network.peers[0]!.received).toBe("");
  });

  it("of close(): the end, and of the half-open ones too", async () => {
    await network.join();
    await network.connect();
    await network.made.board.setWifi(false);
    network.made.scheduler.advance(0);
    await network.made.board.close();
    await network.until(() => network.peers[0]!.ended || network.peers[0]!.closed);
  });
});
