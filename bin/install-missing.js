// Installs the locked dependencies when they are missing or older than the lock file, so that
// `npm start` and `npm test` work as the first command on a fresh clone. Must need no dependency.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";

const installed = "node_modules/.package-lock.json";
const current =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync("package-lock.json").mtimeMs;

if (!current) {
  console.error("espulse: installing dependencies (npm ci)...");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error("espulse: npm ci failed; see above. Is the npm registry reachable?");
    process.exit(1);
  }
}
