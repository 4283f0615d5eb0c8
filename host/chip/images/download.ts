// One file over HTTP, whole or with an error that says why. Keeps nothing.
import { TransportError } from "../../errors.ts";

export interface Download {
  readonly bytes: Uint8Array;
  /** What the server calls this content. */
  readonly etag?: string;
}

export interface DownloadOptions {
  /** Of the copy that is there: "same" when the server still has just that. */
  readonly etag?: string | undefined;
  /** @param total undefined where the server does not tell */
  readonly onProgress?: ((bytes: number, total: number | undefined) => void) | undefined;
  readonly interrupted?: AbortSignal | undefined;
  /** Without a byte; default 30000. */
  readonly idleMs?: number | undefined;
}

const LARGEST = 256 << 20;
const BY_HAND =
  "download Espruino by hand (https://www.espruino.com/Download) and name the file or its folder";

/** @throws TransportError */
export async function download(
  url: string,
  { etag, onProgress, interrupted, idleMs = 30_000 }: DownloadOptions = {},
): Promise<Download | "same"> {
  const idle = new AbortController();
  const stop = (): void => idle.abort(new Error(`nothing came for ${idleMs / 1000} s`));
  let timer = setTimeout(stop, idleMs);
  const interrupt = (): void => idle.abort(new Error("interrupted"));
  interrupted?.addEventListener("abort", interrupt, { once: true });
  let count = 0;
  let total: number | undefined;
  try {
    const headers = etag === undefined ? {} : { "if-none-match": etag };
    const response = await fetch(url, { signal: idle.signal, headers });
    if (response.status === 304) return "same";
    if (!response.ok) {
      await response.body?.cancel();
      throw new TransportError(url, "download", refusal(response));
    }
    total = Number(response.headers.get("content-length")) || undefined;
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(stop, idleMs);
      count += chunk.length;
      if (count > LARGEST)
        throw new TransportError(url, "download", `larger than ${LARGEST} bytes`);
      chunks.push(chunk);
      onProgress?.(count, total);
    }
    const own = response.headers.get("etag");
    return { bytes: new Uint8Array(Buffer.concat(chunks)), ...(own !== null && { etag: own }) };
  } catch (error) {
    if (error instanceof TransportError) throw error;
    const reason = idle.signal.aborted ? idle.signal.reason.message : causeOf(error);
    const came = count === 0 ? "" : ` after ${count} of ${total ?? "so many"} bytes`;
    throw new TransportError(url, "download", `${reason}${came}; try again, or ${BY_HAND}`);
  } finally {
    clearTimeout(timer);
    interrupted?.removeEventListener("abort", interrupt);
  }
}

function refusal({ status, statusText }: Response): string {
  const what = status === 404 ? "there is no such file" : statusText || "the server refused";
  return `HTTP ${status}: ${what}; look at the version, or ${BY_HAND}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "no such host, or no network",
  EAI_AGAIN: "the name could not be resolved; is there a network?",
  ENETUNREACH: "no route to the host; is there a network?",
  UND_ERR_CONNECT_TIMEOUT: "no answer; is there a network?",
  UND_ERR_SOCKET: "the server broke the connection",
  ECONNRESET: "the server broke the connection",
};

/** `fetch` says "fetch failed" or "terminated", and why in the cause. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return REASONS[cause?.code ?? ""] ?? cause?.message ?? message;
}
