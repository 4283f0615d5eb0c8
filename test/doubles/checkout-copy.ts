// A copy of this checkout that a test may compile, change and pack while others run the original.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Not compiled yet, and without what no build and no package needs. */
const LEFT_OUT = /^(\.git|\.types|\.espulse|dist|node_modules|test|coverage)(\/|$)/;

/** Its folder; the caller removes it. */
export function copyOfCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), "espulse-checkout-"));
  cpSync(root, copy, {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(source.slice(root.length)),
  });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Packs this checkout as `npm pack` does; gives the tarball's path in `folder`. */
export function packInto(folder: string): string {
  const copy = copyOfCheckout();
  try {
    const options = ["pack", "--json", "--pack-destination", folder];
    const { status, stdout, stderr } = spawnSync("npm", options, { cwd: copy, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    return join(folder, filename);
  } finally {
    rmSync(copy, { recursive: true });
  }
}
