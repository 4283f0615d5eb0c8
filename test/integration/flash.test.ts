// `espulse flash` over a pseudo-terminal and the real serial port, to the first reading at a real
// Mosquitto: what it proves, and what it says where there is nothing to prove.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exitStatusOf } from "../../host/cli/exit-status.ts";
import { isHardware } from "../../host/flash/port-kind.ts";
import { SIMULATED_WIFI } from "../../host/layout/board-settings.ts";
import { useFlashing } from "../doubles/flashing.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { type SerialBoard, slotThatRuns, startSerialBoard } from "../doubles/serial-board.ts";
import { until } from "../doubles/until.ts";

/** As `mosquitto_passwd` hashes it. */
const HASH_OF_RIGHT =
  "$7$101$kN4dhYugIv151LRd$0/ELgrPLSmVrIbOI0jfrpoVgoXLv31GxDrXunoc52SBU8/KAqqeFQeP215e6gG4dQyUZK0BPOrFZEbhDiTWghw==";

const { flashAt, program } = useFlashing();
let mosquitto: Mosquitto;
let port = 0;
let board: SerialBoard;

beforeAll(async () => {
  if (skipMosquitto) return;
  mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
  port = mosquitto.ports[0]!;
});
afterAll(() => mosquitto?.close());
afterEach(() => board?.close());

async function start(runtime: "node" | "espruino", changes = {}): Promise<SerialBoard> {
  board = await startSerialBoard(runtime, changes);
  return board;
}

describe.each([
  ["node", false],
  ["espruino", skipEspruino],
] as const)("espulse flash, a board of the runtime %s", (runtime, skip) => {
  const test = it.skipIf(skip || skipMosquitto);

  test("from blank to a first reading, again, and with a bundle that changed", async () => {
    const { address } = await start(runtime);
    const first = await flashAt(address, port, {
      flags: { device: "attic" } as object,
      options: { device: "attic" },
    });
    expect(first.error).toBe(undefined);
    const { bytes, sha256 } = program().bundle;
    expect(first.receipt).toMatchObject({
      device: "attic",
      board: "esp32-devkitc",
      slot: "slot0",
      bytes,
      sentBytes: bytes,
      sha256,
      boot: expect.stringMatching(/^[0-9a-f]{8}-1$/),
    });
    const again = (await flashAt(address, port)).receipt!;
    expect(again).toMatchObject({ device: "attic", slot: "slot0", bytes, sentBytes: 0, sha256 });
    const [install] = first.receipt!.boot.split("-");
    expect(again.boot).toBe(`${install}-2`);
    const changed = program({ after: ";0" });
    const third = (await flashAt(address, port, { program: changed })).receipt!;
    expect(third).toMatchObject({
      slot: "slot1",
      sentBytes: bytes + 2,
      sha256: changed.bundle.sha256,
      boot: `${install}-3`,
    });
  });

  test("a bundle that throws at its start: the one before runs, and status 7 says so", async () => {
    const { address } = await start(runtime);
    await flashAt(address, port);
    const throws = program({ before: 'throw new Error("no sensor");' });
    const { error } = await flashAt(address, port, { program: throws });
    expect(error).toMatchObject({ name: "VerificationError" });
    expect(error?.message).toContain("the new bundle died: Error: no sensor");
    expect(exitStatusOf(error!)).toBe(7);
    expect(await slotThatRuns(board)).toBe("slot0");
  });

  test("a bundle that throws in a timer", async () => {
    const { address } = await start(runtime);
    await flashAt(address, port);
    const throws = program({ before: 'setTimeout(function(){throw new Error("later")},100);' });
    const { error } = await flashAt(address, port, { program: throws });
    expect(error?.message).toMatch(/the new bundle died: Error: later, at .*:1:\d+\)?$/);
    expect(await slotThatRuns(board)).toBe("slot0");
  });

  test("what was acknowledged and not written is sent again, and never switched to", async () => {
    await start(runtime, { faults: [{ kind: "ack", atByte: 5000 }] });
    const first = await flashAt(board.address, port);
    expect(first.error).toBe(undefined);
    expect(first.receipt?.sha256).toBe(program().bundle.sha256);
    expect(first.notices.filter((text) => text.includes("again"))).toEqual([
      expect.stringMatching(/^slot0 is sent again: read back, Storage has /),
    ]);
    await board.close();
    // Each packet of an update, however often it is sent.
    const never = Array.from({ length: 99 }, () => ({ kind: "ack", atByte: 32_000 }) as const);
    await start(runtime, { faults: never });
    expect((await flashAt(board.address, port)).error).toBe(undefined);
    const { error, notices } = await flashAt(board.address, port, {
      program: program({ after: ";0" }),
    });
    expect(exitStatusOf(error!)).toBe(7);
    expect(error?.message).toMatch(
      /slot1 in Storage .*found .*sent 3 times.*; look at cable, supply/,
    );
    expect(notices).toHaveLength(2);
    // It is restarted a moment later.
    await expect.poll(() => slotThatRuns(board), { timeout: 10_000 }).toBe("slot0");
  });

  test("code of somebody else's is refused, and kept when it is replaced", async () => {
    const { address, open } = await start(runtime, { bundle: "print('theirs');" });
    const refused = await flashAt(address, port);
    expect(refused.error?.message).toContain(".bootcde");
    expect(exitStatusOf(refused.error!)).toBe(2);
    const session = await open();
    expect((await session.evaluate('require("Storage").read(".bootcde")')).json).toBe(
      "print('theirs');",
    );
    await session.close();
    const { receipt, notices, error } = await flashAt(address, port, {
      options: { replace: true },
    });
    expect(error).toBe(undefined);
    expect(receipt?.sha256).toBe(program().bundle.sha256);
    expect(notices[0]).toMatch(/^kept \.bootcde in .*backups/);
  });
});

