// Where Espruino itself comes from: folders, archives, and downloads from a real HTTP server.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { findRuntime, type SourceOptions } from "../../host/chip/images/runtime-source.ts";
import { ConfigError, TransportError, VerificationError } from "../../host/errors.ts";
import { releaseFiles, releaseTgz, releaseZip, writeRelease } from "../doubles/espruino-release.ts";

const board = loadBoard("esp32-devkitc");
const TGZ = releaseTgz("espruino_2v29.12_esp32", releaseFiles("esp32"));
const ZIP = releaseZip("2v29", ["esp32", "esp32c3"]);

let folder: string;
let notes: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-source-"));
  notes = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const find = (source: string, options: Partial<SourceOptions> = {}) =>
  findRuntime(source, board, {
    env: { XDG_CACHE_HOME: join(folder, "cache") },
    cwd: folder,
    onNote: (line) => notes.push(line),
    ...options,
  });

const isWhole = ({ images }: Awaited<ReturnType<typeof find>>): boolean =>
  Object.values(releaseFiles("esp32")).every(
    (bytes, i) => Buffer.compare(bytes, images[i]!.bytes) === 0,
  );

describe("on disk", () => {
  it("takes a folder, one that an archive was unpacked to, and archives", async () => {
    writeRelease(join(folder, "images"), releaseFiles("esp32"));
    writeRelease(join(folder, "release/espruino_2v29/espruino_2v29_esp32"), releaseFiles("esp32"));
    writeFileSync(join(folder, "it.tgz"), TGZ);
    writeFileSync(join(folder, "it.zip"), ZIP);
    for (const source of ["images", "release", "it.tgz", "it.zip", join(folder, "it.zip")]) {
      expect(isWhole(await find(source)), source).toBe(true);
    }
  });

  it("says what is wrong with a path", async () => {
    writeFileSync(join(folder, "it.bin"), "nothing");
    writeFileSync(join(folder, "cut.tgz"), TGZ.subarray(0, TGZ.length - 100));
    await expect(find("nowhere")).rejects.toThrow(
      "nowhere: there is no such file or folder; expected that, a URL, a version such as 2v29, or latest",
    );
    await expect(find("it.bin")).rejects.toThrow(
      'it.bin: expected a folder, or an archive (.zip, .tgz): it begins with "nothing"',
    );
    await expect(find("cut.tgz")).rejects.toThrow("cut.tgz: expected a folder, or an archive");
    await expect(find("cut.tgz")).rejects.toBeInstanceOf(ConfigError);
  });

  it("says before anything else that a board takes no Espruino from here", async () => {
    const other = findRuntime("nowhere", loadBoard("espruino-wifi"), { env: {}, cwd: folder });
    await expect(other).rejects.toThrow("can be installed on ESP32, ESP32-C3, ESP32-S3");
  });
});

