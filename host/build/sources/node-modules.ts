// Modules of Node that no Espruino board has; what has the same name there is Espruino's own.
import { builtinModules } from "node:module";

/** Built into the interpreter under a name that Node has too. */
const ON_BOARDS = new Set(["crypto", "dgram", "fs", "http", "net", "tls"]);

export function isOnlyNodes(name: string): boolean {
  return name.startsWith("node:") || (builtinModules.includes(name) && !ON_BOARDS.has(name));
}

export const MODULES_OF_BOARDS =
  'it is of Node, and no board has it; there are require("net"), "http", "tls", "dgram", "Wifi", "Storage", "Flash", "crypto"';
