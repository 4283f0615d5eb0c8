// Reads the PEM files of a TLS connection and says, file by file, what is wrong with them. Opens
// no connection.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export interface TlsFiles {
  /** Certificates of the authorities to trust, PEM. */
  readonly ca?: string;
  /** The client's certificate, PEM; comes with its key. */
  readonly cert?: string;
  readonly key?: string;
}

export type TlsFileName = "ca" | "cert" | "key";

export function readTlsFiles(
  names: { readonly [name in TlsFileName]?: string | undefined },
  cwd: string,
  fault: (name: TlsFileName, message: string) => void,
): TlsFiles {
  const read = (name: TlsFileName): string | undefined => {
    const file = names[name];
    if (file === undefined) return undefined;
    try {
      return readFileSync(resolve(cwd, file), "utf8");
    } catch (error) {
      fault(name, `${file}: ${reasonOf(error as NodeJS.ErrnoException)}`);
      return undefined;
    }
  };
  const ca = read("ca");
  const cert = read("cert");
  const key = read("key");

  if (ca !== undefined) parseCertificates(ca, (message) => fault("ca", `${names.ca}: ${message}`));
  const [certificate] =
    cert === undefined
      ? []
      : parseCertificates(cert, (message) => fault("cert", `${names.cert}: ${message}`));
  const privateKey =
    key === undefined
      ? undefined
      : parseKey(key, (message) => fault("key", `${names.key}: ${message}`));

  if (names.cert !== undefined && names.key === undefined) {
    fault("cert", "a client certificate needs its private key (--key)");
  }
  if (names.key !== undefined && names.cert === undefined) {
    fault("key", "a private key needs its certificate (--cert)");
  }
  if (certificate && privateKey && !certificate.checkPrivateKey(privateKey)) {
    fault("key", `${names.key}: is not the key of the certificate ${names.cert}`);
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

const CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END[^-]*-----/g;

function parseCertificates(text: string, fault: (message: string) => void): X509Certificate[] {
  const blocks = text.match(CERTIFICATE);
  if (blocks === null) {
    fault("holds no certificate in PEM format (-----BEGIN CERTIFICATE-----)");
    return [];
  }
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    fault(`holds a certificate that cannot be read: ${(error as Error).message}`);
    return [];
  }
}

function parseKey(text: string, fault: (message: string) => void) {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    fault("holds no private key in PEM format (-----BEGIN PRIVATE KEY-----)");
    return undefined;
  }
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    fault("is encrypted; decrypt it first (openssl pkey -in FILE -out PLAIN)");
    return undefined;
  }
  try {
    return createPrivateKey(text);
  } catch {
    // Node's message can quote the decoder, never the key; it says nothing of use.
    fault("holds a private key that cannot be read");
    return undefined;
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "no such file";
  if (code === "EACCES") return "permission denied";
  if (code === "EISDIR") return "is a folder";
  return message;
}
