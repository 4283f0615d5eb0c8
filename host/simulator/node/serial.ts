// The global Serial1, where an ESP32 has its console (jswrap_serial.c). Output only.
import type { ConsoleOutput } from "./console.ts";
import type { Realm } from "./realm.ts";

export function installSerial(realm: Realm, console: ConsoleOutput): void {
  const print = (text: unknown): void => console.print(String(text));
  realm.define(
    "Serial1",
    realm.object({
      write: print,
      print,
      println: (text: unknown): void => console.print(`${String(text)}\r\n`),
      setup(): void {},
      setConsole(): void {},
    }),
  );
}
