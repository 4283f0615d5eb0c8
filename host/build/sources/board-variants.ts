// Lets a source stand in for another on boards that lack something: `x.lacks-sha256.ts` beside
// `x.ts` takes its place where the board lacks sha256. Costs the firmware nothing, and what stays
// out of the bundle is not judged by the gate. Knows no board but by what it lacks.
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Plugin } from "esbuild";
import type { Board } from "../../../boards/board.ts";

export function boardVariants({ name, lacks }: Board): Plugin {
  return {
    name: "board-variants",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, importer, kind }) => {
        if (kind !== "import-statement") return undefined;
        const stem = resolve(resolveDir, path.replace(/\.[cm]?[jt]s$/, ""));
        const variants = lacks
          .map((feature) => `${stem}.lacks-${feature}.ts`)
          .filter((file) => file !== importer && existsSync(file));
        const [only, second] = variants;
        if (second !== undefined) {
          const both = variants.map((file) => basename(file)).join(" and ");
          return { errors: [{ text: `${both} both stand for "${path}" on ${name}; keep one` }] };
        }
        return only === undefined ? undefined : { path: only };
      });
    },
  };
}
