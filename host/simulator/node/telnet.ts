// require("TelnetServer") (jswrap_telnet.c). No port is opened here; the mode is kept, so that a
// test can ask whether the firmware has turned the console off.
import type { Realm } from "./realm.ts";

export interface Telnet {
  readonly module: object;
  /** On by default, as on the board. */
  mode: "on" | "off";
}

export function telnet(realm: Realm): Telnet {
  const state: Telnet = {
    mode: "on",
    module: realm.object({
      setOptions(options: unknown): void {
        if (typeof options !== "object" || options === null) {
          throw realm.error(`Expecting Object, got ${options === null ? "null" : typeof options}`);
        }
        const { mode } = options as { mode?: unknown };
        if (typeof mode !== "string") return;
        if (mode !== "on" && mode !== "off") throw realm.error("Unknown mode value");
        state.mode = mode;
      },
    }),
  };
  return state;
}
