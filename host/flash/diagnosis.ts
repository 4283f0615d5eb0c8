// How far a board came after a flash, by what its firmware prints (firmware/loader.ts, publisher.ts,
// net/wifi.ts, mqtt/session.ts), and the error that says so. Owns the words; waits for nothing.
import { MOST_DEATHS } from "../../firmware/contract/ledger.ts";
import { BrokerError, DeadlineError, VerificationError } from "../errors.ts";

export interface Circumstances {
  readonly device: string;
  /** Of the broker. */
  readonly url: string;
  /** From the restart. */
  readonly waitedMs: number;
  readonly isBorn: boolean;
  /** Nothing is heard on its port any more. */
  readonly isPortGone: boolean;
}

const DIED = "the new bundle died: ";
/** What the boot script finds of a boot that nothing else ended. */
const BY_WATCHDOG = "restarted without a reason";

export class Diagnosis {
  /** Which line of the sources is at an offset of the bundle. */
  placeAt: ((offset: number) => string | undefined) | undefined;
  /** How often the new bundle has died. */
  deaths = 0;
  #death: string | undefined;
  #frame: string | undefined;
  #wifi: string | undefined;
  #isOnline = false;
  #mqtt: string | undefined;
  #isSafe = false;
  #lines = 0;

  line(text: string): void {
    const said = text.replace(/^espulse: /, "");
    if (said === text) return;
    this.#lines++;
    if (said.startsWith(DIED)) {
      this.#death = said;
      this.#frame = undefined;
      this.deaths++;
    } else if (said.startsWith("at ")) this.#frame = said;
    else if (said.startsWith("safe mode")) this.#isSafe = true;
    else if (said.startsWith("wifi: address")) this.#isOnline = true;
    else if (said.startsWith("wifi: lost")) {
      this.#isOnline = false;
      this.#wifi = said.slice("wifi: lost, reason ".length);
    } else if (said.startsWith("mqtt ") || /^(refused|no |not MQTT)/.test(said)) this.#mqtt = said;
  }

  /** With the line of the sources where it was thrown, else the place on the board. */
  get death(): string | undefined {
    if (this.#death === `${DIED}${BY_WATCHDOG}`) {
      return `${DIED}its watchdog restarted it, as one that hangs or has no memory left`;
    }
    if (this.#frame === undefined) return this.#death;
    // A simulated board in Node calls the slot "eval".
    const [, column] = /(?:slot[01]|eval):1:(\d+)\)?$/.exec(this.#frame) ?? [];
    const place = column === undefined ? undefined : this.placeAt?.(Number(column) - 1);
    return `${this.#death}, ${place === undefined ? this.#frame : `at ${place}`}`;
  }

  /** Of a board that runs none of its bundles, and will not by itself. */
  safeMode(device: string): VerificationError | undefined {
    if (!this.#isSafe) return undefined;
    const why = this.death ?? "no bundle of its own works";
    return new VerificationError(
      `${device} to run`,
      `safe mode: ${why}; there is no bundle before it to go back to: mend the sources, and flash again`,
    );
  }

  failure({ device, url, waitedMs, isBorn, isPortGone }: Circumstances): Error {
    const within = `within ${waitedMs / 1000} s`;
    if (isBorn)
      return new DeadlineError(
        `${device}: no reading ${within} of its birth; its console tells why (--verbose)`,
      );
    if (this.death !== undefined) {
      return new VerificationError(
        `${device} to run its new bundle ${within}`,
        `${this.death}; ${this.#trial()}`,
      );
    }
    if (!this.#isOnline && this.#wifi !== undefined) {
      return new DeadlineError(
        `${device}: Wi-Fi refused or lost (reason ${this.#wifi}) ${within}; look at wifi.ssid and ESPULSE_WIFI_PASSWORD`,
      );
    }
    if (this.#mqtt !== undefined) return brokerFailure(url, device, this.#mqtt);
    const how = this.#isOnline
      ? "it has joined the network, and says nothing of the broker"
      : this.#lines > 0
        ? "it has not joined the network"
        : isPortGone
          ? "its port has been gone since the restart; look at its cable and its supply"
          : "nothing is heard of it on its console either";
    return new DeadlineError(`${device}: no birth at ${url} ${within}: ${how}`);
  }

  #trial(): string {
    return this.deaths < MOST_DEATHS
      ? `it has died ${this.deaths} of ${MOST_DEATHS} times and is still on trial: at the last the board goes back to the bundle before by itself`
      : "it is given up: the board goes back to the bundle before, and that has not been heard of yet";
  }
}

function brokerFailure(url: string, device: string, said: string): Error {
  if (/refused \((4|5)\)/.test(said)) {
    return new BrokerError(
      url,
      `refuses the login of ${device} (${said}); its password is ESPULSE_PASSWORD`,
      "refused",
    );
  }
  const isDns = /locate host|no such host|DNS|hostname/i.test(said);
  const reason = isDns
    ? `the board finds no address for this name (${said}); name the broker by its IPv4 address`
    : `the board does not reach it (${said}); is it listening on this address, and does a firewall let it?`;
  return new BrokerError(url, reason, "unreachable");
}
