// Who is there: the newest state of each device. A state older than the newest (boot, conn) seen is
// not news: a will or a retained message can arrive after the connection that replaced it.
import type { State } from "../../firmware/contract/state.ts";

/** What a state is to those before it. */
export type Presence = "changed" | "same" | "stale";

const MOST_DEVICES = 10_000;

export class PresenceBoard {
  readonly #newest = new Map<string, State>();

  note(device: string, state: State): Presence {
    const known = this.#newest.get(device);
    if (known && isOlder(state, known)) return "stale";
    this.#newest.set(device, state);
    if (this.#newest.size > MOST_DEVICES) this.#newest.delete(this.#newest.keys().next().value!);
    const same =
      known?.state === state.state && known.boot === state.boot && known.conn === state.conn;
    return same ? "same" : "changed";
  }

  stateOf(device: string): State | undefined {
    return this.#newest.get(device);
  }
}

function isOlder(state: State, known: State): boolean {
  const [install, counter] = state.boot.split("-");
  const [knownInstall, knownCounter] = known.boot.split("-");
  // Boots of different installations have no order: what arrives last counts.
  if (install !== knownInstall) return false;
  const boots = Number(counter) - Number(knownCounter);
  return boots < 0 || (boots === 0 && state.conn < known.conn);
}
