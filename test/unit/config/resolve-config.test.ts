// Where each setting comes from, and how they are listed.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import { defineConfig, type UserConfig } from "../../../host/config/define-config.ts";
import { describeConfig } from "../../../host/config/describe.ts";
import type { configSchema } from "../../../host/config/schema.ts";
import { useConfigFolder } from "./config-folder.ts";

const { cwd, write, resolve } = useConfigFolder();

describe("the sources of the configuration", () => {
  it("has a default for whatever a first run needs", async () => {
    const config = await resolve();
    expect(config).toMatchObject({
      prefix: "espulse",
      broker: { url: "mqtt://127.0.0.1:1883" },
      interval: 1000,
      keepAlive: 30,
      pins: [],
      wifi: {},
    });
    expect(config.board.id).toBe("esp32-devkitc");
  });

  it("takes a flag before the environment before .env.local before the file", async () => {
    write(
      "espulse.config.ts",
      `export default { prefix: "file", interval: 4000, board: "esp32-devkitc", wifi: { ssid: "file" } };`,
    );
    write(".env.local", "ESPULSE_PREFIX=local\nESPULSE_INTERVAL=3000\nESPULSE_WIFI_SSID=local\n");
    const env = { ESPULSE_PREFIX: "environment", ESPULSE_INTERVAL: "2000" };
    const config = await resolve(env, { prefix: "flag" });
    expect(config.prefix).toBe("flag");
    expect(config.interval).toBe(2000);
    expect(config.wifi.ssid).toBe("local");
    expect(Object.fromEntries(config.sources)).toMatchObject({
      prefix: "flag --prefix",
      interval: "environment ESPULSE_INTERVAL",
      "wifi.ssid": ".env.local ESPULSE_WIFI_SSID",
      board: "espulse.config.ts",
    });
  });

  it("takes each key of a section from its own source", async () => {
    write(
      "espulse.config.ts",
      `export default { broker: { url: "mqtt://there", username: "me" } };`,
    );
    const { broker } = await resolve({}, { broker: "mqtt://here:1884" });
    expect(broker).toMatchObject({ url: "mqtt://here:1884", username: "me" });
  });

  it("takes an empty variable for one that is not set", async () => {
    expect((await resolve({ ESPULSE_PREFIX: "" })).prefix).toBe("espulse");
  });

  it("loads a file that uses TypeScript and defineConfig", async () => {
    const module = new URL("../../../host/config/define-config.ts", import.meta.url).href;
    write(
      "espulse.config.ts",
      `import { defineConfig } from ${JSON.stringify(module)};
       const interval: number = 500;
       export default defineConfig({ interval, pins: [{ name: "light", pin: "D34", kind: "analog" }] });`,
    );
    const config = await resolve();
    expect(config.interval).toBe(500);
    expect(config.pins).toEqual([{ name: "light", pin: "D34", kind: "analog" }]);
  });

  it("gives a file its own defineConfig where no package of that name is installed", async () => {
    write(
      "espulse.config.ts",
      `import { defineConfig } from "espulse"; export default defineConfig({ interval: 600 });`,
    );
    expect((await resolve()).interval).toBe(600);
  });

  it("follows imports of a file: beside it, and packages where they are installed", async () => {
    mkdirSync(join(cwd(), "node_modules/periods"), { recursive: true });
    write("node_modules/periods/package.json", `{ "main": "periods.cjs" }`);
    write(
      "node_modules/periods/periods.cjs",
      `exports.slow = Number(require("node:path").sep + 1) || 900;`,
    );
    write("periods.ts", `import { slow } from "periods"; export const period: number = slow;`);
    write(
      "espulse.config.ts",
      `import { period } from "./periods.ts";
       import { existsSync } from "node:fs";
       const isHere = existsSync(new URL("periods.ts", import.meta.url));
       export default { interval: isHere ? period : 1 };`,
    );
    expect((await resolve()).interval).toBe(900);
  });

  it("reads a file in a folder of CommonJS packages", async () => {
    write("package.json", `{ "type": "commonjs" }`);
    write("espulse.config.ts", `export default { interval: 700 };`);
    expect((await resolve()).interval).toBe(700);
  });

  it("splits an SNTP server into host and port", async () => {
    expect((await resolve({ ESPULSE_SNTP: "time.example:1123" })).sntp).toEqual({
      host: "time.example",
      port: 1123,
    });
    expect((await resolve({ ESPULSE_SNTP: "time.example" })).sntp?.port).toBe(123);
  });
});

describe("a listing of the configuration", () => {
  it("shows every setting with its source and no secret", async () => {
    const env = {
      ESPULSE_USERNAME: "me",
      ESPULSE_PASSWORD: "hunter22",
      ESPULSE_WIFI_PASSWORD: "hunter2222",
    };
    const config = await resolve(env, { prefix: "home" });
    const lines = describeConfig(config);
    expect(lines.find((line) => line.startsWith("prefix"))).toMatch(/home +flag --prefix$/);
    expect(lines.find((line) => line.startsWith("interval"))).toMatch(/1000 ms +default$/);
    expect(lines.find((line) => line.startsWith("broker.password"))).toMatch(
      /\(set\) +environment ESPULSE_PASSWORD$/,
    );
    const everything = [...lines, JSON.stringify(config), inspect(config, { depth: 9 })].join("\n");
    expect(everything).not.toContain("hunter");
    expect(config.broker.password?.reveal()).toBe("hunter22");
  });
});

it("the type the user's editor shows and the rules are of one shape", () => {
  type Input = z.input<typeof configSchema>;
  expectTypeOf<UserConfig>().toExtend<Input>();
  expectTypeOf<Input>().toExtend<UserConfig>();
  // Optional keys extend whatever they like: their names are compared by themselves.
  type Keys<T, Name extends keyof T> = keyof NonNullable<T[Name]>;
  expectTypeOf<keyof UserConfig>().toEqualTypeOf<keyof Input>();
  expectTypeOf<Keys<UserConfig, "broker">>().toEqualTypeOf<Keys<Input, "broker">>();
  expectTypeOf<Keys<UserConfig, "wifi">>().toEqualTypeOf<Keys<Input, "wifi">>();
  expectTypeOf<Keys<UserConfig, "sntp">>().toEqualTypeOf<Keys<Input, "sntp">>();
  const config = { prefix: "home" };
  expect(defineConfig(config)).toBe(config);
});
