import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveConnection } from "../../../host/config/config.ts";
import { readTlsFiles } from "../../../host/config/tls-files.ts";
import { ConfigError } from "../../../host/errors.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/tls/", import.meta.url));

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "espulse-tls-"));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function read(names: { ca?: string; cert?: string; key?: string }, folder = fixtures) {
  const faults: string[] = [];
  const files = readTlsFiles(names, folder, (name, message) => faults.push(`${name}: ${message}`));
  return { files, faults };
}

describe("the PEM files of a TLS connection", () => {
  it("reads authority, certificate and key", () => {
    const { files, faults } = read({ ca: "ca.pem", cert: "client.pem", key: "client.key" });
    expect(faults).toEqual([]);
    expect(files.ca).toBe(readFileSync(join(fixtures, "ca.pem"), "utf8"));
    expect(Object.keys(files)).toEqual(["ca", "cert", "key"]);
  });

  it("names each file that is missing or is no file", () => {
    expect(read({ ca: "none.pem", cert: ".", key: "none.key" }).faults).toEqual([
      "ca: none.pem: no such file",
      "cert: .: is a folder",
      "key: none.key: no such file",
    ]);
  });

  it("names each file that holds something else", () => {
    expect(read({ ca: "client.key", cert: "README.md", key: "ca.pem" }).faults).toEqual([
      "ca: client.key: holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)",
      "cert: README.md: holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)",
      "key: ca.pem: holds no private key in PEM format (-----BEGIN PRIVATE KEY-----)",
    ]);
  });

  it("notices a damaged certificate and a damaged key", () => {
    const damaged = (name: string) =>
      readFileSync(join(fixtures, name), "utf8").replace(/\n.{20}/, "\nAAAA");
    writeFileSync(join(cwd, "damaged.pem"), damaged("client.pem"));
    writeFileSync(join(cwd, "damaged.key"), damaged("client.key"));
    const { faults } = read({ cert: "damaged.pem", key: "damaged.key" }, cwd);
    expect(faults[0]).toMatch(/^cert: damaged\.pem: holds a certificate that cannot be read/);
    expect(faults[1]).toBe("key: damaged.key: holds a private key that cannot be read");
  });

  it("notices the key of another certificate, and one without the other", () => {
    expect(read({ cert: "client.pem", key: "server.key" }).faults).toEqual([
      "key: server.key: is not the key of the certificate client.pem",
    ]);
    expect(read({ cert: "client.pem" }).faults).toEqual([
      "cert: a client certificate needs its private key (--key)",
    ]);
    expect(read({ key: "client.key" }).faults).toEqual([
      "key: a private key needs its certificate (--cert)",
    ]);
  });

  it("asks for an encrypted key to be decrypted", () => {
    writeFileSync(
      join(cwd, "locked.key"),
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    expect(read({ cert: join(fixtures, "client.pem"), key: "locked.key" }, cwd).faults).toEqual([
      "key: locked.key: is encrypted; decrypt it first (openssl pkey -in FILE -out PLAIN)",
    ]);
  });
});

describe("TLS files and the URL", () => {
  const resolve = (flags: Record<string, string>, env = {}) =>
    resolveConnection({ flags, env, cwd: fixtures });

  it("come with mqtts:// and wss://", async () => {
    const { broker } = await resolve({ broker: "wss://b", ca: "ca.pem" });
    expect(broker.tls?.ca).toContain("BEGIN CERTIFICATE");
  });

  it("are refused with a plain URL of the same source or a weaker one", async () => {
    const refused = resolve({ broker: "mqtt://b", ca: "ca.pem" }, { ESPULSE_CERT: "client.pem" });
    await expect(refused).rejects.toThrowError(ConfigError);
    await expect(refused).rejects.toThrowError(
      /^broker\.ca \(flag --ca\): has a use with mqtts:\/\/ and wss:\/\/ only, and the broker is mqtt:\/\/b$/,
    );
    await expect(resolve({}, { ESPULSE_CA: "ca.pem" })).rejects.toThrowError(/mqtt:\/\/127/);
  });

  it("are left aside when a stronger source replaces the URL they were for", async () => {
    const env = { ESPULSE_BROKER: "mqtts://b", ESPULSE_CA: "ca.pem" };
    const { broker } = await resolve({ broker: "mqtt://c" }, env);
    expect(broker).toEqual({ url: "mqtt://c" });
  });
});
