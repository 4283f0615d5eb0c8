// `espulse/test`, as a user's own test uses it: the example of docs/testing.md, and what goes wrong.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { simulate, type TestBoard } from "../../host/testing/simulate.ts";

const cwd = mkdtempSync(join(tmpdir(), "espulse-test-library-"));
afterAll(() => rmSync(cwd, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
}

write("espulse.config.ts", `export default { entry: "main.ts" };`);
write(
  "main.ts",
  `import { channel, start } from "espulse/firmware";
   channel({ name: "soil", unit: "%", read: () => analogRead(D34) * 100 });
   channel({ name: "door", unit: "1", read: () => digitalRead(D4) });
   print("hello");
   start();`,
);

let board: TestBoard;
afterEach(() => board?.close());

it("gives the readings of the project's firmware, of sensors that follow a script", async () => {
  board = await simulate({ cwd, sensors: { D34: (ms) => ms / 100_000, temp: 21 } });
  expect(board.readings()).toEqual([]);
  await board.advance(30_000);
  expect(board.console[0]).toBe("hello");
  expect(board.channels()).toMatchObject({ temp: "Cel", soil: "%", door: "1" });
  const readings = board.readings();
  expect(readings.length).toBeGreaterThanOrEqual(29);
  for (const { d, up } of readings) {
    expect(d.temp).toBe(21);
    expect(Math.abs(d.soil! - up / 1000)).toBeLessThan(1);
  }

  board.sensors.D4 = true;
  await board.advance(5000);
  expect(board.readings().at(-1)!.d.door).toBe(1);
  board.sensors.D4 = false;
  await board.advance(5000);
  expect(board.readings().at(-1)!.d.door).toBe(0);
});

it("keeps every reading of a short loss of Wi-Fi", async () => {
  board = await simulate({ cwd });
  await board.advance(10_000);
  board.wifi.drop();
  await board.advance(8000);
  const before = board.readings().length;
  board.wifi.restore();
  await board.advance(60_000);
  expect(board.readings().length).toBeGreaterThan(before + 60);
  const seen = [...new Set(board.readings().map(({ seq }) => seq))].sort((a, b) => a - b);
  expect(seen).toEqual(seen.map((_, index) => index + 1));
  expect(board.dropped()).toEqual([]);
});

it("counts boots through a power cut", async () => {
  board = await simulate({ cwd });
  await board.advance(5000);
  board.power.cut();
  await board.advance(5000);
  const before = board.readings().length;
  board.power.restore();
  await board.advance(5000);
  expect(board.boots).toBe(2);
  expect(board.readings().length).toBeGreaterThan(before);
  const boots = new Set(board.readings().map(({ boot }) => boot.split("-")[1]));
  expect([...boots]).toEqual(["1", "2"]);
});

it("goes through a chaos plan", async () => {
  board = await simulate({ cwd });
  await board.advance(5000);
  board.disturb(
    [
      { fault: "wifi-loss", every: 20, for: [1, 9] },
      { fault: "power-cut", at: 30 },
    ],
    100,
  );
  await board.advance(100_000);
  board.calm();
  await board.advance(30_000);
  expect(board.boots).toBe(2);
  expect(board.console.filter((line) => line === "espulse: connected").length).toBeGreaterThan(3);
  expect(() => board.disturb([{ fault: "recorder-kill", at: 1 }], 10)).toThrow("no such thing");
});

it("publishes to the board, and shows what it answers", async () => {
  board = await simulate({ cwd });
  await board.advance(3000);
  board.publish(`espulse/${board.device}/cmd/ping`, '{"id":"1"}');
  await board.advance(100);
  const answers = board.messages().filter(({ topic }) => topic.endsWith("/reply/1"));
  expect(answers.map(({ text }) => JSON.parse(text))).toEqual([
    { v: 1, ok: true, up: expect.any(Number) },
  ]);
  expect(await board.evaluate("1 + 1")).toBe(2);
});

it("runs firmware that changes what other boards would share", async () => {
  write("own-ways.ts", `(Object as any).own = "ha"; print((Object as any).own);`);
  board = await simulate({ cwd, entry: "own-ways.ts" });
  await board.advance(10);
  expect(board.console).toEqual(["ha"]);
});

it("names the faults of firmware that cannot run, and of sensors that are not there", async () => {
  write("faulty.ts", "new WeakMap();");
  await expect(simulate({ cwd, entry: "faulty.ts" })).rejects.toThrow(/faulty\.ts:1:5: WeakMap/);
  await expect(simulate({ cwd, sensors: { D99: 1, tmp: 2 } })).rejects.toThrow(
    /^sensors\.D99: no pin of esp32-devkitc[^\n]*\nsensors\.tmp: .*did you mean temp\?/,
  );
});
