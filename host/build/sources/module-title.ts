// How a source is named to the user of a report: by its path from the entry's folder, and by the
// name of its package where it belongs to one, wherever that is installed.
import { relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const OWN = fileURLToPath(new URL("../../../firmware", import.meta.url));
const PACKAGES = "node_modules/";

/** `module` is a path from `folder`, with `/`; what the build itself adds keeps its name. */
export function moduleTitle(folder: string, module: string): string {
  if (!module.startsWith("../")) return module;
  const packages = module.lastIndexOf(PACKAGES);
  if (packages >= 0) return module.slice(packages + PACKAGES.length);
  const own = relative(OWN, resolve(folder, module)).split(sep).join("/");
  return own.startsWith("../") ? module : `espulse/firmware/${own}`;
}
