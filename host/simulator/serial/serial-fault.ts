// What goes wrong on a serial line when it is asked to, at a given byte of what the host sends: bytes
// in, what becomes of them out. Owns no line and no time.

const SOH = 0x01;
const ACK = 0x06;
const DLE = 0x10;
const NAK = 0x15;

export const FAULT_KINDS = {
  drop: "this byte is lost",
  nak: "the next packet is lost, and the board says NAK",
  ack: "the next packet is lost, and the board says ACK",
  reboot: "the board restarts",
  xoff: "the board says XOFF, and XON half a second later",
} as const;

export interface SerialFault {
  readonly kind: keyof typeof FAULT_KINDS;
  /** Counted from 0, from the opening of the line; of a packet it is its first. */
  readonly atByte: number;
}

/** `drop@1200`; undefined when it is none. */
export function parseFault(text: string): SerialFault | undefined {
  const [, kind = "", atByte] = /^([a-z]+)@(\d{1,9})$/.exec(text) ?? [];
  if (!Object.hasOwn(FAULT_KINDS, kind)) return undefined;
  return { kind: kind as SerialFault["kind"], atByte: Number(atByte) };
}

export type FaultEvent =
  /** For the board. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** For the host, in the board's place. */
  | { readonly kind: "reply"; readonly byte: number }
  | { readonly kind: "reboot" | "xoff" };

export class SerialFaults {
  #left: SerialFault[];
  #count = 0;
  #events: FaultEvent[] = [];
  #bytes: number[] = [];
  /** The bytes of the packet or of its DLE that has come, while it may have to be kept back. */
  #held: number[] = [];
  #heldFor: SerialFault | undefined;

  constructor(faults: readonly SerialFault[]) {
    this.#left = [...faults].sort((a, b) => a.atByte - b.atByte);
  }

  push(bytes: Uint8Array): FaultEvent[] {
    for (const byte of bytes) this.#take(byte);
    this.#endBytes();
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #take(byte: number): void {
    const at = this.#count++;
    if (this.#heldFor !== undefined) {
      this.#hold(byte, this.#heldFor);
      return;
    }
    const due = this.#left.find(({ atByte }) => at >= atByte);
    const isOfPacket = due?.kind === "nak" || due?.kind === "ack";
    if (due === undefined) this.#bytes.push(byte);
    else if (!isOfPacket) {
      this.#remove(due);
      if (due.kind !== "drop") this.#bytes.push(byte);
      if (due.kind === "reboot" || due.kind === "xoff") this.#tell({ kind: due.kind });
    } else if (byte === DLE) {
      this.#heldFor = due;
      this.#held = [byte];
    } else this.#bytes.push(byte);
  }

  #hold(byte: number, fault: SerialFault): void {
    this.#held.push(byte);
    const [, second, high = 0, low = 0] = this.#held;
    const isPacket = second === SOH;
    const length = 4 + (((high << 8) | low) & 0x1fff);
    if (isPacket && (this.#held.length < 4 || this.#held.length < length)) return;
    this.#heldFor = undefined;
    if (isPacket) {
      this.#remove(fault);
      this.#tell({ kind: "reply", byte: fault.kind === "ack" ? ACK : NAK });
    } else this.#bytes.push(...this.#held);
  }

  #remove(fault: SerialFault): void {
    this.#left = this.#left.filter((other) => other !== fault);
  }

  #tell(event: FaultEvent): void {
    this.#endBytes();
    this.#events.push(event);
  }

  #endBytes(): void {
    if (this.#bytes.length === 0) return;
    this.#events.push({ kind: "bytes", bytes: Uint8Array.from(this.#bytes) });
    this.#bytes = [];
  }
}
