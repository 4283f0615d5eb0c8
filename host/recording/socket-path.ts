// Where a recorder is asked: a local socket that belongs to its folder. Opens nothing.
import { createHash } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

/** sockaddr_un: 108 bytes with the final 0 on Linux, 104 on macOS and the BSDs. */
const MOST_BYTES = 103;

/** @param folder as `realpath` has it */
export function socketPath(folder: string, platform = process.platform): string {
  const name = `espulse-${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`;
  // Untested: there is no file for it in a folder.
  if (platform === "win32") return `\\\\.\\pipe\\${name}`;
  const within = join(folder, "recorder.sock");
  if (Buffer.byteLength(within) <= MOST_BYTES) return within;
  const short = join(tmpdir(), `${name}-${userInfo().uid}.sock`);
  return Buffer.byteLength(short) <= MOST_BYTES ? short : join("/tmp", `${name}.sock`);
}
