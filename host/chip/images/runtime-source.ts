// Where Espruino itself comes from: a folder, an archive, a URL, a version, or the latest release.
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Board } from "../../../boards/board.ts";
import { ConfigError, VerificationError } from "../../errors.ts";
import { cacheFolder } from "../../state-folder.ts";
import { ArchiveError, filesInArchive, filesInFolder, type ImageFile } from "./archive.ts";
import { type DownloadOptions, download } from "./download.ts";
import { ImageCache } from "./image-cache.ts";
import { chipSuffixOf, type RuntimeImage, runtimeImages } from "./runtime-images.ts";

/** Where Espruino publishes. Its `/files` and `/binaries`, or those of a mirror. */
const PUBLISHED = "https://www.espruino.com";
const BASE_VARIABLE = "ESPULSE_RUNTIME_URL";
const LATEST = "latest";
/** Of a release, or with a dot of a build from between two. */
const VERSION = /^\d+v\d+(\.\d+)?$/;

export interface SourceOptions extends DownloadOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly onNote?: ((line: string) => void) | undefined;
}

export interface RuntimeImages {
  /** Where they were found in the end: a path or an address. */
  readonly origin: string;
  readonly images: readonly RuntimeImage[];
}

/**
 * @param source a path, a URL, a version such as "2v29", or "latest"
 * @throws ConfigError, TransportError, VerificationError
 */
export async function findRuntime(
  source: string,
  board: Board,
  options: SourceOptions,
): Promise<RuntimeImages> {
  chipSuffixOf(board);
  if (/^https?:\/\//.test(source)) return fromUrl(source, board, options);
  const path = resolve(options.cwd, source);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found && (source === LATEST || VERSION.test(source))) {
    return fromVersion(source, board, options);
  }
  if (found?.isDirectory()) {
    return { origin: path, images: runtimeImages(filesInFolder(path), board, source) };
  }
  if (found?.isFile()) {
    return { origin: path, images: runtimeImages(archiveAt(path, source), board, source) };
  }
  const message =
    "there is no such file or folder; expected that, a URL, a version such as 2v29, or latest";
  throw new ConfigError([{ path: source, message }]);
}

function archiveAt(path: string, source: string): ImageFile[] {
  try {
    return filesInArchive(readFileSync(path));
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const message = `expected a folder, or an archive (.zip, .tgz): ${error.message}`;
    throw new ConfigError([{ path: source, message }]);
  }
}

async function fromVersion(
  asked: string,
  board: Board,
  options: SourceOptions,
): Promise<RuntimeImages> {
  const base = baseOf(options.env);
  const version = asked === LATEST ? await latestAt(base, board, options) : asked;
  const path = version.includes(".")
    ? `binaries/travis/master/espruino_${version}_${chipSuffixOf(board)}.tgz`
    : `files/espruino_${version}.zip`;
  // What has a version does not change.
  return fromUrl(`${base}/${path}`, board, options, true);
}

function baseOf(env: NodeJS.ProcessEnv): string {
  const base = env[BASE_VARIABLE] || PUBLISHED;
  if (URL.canParse(base) && /^https?:$/.test(new URL(base).protocol)) {
    return base.replace(/\/+$/, "");
  }
  const message = `expected a URL such as ${PUBLISHED}, found ${JSON.stringify(base)}`;
  throw new ConfigError([{ path: BASE_VARIABLE, message }]);
}

/** By the list of what is there for this board's chip: it has a file of each release. */
async function latestAt(base: string, board: Board, options: SourceOptions): Promise<string> {
  const url = `${base}/binaries/`;
  const list = await download(url, { ...options, onProgress: undefined, etag: undefined });
  const text = list === "same" ? "" : Buffer.from(list.bytes).toString("latin1");
  const name = new RegExp(`espruino_(\\d+v\\d+)_${chipSuffixOf(board)}\\.(bin|tgz)`, "g");
  const versions = [...text.matchAll(name)].map(([, version]) => version!);
  const [newest] = versions.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
  if (newest) return newest;
  throw new VerificationError(
    `a list of Espruino's releases for ${chipSuffixOf(board)} at ${url}`,
    "none in it; name a version, such as 2v29",
  );
}

async function fromUrl(
  url: string,
  board: Board,
  options: SourceOptions,
  neverChanges = false,
): Promise<RuntimeImages> {
  const { env, onNote = () => {} } = options;
  const cache = new ImageCache(join(cacheFolder(env), "runtime"), onNote);
  const kept = cache.find(url);
  const found =
    kept && neverChanges ? "same" : await download(url, { ...options, etag: kept?.etag });
  if (found === "same" && kept) {
    return { origin: url, images: runtimeImages(filesInArchive(kept.bytes), board, url) };
  }
  const { bytes } = found as Exclude<typeof found, "same">;
  let files: ImageFile[];
  try {
    files = filesInArchive(bytes);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new VerificationError(`an archive (.zip, .tgz) at ${url}`, error.message);
  }
  cache.keep(url, found as Exclude<typeof found, "same">);
  return { origin: url, images: runtimeImages(files, board, url) };
}