describe("over HTTP", () => {
  let server: Server;
  let base: string;
  let answers: Record<string, (response: ServerResponse) => void>;
  let asked: string[];
  const answer =
    (body: Uint8Array | string, headers = {}) =>
    (response: ServerResponse) =>
      response.writeHead(200, headers).end(body);
  const env = () => ({ XDG_CACHE_HOME: join(folder, "cache"), ESPULSE_RUNTIME_URL: base });
  beforeEach(async () => {
    asked = [];
    answers = {};
    server = createServer(({ url = "", headers }, response) => {
      const etag = headers["if-none-match"];
      asked.push(etag === undefined ? url : `${url} ${etag}`);
      if (etag === '"same"') response.writeHead(304).end();
      else (answers[url] ?? ((none) => none.writeHead(404).end()))(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const kept = () => readdirSync(join(folder, "cache/espulse/runtime"));

  it("downloads a release and a build by version, once", async () => {
    answers["/files/espruino_2v29.zip"] = answer(ZIP);
    answers["/binaries/travis/master/espruino_2v29.12_esp32.tgz"] = answer(TGZ);
    const progress: number[] = [];
    const onProgress = (bytes: number) => progress.push(bytes);
    for (const source of ["2v29", "2v29", "2v29.12", "2v29.12"]) {
      expect(isWhole(await find(source, { env: env(), onProgress }))).toBe(true);
    }
    expect(asked).toEqual([
      "/files/espruino_2v29.zip",
      "/binaries/travis/master/espruino_2v29.12_esp32.tgz",
    ]);
    expect(progress.at(-1)).toBe(TGZ.length);
    expect(kept()).toHaveLength(4);
    const [{ v, sha256 }] = kept()
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, "cache/espulse/runtime", name), "utf8")));
    expect({ v, sha256 }).toEqual({ v: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it("finds the latest release in the list of what there is for the chip", async () => {
    const names = ["2v9_esp32.bin", "2v29_esp32.bin", "2v30.5_esp32.bin", "2v31_esp32c3.bin"];
    answers["/binaries/"] = answer(names.map((name) => `<a href="espruino_${name}">`).join("\n"));
    answers["/files/espruino_2v29.zip"] = answer(ZIP);
    const { origin } = await find("latest", { env: env() });
    expect(origin).toBe(`${base}/files/espruino_2v29.zip`);
    answers["/binaries/"] = answer("<title>Not here</title>");
    await expect(find("latest", { env: env() })).rejects.toThrow(
      `a list of Espruino's releases for esp32 at ${base}/binaries/, found none in it; name a version`,
    );
  });

  it("asks whether a URL still has what is kept", async () => {
    answers["/it.tgz"] = answer(TGZ, { etag: '"same"' });
    await find(`${base}/it.tgz`);
    expect(isWhole(await find(`${base}/it.tgz`))).toBe(true);
    expect(asked).toEqual(["/it.tgz", '/it.tgz "same"']);
    answers["/other.tgz"] = answer(TGZ);
    await find(`${base}/other.tgz`);
    await find(`${base}/other.tgz`);
    expect(asked.slice(2)).toEqual(["/other.tgz", "/other.tgz"]);
  });

  it("downloads again what is no longer what was downloaded", async () => {
    answers["/files/espruino_2v29.zip"] = answer(ZIP);
    await find("2v29", { env: env() });
    const file = kept().find((name) => name.endsWith(".zip"))!;
    writeFileSync(join(folder, "cache/espulse/runtime", file), ZIP.subarray(1));
    expect(isWhole(await find("2v29", { env: env() }))).toBe(true);
    expect(notes).toEqual([expect.stringMatching(/\.zip is not what was downloaded \(SHA-256\)/)]);
    expect(asked).toHaveLength(2);
  });

  it("does without a cache where none can be kept", async () => {
    answers["/it.tgz"] = answer(TGZ);
    mkdirSync(join(folder, "cache"));
    writeFileSync(join(folder, "cache/espulse"), "a file");
    expect(isWhole(await find(`${base}/it.tgz`))).toBe(true);
    expect(notes).toEqual([expect.stringContaining("the download could not be kept")]);
  });

  it("says that there is no such version", async () => {
    const error = await find("9v99", { env: env() }).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(TransportError);
    expect((error as Error).message).toBe(
      `${base}/files/espruino_9v99.zip: download failed: HTTP 404: there is no such file; look at the version, or download Espruino by hand (https://www.espruino.com/Download) and name the file or its folder`,
    );
  });

  it("notices a download that is cut short, with and without a length, and keeps none", async () => {
    answers["/cut.tgz"] = (response) => {
      response.writeHead(200, { "content-length": TGZ.length });
      response.write(TGZ.subarray(0, 5000), () => setTimeout(() => response.destroy(), 20));
    };
    await expect(find(`${base}/cut.tgz`)).rejects.toThrow(
      `/cut.tgz: download failed: the server broke the connection after 5000 of ${TGZ.length} bytes; try again`,
    );
    answers["/short.tgz"] = answer(TGZ.subarray(0, 5000));
    const short = find(`${base}/short.tgz`);
    await expect(short).rejects.toBeInstanceOf(VerificationError);
    await expect(short).rejects.toThrow("/short.tgz, found it is damaged or cut short");
    expect(kept).toThrow("ENOENT");
    answers["/cut.tgz"] = answer(TGZ);
    expect(isWhole(await find(`${base}/cut.tgz`))).toBe(true);
  });

  it("refuses what is no archive, and an archive of something else", async () => {
    answers["/page.tgz"] = answer("<!DOCTYPE html><title>Sign in</title>");
    await expect(find(`${base}/page.tgz`)).rejects.toThrow(
      `expected an archive (.zip, .tgz) at ${base}/page.tgz, found it begins with "<!DOCTYPE html>`,
    );
    answers["/c3.zip"] = answer(releaseZip("2v29", ["esp32c3"]));
    await expect(find(`${base}/c3.zip`)).rejects.toThrow("/c3.zip: no image for app");
  });

  it("does not wait for ever for a server that says nothing more", async () => {
    answers["/slow.tgz"] = (response) => {
      response.writeHead(200);
      response.write(TGZ.subarray(0, 100));
    };
    await expect(find(`${base}/slow.tgz`, { idleMs: 200 })).rejects.toThrow(
      "/slow.tgz: download failed: nothing came for 0.2 s after 100 of so many bytes",
    );
  });

  it("ends when it is interrupted", async () => {
    const interruption = new AbortController();
    answers["/it.tgz"] = () => interruption.abort();
    await expect(find(`${base}/it.tgz`, { interrupted: interruption.signal })).rejects.toThrow(
      "interrupted",
    );
  });

  it("says that nothing can be reached, and what to do then", async () => {
    const unused = createTcpServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => unused.once("listening", resolve));
    const { port } = unused.address() as AddressInfo;
    await new Promise((resolve) => unused.close(resolve));
    const nowhere = { ...env(), ESPULSE_RUNTIME_URL: `http://127.0.0.1:${port}/` };
    await expect(find("2v29", { env: nowhere })).rejects.toThrow(
      `http://127.0.0.1:${port}/files/espruino_2v29.zip: download failed: nothing listens there; try again, or download Espruino by hand`,
    );
    await expect(find("2v29", { env: { ESPULSE_RUNTIME_URL: "mirror" } })).rejects.toThrow(
      'ESPULSE_RUNTIME_URL: expected a URL such as https://www.espruino.com, found "mirror"',
    );
  });
});
