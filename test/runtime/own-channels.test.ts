// A user's own firmware: its channels arrive, and what fails in one of them stays in it.
import { fileURLToPath } from "node:url";
import { afterEach, expect, it, vi } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { buildFirmware } from "../../host/build/build.ts";
import { ScriptedBroker } from "../doubles/scripted-broker.ts";
import { onEachRuntime } from "./runtimes.ts";

async function bundleOf(fixture: string): Promise<string> {
  const url = new URL(`../fixtures/firmware/${fixture}/main.ts`, import.meta.url);
  return (await buildFirmware({ board: loadBoard("esp32-devkitc"), entry: fileURLToPath(url) }))
    .code;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

onEachRuntime("a firmware with channels of its own", (runtime) => {
  it("describes them after the pins and sends their values; what is none is null", async () => {
    const bundle = await bundleOf("garden");
    const broker = await ScriptedBroker.start();
    try {
      const board = await runtime.start(broker.port, {
        bundle,
        pins: [{ name: "light", pin: "D34", kind: "analog" }],
      });
      const connection = await broker.connection(0);
      await connection.until(() => connection.readings.length >= 5, "five readings");
      const meta = connection.publishes.find(({ topic }) => topic.endsWith("/meta"));
      expect(JSON.parse(meta?.payload ?? "").channels.slice(3)).toEqual([
        { n: "light", u: "V" },
        { n: "soil", u: "%" },
        { n: "valve", u: "1" },
        { n: "broken", u: "Cel" },
        { n: "odd", u: "V" },
        { n: "late", u: "lx" },
        { n: "level", u: "m" },
      ]);
      const own = connection.readings.map(({ d: { temp, vars, rssi, light, ...rest } }) => rest);
      const fixed = { broken: null, level: 1.235 };
      expect(own.slice(0, 4)).toEqual([
        { soil: 25, valve: 0, odd: null, late: null, ...fixed },
        { soil: 25.5, valve: 1, odd: null, late: null, ...fixed },
        { soil: 26, valve: 1, odd: 7, late: 300, ...fixed },
        { soil: 26.5, valve: 1, odd: null, late: 300, ...fixed },
      ]);
      const failure = 'channel broken: Error: no "sensor" here';
      const logs = connection.publishes
        .filter(({ topic }) => topic.endsWith("/log"))
        .map(({ payload }) => JSON.parse(payload).text);
      expect(logs.filter((text) => text.includes("broken"))).toEqual([failure]);
      // Before the board was connected the console alone could be told.
      expect(board.lines.filter((line) => line.includes("broken")).length).toBeLessThanOrEqual(2);
      expect(board.lines).toContain(`espulse: ${failure}`);
      expect(board.lines).toContain(
        "espulse: channel light is not read: a pin of the settings has its name",
      );
    } finally {
      await broker.close();
    }
  });

  it("reads a channel that no pin of the settings takes the name of", async () => {
    const bundle = await bundleOf("garden");
    const broker = await ScriptedBroker.start();
    try {
      await runtime.start(broker.port, { bundle });
      const connection = await broker.connection(0);
      await connection.until(() => connection.readings.length >= 1, "a reading");
      expect(connection.readings[0]?.d.light).toBe(1);
    } finally {
      await broker.close();
    }
  });

  it("refuses a name or a unit that the build could not know, and goes on without it", async () => {
    // On 64 bits the interpreter indents an error's stack by its columns, 17 kB here; no chip does.
    vi.stubEnv("ESPR_VARS", "9000");
    const bundle = await bundleOf("refused");
    const broker = await ScriptedBroker.start();
    try {
      const board = await runtime.start(broker.port, { bundle });
      const connection = await broker.connection(0);
      await connection.until(() => connection.readings.length >= 1, "a reading");
      const rule = "expected a-z, then up to 15 of a-z 0-9 _";
      const unit =
        'expected 1 to 16 visible ASCII characters but " and \\; "1" where there is none';
      const refused = board.lines.filter((line) => line.startsWith("refused: "));
      expect(refused.map((line) => line.slice("refused: ".length))).toEqual([
        `channel "SOIL": ${rule}`,
        `channel "a_name_that_is_17": ${rule}`,
        'channel "soil": there is one already',
        'channel "temp": is a channel of the board itself (temp, vars, rssi); choose another name',
        ...["", 'a"b', "a\\b", "a b"].map((text) => `channel "s": unit "${text}": ${unit}`),
      ]);
      const { temp, vars, rssi, ...own } = connection.readings[0]!.d;
      expect(own).toEqual({ soil: 1 });
    } finally {
      await broker.close();
    }
  });

  it("does not start, and says why, when nothing catches that a channel is refused", async () => {
    const bundle = await bundleOf("stopped");
    const broker = await ScriptedBroker.start();
    try {
      const board = await runtime.start(broker.port, { bundle });
      await board.evaluate("0");
      expect(board.lines[0]).toMatch(/^Uncaught Error: channel "SOIL": expected a-z/);
      expect(broker.connections).toHaveLength(0);
    } finally {
      await broker.close();
    }
  });
});
