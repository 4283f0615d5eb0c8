// `espulse/testing`, as a user's own test uses it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { simulate } from "../../host/testing.ts";

const cwd = mkdtempSync(join(tmpdir(), "espulse-testing-"));
afterAll(() => rmSync(cwd, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
}

it("gives the readings of the project's firmware, the channels and the console", async () => {
  write("espulse.config.ts", `export default { entry: "main.ts" };`);
  write(
    "main.ts",
    `import { channel, start } from "espulse/firmware";
     let level = 0;
     channel({ name: "level", unit: "m", read: () => level++ });
     print("hello");
     start();`,
  );
  const { device, channels, readings, console } = await simulate({
    cwd,
    readings: 3,
    interval: 100,
  });
  expect(device).toMatch(/^esp32-/);
  expect(channels).toMatchObject({ temp: "Cel", level: "m" });
  expect(readings.map(({ seq, d }) => [seq, d.level])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
  ]);
  expect(console[0]).toBe("hello");
});

it("says what the board printed when no reading comes", async () => {
  write("silent.ts", `print("waiting for start()");`);
  await expect(simulate({ cwd, entry: "silent.ts", timeoutMs: 500 })).rejects.toThrow(
    /^0 of 1 readings within 0.5 s; the board printed:\n {2}waiting for start\(\)/,
  );
});

it("names the faults of firmware that cannot run", async () => {
  write("faulty.ts", "new WeakMap();");
  await expect(simulate({ cwd, entry: "faulty.ts" })).rejects.toThrow(/faulty\.ts:1:5: WeakMap/);
});
