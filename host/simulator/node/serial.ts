// The global Serial1, where an ESP32 has its console (jswrap_serial.c). Output only.
import type { ConsoleOutput } from "./console.ts";
import type { Realm } from "./realm.ts";

const NAMES = ["Serial1"];

export function installSerial(realm: Realm, console: ConsoleOutput): void {
  realm.provide(NAMES, () => {
    const print = (text: unknown): void => console.write(String(text));
    return realm.object({
      write: print,
      print,
      println: (text: unknown): void => console.write(`${String(text)}\r\n`),
      setup(): void {},
      setConsole(): void {},
    });
  });
}
