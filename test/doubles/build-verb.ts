// `espulse build` as a process of its own.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

export function build(...argv: string[]) {
  return buildWith({}, ...argv);
}

export function buildWith(env: NodeJS.ProcessEnv, ...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["bin/espulse.js", "build", ...argv],
    { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", ...env } },
  );
  return { status, stdout, stderr };
}

export const BLINK = [
  "--board",
  "esp32-devkitc",
  "--entry",
  "test/fixtures/firmware/blink/main.ts",
];
