// Espruino itself onto a chip: everything is looked at before anything is written, and what is written
// is verified by its MD5. Knows no command line.
import type { Board } from "../../boards/board.ts";
import type { Clock } from "../clock.ts";
import { VerificationError } from "../errors.ts";
import { refuseTcp, usbIdsOf } from "./chip-port.ts";
import { type ChipIdentity, ChipSession } from "./chip-session.ts";
import { findRuntime } from "./images/runtime-source.ts";
import type { WrittenRegion } from "./write-region.ts";

export interface InstallProgress {
  readonly step: "download" | "connect" | "stub" | "erase" | "write";
  /** Of `write`: the region at work. */
  readonly region?: string;
  /** Of `download` and `write`: bytes done of all; the total of a download may be unknown. */
  readonly done?: number;
  readonly total?: number | undefined;
}

export interface InstallOptions {
  /** Path of a serial port. */
  readonly port: string;
  readonly board: Board;
  /** A folder, an archive, a URL, a version such as "2v29", or "latest". */
  readonly source: string;
  readonly env: NodeJS.ProcessEnv;
  /** What a relative path is relative to. */
  readonly cwd: string;
  /** All of the flash first: what another firmware left goes, and Storage with it. */
  readonly isErased?: boolean;
  /** The fastest to try; default 921600. */
  readonly baudRate?: number;
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly onNote?: (line: string) => void;
  readonly onDebug?: (line: string) => void;
  readonly interrupted?: AbortSignal;
  readonly clock?: Clock;
}

export interface InstalledRuntime extends ChipIdentity {
  readonly origin: string;
  readonly baudRate: number;
  readonly regions: readonly (WrittenRegion & {
    readonly name: string;
    readonly file: string;
    readonly offset: number;
    readonly bytes: number;
  })[];
}

/**
 * Resolves once all is verified. The board is restarted in any case, nothing stays open, and after an
 * error the next try starts from the beginning.
 * @throws ConfigError when the images are not for the board; VerificationError when the chip is not the
 *   board's or holds something else afterwards; DeadlineError, DeviceError, TransportError
 */
export async function installRuntime(options: InstallOptions): Promise<InstalledRuntime> {
  const { port, board, source, onProgress = () => {}, interrupted } = options;
  refuseTcp(port);
  const { origin, images } = await findRuntime(source, board, {
    ...options,
    onProgress: (done, total) => onProgress({ step: "download", done, total }),
  });
  onProgress({ step: "connect" });
  const ids = await usbIdsOf(port);
  const { clock, onDebug } = options;
  const session = await ChipSession.open(port, {
    ids,
    ...(clock && { clock }),
    ...(onDebug && { onDebug }),
    ...(interrupted && { interrupted }),
  });
  try {
    refuseOtherChip(session.identity.chip, board, port);
    onProgress({ step: "stub" });
    await session.startStub();
    await refuseSmallFlash(session, board, port);
    const baudRate = await session.speedUp(options.baudRate);
    if (options.isErased) {
      onProgress({ step: "erase" });
      await session.erase();
    }
    const total = images.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const regions: InstalledRuntime["regions"][number][] = [];
    let before = 0;
    for (const { region: name, file, offset, bytes } of images) {
      const tell = (sent: number) =>
        onProgress({ step: "write", region: name, done: before + sent, total });
      tell(0);
      const written = await session.write({ name, offset, bytes }, tell);
      regions.push({ name, file, offset, bytes: bytes.length, ...written });
      before += bytes.length;
    }
    return { ...session.identity, origin, baudRate, regions };
  } finally {
    await session.close();
  }
}

function refuseOtherChip(chip: string, board: Board, port: string): void {
  if (chip === board.chip) return;
  throw new VerificationError(
    `an ${board.chip}, as ${board.id} has one`,
    `an ${chip} at ${port}; nothing was written; name the board that is there (espulse boards), or another port`,
  );
}

async function refuseSmallFlash(session: ChipSession, board: Board, port: string): Promise<void> {
  const found = await session.flashBytes();
  if (found !== undefined && found >= board.flash.bytes) return;
  const size = found === undefined ? "none that tells its size" : `${found} bytes`;
  throw new VerificationError(
    `a flash of ${board.flash.bytes} bytes, as ${board.id} has one`,
    `${size} at ${port}; nothing was written`,
  );
}
