// Channels of a user's own firmware. Owns what happens when a `read` fails: the reading goes on
// without it, and it is told once a failure. Not in the bundle of a firmware that has none.
// @native-text: no number becomes text here.
import { channelNameFault, unitFault } from "../contract/channels.ts";
import type { ChannelMeta, Unit } from "../contract/meta.ts";
import { isConnected } from "../mqtt/session.ts";
import { log } from "../publisher.ts";
import { useOwnChannels } from "./channels.ts";

export interface Channel {
  /** a-z, then up to 15 of a-z 0-9 _; the key of its value in each reading. */
  readonly name: string;
  /** Up to 16 visible ASCII characters; "1" where there is none. SenML names where one fits. */
  readonly unit: Unit | (string & {});
  /**
   * The value of this moment, true and false being 1 and 0; it is sent in thousandths. A reading
   * carries null for what is no number within 1e12 of 0, and for a call that throws. All channels together must take far less than the
   * interval between two readings: start what takes time elsewhere, and return its last result.
   */
  readonly read: () => number | boolean | null | undefined;
}

/** What the outbox keeps (pack.ts): whole thousandths, to the last digit. */
const LARGEST = 1e12;

const own: Channel[] = [];
/** For each how far its failure was told: 0 not, or it has none; 1 on the console; 2 to the broker. */
const told: number[] = [];
let isSettled = false;

/**
 * Declares a channel that is read with every reading, in the order of the calls.
 * @throws Error for a name or a unit that cannot be sent, and a name that is taken.
 */
export function channel(declared: Channel): void {
  const { name, unit } = declared;
  const nameFault = channelNameFault(name);
  if (nameFault) throw new Error(`channel "${name}": ${nameFault}`);
  const fault = unitFault(unit);
  if (fault) throw new Error(`channel "${name}": unit "${unit}": ${fault}`);
  for (let i = 0; i < own.length; i++) {
    if (own[i].name === name) throw new Error(`channel "${name}": there is one already`);
  }
  own.push(declared);
  told.push(0);
  useOwnChannels(describeOwn, sampleOwn);
}

/** A host that configures a pin knows nothing of this firmware: the pin goes before. */
function settle(channels: readonly ChannelMeta[]): void {
  isSettled = true;
  for (let i = own.length - 1; i >= 0; i--) {
    const { name } = own[i];
    for (let at = 0; at < channels.length; at++) {
      if (channels[at].n !== name) continue;
      log(`channel ${name} is not read: a pin of the settings has its name`);
      own.splice(i, 1);
      break;
    }
  }
}

function describeOwn(channels: ChannelMeta[]): void {
  if (!isSettled) settle(channels);
  for (let i = 0; i < own.length; i++) {
    channels[channels.length] = { n: own[i].name, u: own[i].unit as Unit };
  }
}

function sampleOwn(values: number[]): void {
  for (let i = 0; i < own.length; i++) {
    let value: unknown;
    let fault = "";
    try {
      value = own[i].read();
    } catch (error) {
      fault = `${error}`;
    }
    if (typeof value === "boolean") value = +value;
    const isSound = typeof value === "number" && value > -LARGEST && value < LARGEST;
    values[values.length] = isSound ? (value as number) : NaN;
    const reach = !fault ? 0 : isConnected() ? 2 : 1;
    if (reach > told[i]) log(`channel ${own[i].name}: ${fault}`);
    if (reach > told[i] || !reach) told[i] = reach;
  }
}