describe.skipIf(skipMosquitto)("espulse flash", () => {
  it("of the settings alone leaves the bundle, and needs one", async () => {
    const { address } = await start("node");
    const configOnly = { options: { configOnly: true } };
    expect((await flashAt(address, port, configOnly)).error?.message).toContain(
      "no bundle on the board yet",
    );
    await flashAt(address, port);
    const { receipt, error } = await flashAt(address, port, {
      env: { ESPULSE_INTERVAL: "500" },
      ...configOnly,
    });
    expect(error).toBe(undefined);
    expect(receipt).toMatchObject({ slot: "slot0", sentBytes: 0, bytes: program().bundle.bytes });
    expect(receipt?.sha256).toBe(program().bundle.sha256);
    expect(Object.keys(receipt!.seconds)).not.toContain("read back");
    // The one on the board is another than was built, and is read.
    const other = await flashAt(address, port, {
      program: program({ after: ";0" }),
      ...configOnly,
    });
    expect(other.receipt).toMatchObject({ slot: "slot0", sha256: program().bundle.sha256 });
    const steps = Object.entries(other.receipt!.seconds);
    expect(steps.map(([step]) => step)).toEqual([
      "identify",
      "connect",
      "upload",
      "read back",
      "birth",
      "reading",
    ]);
  });

  it("joins an open network", async () => {
    const { address } = await start("node", { accessPoint: { ssid: "cafe", password: "" } });
    const { error } = await flashAt(address, port, { env: { ESPULSE_WIFI_SSID: "cafe" } });
    expect(error).toBe(undefined);
  });

  it("of a bundle that dies on a board with no other: ends with the safe mode", async () => {
    const { address } = await start("node");
    const throws = program({ before: 'throw new Error("no sensor");' });
    // Longer than a test may take.
    const options = { timeoutMs: 3_600_000 };
    const { error } = await flashAt(address, port, { program: throws, options });
    expect(exitStatusOf(error!)).toBe(7);
    expect(error?.message).toMatch(
      /safe mode: the new bundle died: Error: no sensor, at .*flash again/,
    );
  });

  it("of a board that is gone while it restarts: says so, and does not wait", async () => {
    const { address } = await start("node");
    const report = {
      step: (text: string): void => {
        if (text.startsWith("restart")) void board.close();
      },
      progress: () => {},
      notice: () => {},
      line: () => {},
    };
    const { error } = await flashAt(address, port, { options: { report, timeoutMs: 3_600_000 } });
    expect(exitStatusOf(error!)).toBe(3);
    expect(error?.message).toContain("the device is gone");
  });

  it("refuses a board that is another than the definition says", async () => {
    const { address } = await start("node");
    const { error } = await flashAt(address, port, {
      flags: { board: "esp32-c3" } as object,
    });
    expect(error?.message).toMatch(/esp32-c3.*and this one says "ESP32"/);
    expect(exitStatusOf(error!)).toBe(2);
  });

  it("refuses the device id of another board", async () => {
    const { address } = await start("node", { seed: 2 });
    await flashAt(address, port, { options: { device: "cellar" } });
    await board.close();
    const other = await start("node", { seed: 3 });
    const { error } = await flashAt(other.address, port, { options: { device: "cellar" } });
    expect(error?.message).toMatch(/is the id of the board with serial \S+, and this one has/);
    const replaced = await flashAt(other.address, port, {
      options: { device: "cellar", replace: true },
    });
    expect(replaced.receipt?.device).toBe("cellar");
  });

  it("writes nothing while the broker is down", async () => {
    const { address, open } = await start("node");
    const { error } = await flashAt(address, 1);
    expect(exitStatusOf(error!)).toBe(6);
    const session = await open();
    expect((await session.evaluate('require("Storage").list()')).json).toEqual([]);
    await session.close();
  });

  it("says that the Wi-Fi refuses", async () => {
    const { address } = await start("node", {
      accessPoint: { ...SIMULATED_WIFI, password: "another one" },
    });
    const { error } = await flashAt(address, port, { options: { timeoutMs: 6000 } });
    expect(error?.message).toMatch(/Wi-Fi refused or lost/);
    expect(exitStatusOf(error!)).toBe(27);
  });

  it("says that the broker refuses the login of the board", async () => {
    // It lets this computer in, by a user name, and not the board, which has its own.
    const strict = await startMosquitto(
      ["protocol mqtt"],
      ["allow_anonymous false", "password_file FOLDER/passwords"],
      { passwords: `host:${HASH_OF_RIGHT}\n` },
    );
    try {
      const { address } = await start("node");
      const { error } = await flashAt(address, strict.ports[0]!, {
        flags: { username: "host" },
        env: { ESPULSE_PASSWORD: "right" },
        options: { timeoutMs: 6000 },
      });
      expect(error?.message).toMatch(/refuses the login of esp32-.*ESPULSE_PASSWORD/);
      expect(exitStatusOf(error!)).toBe(5);
      expect(error?.message).not.toContain("right");
    } finally {
      await strict.close();
    }
  });

  it("leaves the program running where it refuses to flash", async () => {
    const { address, lines } = await start("node", { bundle: "print('theirs');" });
    await until(() => lines.includes("theirs"));
    lines.length = 0;
    await flashAt(address, port);
    await until(() => lines.includes("theirs"));
  });

  it("takes a pseudo-terminal for no hardware", async () => {
    const { address } = await start("node");
    expect(isHardware(address)).toBe(false);
    expect(isHardware("/dev/ttyUSB0")).toBe(true);
  });
});
