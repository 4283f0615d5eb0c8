// require("crypto"): the hashes of the ESP32 build (jswrap_crypto.c).
import { createHash } from "node:crypto";
import { toBytes } from "./bytes.ts";
import type { Realm } from "./realm.ts";

const HASHES = {
  SHA1: "sha1",
  SHA224: "sha224",
  SHA256: "sha256",
  SHA384: "sha384",
  SHA512: "sha512",
};

export function cryptoModule(realm: Realm): object {
  const hashes = Object.entries(HASHES).map(([name, algorithm]) => [
    name,
    (message: unknown): ArrayBuffer =>
      realm.arrayBuffer(createHash(algorithm).update(toBytes(realm, message)).digest()),
  ]);
  return realm.object(Object.fromEntries(hashes));
}
