// net and dgram over real sockets of this machine: connect() as network_esp32.c does it, and what
// peers notice when the radio or the power goes.
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, bench, SETTINGS } from "./bench.ts";

const JOINED = `require("Wifi").connect("${SETTINGS.wifi.ssid}", { password: "${SETTINGS.wifi.password}" });`;
const CONNECT = `function go(port, first) {
  try {
    var s = require("net").connect({ host: "127.0.0.1", port: port }, function () { print("connect"); });
    ["data", "end", "close", "error", "drain"].forEach(function (name) {
      s.on(name, function (x) { print(name, JSON.stringify(x)); });
    });
    if (first) s.write(first);
    return sock = s, "ok";
  } catch (e) { return e.toString(); }
}`;

/** Of what takes a few turns of the event loop: a busy machine may stop this process for seconds. */
const DEADLINE_MS = 20_000;

let server: Server;
let peers: { socket: Socket; received: string; ended: boolean; closed: boolean }[];
let made: Bench;

beforeEach(async () => {
  peers = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = { socket, received: "", ended: false, closed: false };
    peers.push(peer);
    socket.on("data", (chunk: Buffer) => {
      peer.received += chunk.toString("latin1");
    });
    socket.on("end", () => {
      peer.ended = true;
      socket.end();
    });
    socket.on("close", () => {
      peer.closed = true;
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await made.board.close();
  for (const { socket } of peers) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const port = () => (server.address() as AddressInfo).port;

/** Lets sockets work until it is so; the board's own clock stands still. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!isSo()) {
    if (Date.now() > deadline)
      throw new Error(`never so; the board said ${made.lines.join(" | ")}`);
    await setImmediate();
    made.scheduler.advance(0);
  }
}

async function joined(program = ""): Promise<void> {
  made = await bench(`${JOINED} ${CONNECT} ${program}`);
  made.scheduler.advance(1000);
  made.said();
}

async function connected(): Promise<void> {
  await made.value(`go(${port()})`);
  await until(() => made.lines.includes("connect") && peers.length === 1);
  made.said();
}

describe("net.connect", () => {
  it("exchanges bytes, all values of them, with a server", async () => {
    await joined();
    await connected();
    await made.board.evaluate("sock.write(E.toString([0, 127, 128, 255]))");
    await until(() => peers[0]!.received !== "");
    expect(peers[0]!.received).toBe("\x00\x7f\x80\xff");
    peers[0]!.socket.write(Buffer.from([0xff, 0, 0xc3, 0xa9]));
    await until(() => made.lines.some((line) => line.startsWith("data")));
    expect(made.said()).toContain(`data ${JSON.stringify("\xff\x00\xc3\xa9")}`);
  });

  it("stops the interpreter until TCP has answered; timers then catch up", async () => {
    await joined("var n = 0; setInterval(function () { print('tick', ++n); }, 1000);");
    await made.value(`go(${port()})`);
    made.said();
    made.scheduler.advance(5000);
    expect(made.said()).toEqual([]);
    await until(() => made.lines.includes("connect"));
    const ticks = made.said().filter((line) => line.startsWith("tick"));
    expect(ticks).toEqual(["tick 2", "tick 3", "tick 4", "tick 5", "tick 6"]);
  });

  it("stops the interpreter in the middle of a pass, too", async () => {
    await joined(
      `setTimeout(function () { go(${port()}); print("a"); }, 2000); setTimeout(function () { print("b"); }, 2000);`,
    );
    made.scheduler.advance(1000);
    expect(made.said()).toEqual(["a"]);
    await until(() => made.lines.includes("connect"));
    expect(made.said().slice(0, 2)).toEqual(["b", "connect"]);
  });

  it("lets the console wait as well", async () => {
    await joined();
    await made.value(`go(${port()})`);
    let answer: unknown;
    const waiting = made.value("1 + 1").then((value) => {
      answer = value;
    });
    for (let i = 0; i < 5; i++) await Promise.resolve();
    expect(answer).toBeUndefined();
    await waiting;
    expect(answer).toBe(2);
  });

  it("closes, after the error on the console, when the port refuses", async () => {
    await joined();
    await made.value('go(1, "never sent")');
    await until(() => made.lines.includes("close false"));
    expect(made.said()).toEqual([
      "ERROR: Connect failed (err 104)",
      "end undefined",
      "close false",
    ]);
  });

  it("gives up after 18 seconds without an answer", async () => {
    await joined();
    await made.value(`go(${port()})`);
    made.scheduler.advance(17_999);
    expect(made.said()).toEqual([]);
    made.scheduler.advance(1);
    expect(made.said()).toEqual([
      "ERROR: Connect failed (err 113)",
      "end undefined",
      "close false",
    ]);
  });

  it("is bitten by an automatic watchdog that is shorter than that", async () => {
    await joined("E.enableWatchdog(5);");
    made.scheduler.advance(60_000);
    await made.value(`go(${port()})`);
    made.scheduler.advance(4999);
    expect(made.board.boots).toBe(1);
    made.scheduler.advance(301);
    expect(made.board.boots).toBe(2);
  });

  it("throws at once without a network, for an address and for a name", async () => {
    made = await bench(CONNECT);
    expect(await made.value("go(1)")).toBe("InternalError: Unable to create socket");
    expect(made.said()).toEqual(["ERROR: Connect failed (err 118)"]);
    await expect(
      made.board.evaluate('require("net").connect({ host: "broker.lan", port: 1 })'),
    ).rejects.toThrow("Unable to locate host");
  });

  it("has ten sockets, as lwIP has", async () => {
    await joined();
    for (let i = 0; i < 10; i++) expect(await made.value(`go(${port()})`)).toBe("ok");
    expect(await made.value(`go(${port()})`)).toBe("InternalError: Unable to create socket");
  });

  // Measured: with a callback and on("connect") neither is called, and this is printed.
  it("calls neither the callback nor a listener when it has both", async () => {
    await joined();
    await made.board.evaluate(
      `go(${port()}); sock.on("connect", function () { print("listener"); })`,
    );
    await until(() => made.lines.some((line) => line.startsWith("drain")));
    expect(made.said()).toContain("Execution Interrupted during event processing.");
    expect(made.lines).not.toContain("listener");
  });

  it("takes no more than a window's worth from a server that does not stop", async () => {
    await joined();
    await connected();
    await made.board.evaluate(
      "(sock.removeAllListeners('data'), sock.on('data', function (d) { bytes += d.length; }), bytes = 0)",
    );
    peers[0]!.socket.write(Buffer.alloc(1_000_000, 120));
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(await made.value("bytes")).toBe(0);
    await until(() => peers[0]!.socket.writableLength === 0);
    while (Number(await made.value("bytes")) < 1_000_000) {
      await setImmediate();
      made.scheduler.advance(0);
    }
    expect(await made.value("bytes")).toBe(1_000_000);
  });
});

describe("what a peer notices", () => {
  it("of end(): everything sent, then the end", async () => {
    await joined();
    await connected();
    await made.board.evaluate('(sock.write("last words"), sock.end())');
    await until(() => peers[0]!.closed);
    expect(peers[0]!.received).toBe("last words");
    expect(made.said()).toEqual(["end undefined", "close false"]);
  });

  it("of a lost access point: nothing, while the board sees its socket closed", async () => {
    await joined();
    await connected();
    await made.board.setWifi(false);
    await until(() => made.lines.includes("close false"));
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(peers[0]).toMatchObject({ ended: false, closed: false });
    peers[0]!.socket.write("are you there?");
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(made.said().filter((line) => line.startsWith("data"))).toEqual([]);
  });

  it("of a connection being made while the access point goes: the board gives it up", async () => {
    await joined();
    await made.value(`go(${port()})`);
    await made.board.setWifi(false);
    made.scheduler.advance(0);
    expect(made.said()).toEqual([
      "ERROR: Connect failed (err 113)",
      "end undefined",
      "close false",
    ]);
  });

  it("of a power cut: nothing", async () => {
    await joined();
    await connected();
    const cycled = made.board.powerCycle();
    made.scheduler.advance(300);
    await cycled;
    for (let i = 0; i < 20; i++) await setImmediate();
    expect(peers[0]).toMatchObject({ ended: false, closed: false });
  });

  it("of E.reboot() and load(): the end, without what `kill` has written (socketKill)", async () => {
    await joined("E.on('kill', function () { sock.write('bye'); });");
    await connected();
    await made.board.evaluate("load()");
    await until(() => peers[0]!.ended);
    expect(peers[0]!.received).toBe("");
  });

  it("of close(): the end, and of the half-open ones too", async () => {
    await joined();
    await connected();
    await made.board.setWifi(false);
    made.scheduler.advance(0);
    await made.board.close();
    await until(() => peers[0]!.ended || peers[0]!.closed);
  });
});

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
  const messages = () => made.lines.filter((line) => line.startsWith("message"));

  it("sends both ways of send(), and tells who has answered", async () => {
    await joined(UDP);
    await made.board.evaluate(
      `u = udp(); u.send("0123456789", 2, 3, ${echo.address().port}, "127.0.0.1"); u.send("short", ${echo.address().port}, "127.0.0.1")`,
    );
    await until(() => messages().length === 2);
    const sender = (size: number) =>
      JSON.stringify({ address: "127.0.0.1", port: echo.address().port, size });
    expect(made.said()).toEqual([
      "created true",
      "drain {} undefined",
      `message "re:234" ${sender(6)}`,
      `message "re:short" ${sender(8)}`,
    ]);
    await made.board.evaluate("u.close()");
    made.scheduler.advance(0);
    expect(made.said()).toEqual(["end undefined undefined", "close false undefined"]);
  });

  // Measured: 528 of 900 bytes (a chunk of 536 less the header of 8).
  it("cuts a datagram longer than a chunk", async () => {
    await joined(UDP);
    await made.board.evaluate(`u = udp(); u.send("long", ${echo.address().port}, "127.0.0.1")`);
    await until(() => messages().length === 1);
    expect(messages()[0]).toContain('"size":528');
  });

  // Measured: the callback has the socket as this and as argument; end and close come twice.
  it("binds, calls back, and closes twice", async () => {
    await joined(UDP);
    expect(
      await made.value(
        "(u = udp(), u.bind(0, function (x) { print('bound', x === u, this === u); }) === u)",
      ),
    ).toBe(true);
    made.scheduler.advance(0);
    expect(made.said().slice(0, 2)).toEqual(["bound true true", "created true"]);
    await made.board.evaluate(`u.send("x", ${echo.address().port}, "127.0.0.1")`);
    await until(() => messages().length === 1);
    made.said();
    await made.board.evaluate("u.close()");
    made.scheduler.advance(0);
    expect(made.said().map((line) => line.split(" ")[0])).toEqual(["end", "close", "end", "close"]);
  });

  it("loses datagrams without a word while there is no network", async () => {
    made = await bench(UDP);
    await made.board.evaluate(`u = udp(); u.send("x", ${echo.address().port}, "127.0.0.1")`);
    made.scheduler.advance(0);
    for (let i = 0; i < 20; i++) await setImmediate();
    made.scheduler.advance(0);
    expect(messages()).toEqual([]);
  });
});
