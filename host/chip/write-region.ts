// One region of flash: written compressed, as it is, and verified by the MD5 that the chip makes of what
// it then holds. The bytes are not touched, or the SHA-256 within a bootloader would no longer be right.
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { ESPLoader } from "esptool-js";
import type { Clock } from "../clock.ts";
import { VerificationError } from "../errors.ts";
import { isGarbled } from "./chip-error.ts";
import type { Steps } from "./steps.ts";

export interface FlashRegion {
  readonly name: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface WrittenRegion {
  readonly compressedBytes: number;
  readonly md5: string;
  readonly writeMs: number;
}

const BEGIN_MS = 15_000;
/** For a block: flash at its slowest (esptool), and compression that varies within an image. */
const ERASE_WRITE_MS_PER_BYTE = 0.04;
const UNEVEN = 8;
const LEAST_BLOCK_MS = 5000;
const BLOCK_ATTEMPTS = 3;
/**
 * More than esptool-js waits for an answer: it sets no limit to a write, which a line that takes
 * nothing would hold for ever. The chip's MD5 of 4 MB takes 8 s at most (esptool, MD5_TIMEOUT_PER_MB).
 */
const STUCK_MS = 40_000;

const compress = promisify(deflate) as (
  bytes: Uint8Array,
  how: { level: number },
) => Promise<Buffer>;

/**
 * @param loader with the stub running
 * @param onProgress bytes of the region sent so far
 * @throws VerificationError when the MD5 differs
 */
export async function writeRegion(
  { name, offset, bytes: asGiven }: FlashRegion,
  { loader, steps, clock, path }: { loader: ESPLoader; steps: Steps; clock: Clock; path: string },
  onProgress: (sent: number) => void,
): Promise<WrittenRegion> {
  const at = `0x${offset.toString(16)}`;
  const what = `writing ${name} at ${at}`;
  const bytes = paddedToWords(asGiven);
  const compressed = await compress(bytes, { level: 9 });
  const size = loader.FLASH_WRITE_SIZE;
  const expanded = Math.min(bytes.length, (UNEVEN * size * bytes.length) / compressed.length);
  const blockMs = Math.max(LEAST_BLOCK_MS, expanded * ERASE_WRITE_MS_PER_BYTE);
  const start = clock.now();
  await steps.run(what, BEGIN_MS, () =>
    loader.flashDeflBegin(bytes.length, compressed.length, offset),
  );
  for (let sent = 0, index = 0; sent < compressed.length; index++) {
    const block = compressed.subarray(sent, sent + size);
    await steps.run(what, BLOCK_ATTEMPTS * blockMs + STUCK_MS, () =>
      sendBlock(loader, block, index, blockMs),
    );
    sent += block.length;
    onProgress(Math.floor((sent / compressed.length) * asGiven.length));
  }
  // The last block was taken, not written: the answer to this comes after it is.
  await steps.run(what, blockMs + STUCK_MS, () => loader.flashDeflFinish(false, blockMs));
  const writeMs = clock.now() - start;
  const md5 = createHash("md5").update(bytes).digest("hex");
  const found = await steps.run(`verifying ${name}`, STUCK_MS, () =>
    loader.flashMd5sum(offset, bytes.length),
  );
  if (found !== md5) {
    throw new VerificationError(
      `MD5 ${md5} of ${name} at ${at}`,
      `${found} in the flash at ${path}; try again, and if it stays so the flash chip is worn or its supply too weak`,
    );
  }
  return { compressedBytes: compressed.length, md5, writeMs };
}

/** What came wrong over the line is sent again; whatever else is refused would be again. */
async function sendBlock(
  loader: ESPLoader,
  block: Uint8Array,
  index: number,
  timeoutMs: number,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await loader.flashDeflBlock(block, index, timeoutMs);
      return;
    } catch (error) {
      if (!isGarbled(error) || attempt === BLOCK_ATTEMPTS) throw error;
    }
  }
}

/** Flash is written in words. */
function paddedToWords(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0xff);
  padded.set(bytes);
  return padded;
}
