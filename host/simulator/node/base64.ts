// The globals atob and btoa (jswrap_functions.c): strings of bytes, as Base64 and back.
import { toBinaryString, toBytes } from "./bytes.ts";
import type { Realm } from "./realm.ts";

export function installBase64(realm: Realm): void {
  realm.define("btoa", (bytes: unknown): string => {
    if (typeof bytes !== "object" && typeof bytes !== "string") {
      throw realm.error(`Expecting String or Array, got ${typeof bytes}`);
    }
    return Buffer.from(toBytes(realm, bytes)).toString("base64");
  });
  realm.define("atob", (base64: unknown): string => {
    if (typeof base64 !== "string") {
      throw realm.error(`Expecting String, got ${typeof base64}`);
    }
    return toBinaryString(Buffer.from(base64, "base64"));
  });
}
