// dgram over real sockets of this machine.
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useNetwork } from "./network-bench.ts";

const network = useNetwork();

describe("dgram", () => {
  let echo: UdpSocket;
  beforeEach(async () => {
    echo = createSocket("udp4");
    echo.on("message", (text, { port: from, address }) => {
      if (text.toString() === "long") echo.send(Buffer.alloc(900, 65), from, address);
      else echo.send(`re:${text}`, from, address);
    });
    await new Promise<void>((resolve) => echo.bind(0, "127.0.0.1", resolve));
  });
  afterEach(() => echo.close());

  const UDP = `function udp(name) {
    var d = require("dgram").createSocket("udp4", function (c) { print("created", c === d); });
    ["message", "close", "end", "drain"].forEach(function (name) {
      d.on(name, function (x, y) { print(name, JSON.stringify(x), y && JSON.stringify(y)); });
    });
    return d;
  }`;
  const messages = () => network.made.lines.filter((line) => line.startsWith("message"));

  it("sends both ways of send(), and tells who has answered", async () => {
    await network.join(UDP);
    await network.made.board.evaluate(
      `u = udp(); u.send("0123456789", 2, 3, ${echo.address().port}, "127.0.0.1"); u.send("short", ${echo.address().port}, "127.0.0.1")`,
    );
    await network.until(() => messages().length === 2);
    const sender = (size: number) =>
      JSON.stringify({ address: "127.0.0.1", port: echo.address().port, size });
    expect(network.made.said()).toEqual([
      "created true",
      "drain {} undefined",
      `message "re:234" ${sender(6)}`,
      `message "re:short" ${sender(8)}`,
    ]);
    await network.made.board.evaluate("u.close()");
    network.made.scheduler.advance(0);
    expect(network.made.said()).toEqual(["end undefined undefined", "close false undefined"]);
  });

  // Measured: 528 of 900 bytes (a chunk of 536 less the header of 8).
  it("cuts a datagram longer than a chunk", async () => {
    await network.join(UDP);
    await network.made.board.evaluate(
      `u = udp(); u.send("long", ${echo.address().port}, "127.0.0.1")`,
    );
    await network.until(() => messages().length === 1);
    expect(messages()[0]).toContain('"size":528');
  });

  // Measured: the callback has the socket as this and as argument; end and close come twice.
  it("binds, calls back, and closes twice", async () => {
    await network.join(UDP);
    expect(
      await network.made.value(
        "(u = udp(), u.bind(0, function (x) { print('bound', x === u, this === u); }) === u)",
      ),
    ).toBe(true);
    network.made.scheduler.advance(0);
    expect(network.made.said().slice(0, 2)).toEqual(["bound true true", "created true"]);
    await network.made.board.evaluate(`u.send("x", ${echo.address().port}, "127.0.0.1")`);
    await network.until(() => messages().length === 1);
    network.made.said();
    await network.made.board.evaluate("u.close()");
    network.made.scheduler.advance(0);
    expect(network.made.said().map((line) => line.split(" ")[0])).toEqual([
      "end",
      "close",
      "end",
      "close",
    ]);
  });

  it("loses datagrams without a word while there is no network", async () => {
    await network.boot(UDP);
    await network.made.board.evaluate(
      `u = udp(); u.send("x", ${echo.address().port}, "127.0.0.1")`,
    );
    network.made.scheduler.advance(0);
    for (let i = 0; i < 20; i++) await setImmediate();
    network.made.scheduler.advance(0);
    expect(messages()).toEqual([]);
  });
});
