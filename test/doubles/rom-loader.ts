// A scripted ESP32 in its ROM loader, and esptool's stub once that has been loaded: bytes in, bytes out,
// a flash of its own, and faults. Knows SLIP and the serial protocol by itself, not by our code.
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { CHIPS, type ScriptedChip } from "./rom-chips.ts";

export interface RomFaults {
  /** Answers nothing. */
  readonly isSilent?: boolean;
  /** Prints this at each attempt to connect, and answers nothing. */
  readonly runsProgram?: string;
  /** Sent before the first answer. */
  readonly garbage?: string;
  /** Answers a command that it does not know under that command's number. */
  readonly namesUnknown?: boolean;
  /** At these baud rates it hears and says nothing. */
  readonly deafAt?: readonly number[];
  readonly md5IsWrong?: boolean;
  /** So many blocks of flash are refused with this status. */
  readonly refuses?: { readonly blocks: number; readonly status: number };
  /** Answers no more once it has so many blocks. */
  readonly stallsAfterBlocks?: number;
  /** One byte of what is written to this offset is not what was sent. */
  readonly spoils?: number;
  /** Of the flash chip; 0 is one that does not answer. */
  readonly flashId?: number;
}

const SYNC_ANSWER = 0x20120707;
const FLASH_ID_OF_4_MB = 0x1640c8;
const BAD_LENGTH = 0xc0;
const BAD_CHECKSUM = 0xc1;
const NOT_UNDERSTOOD = 0x05;
const READ_ID = 0x9f;

export class RomLoader {
  readonly flash = Buffer.alloc(4 << 20, 0xff);
  /** Each change, in order. */
  readonly baudRates = [115_200];
  readonly received: string[] = [];
  isStub = false;
  /** Of the stub, as it was loaded. */
  stubBytes = 0;
  #frame: number[] | undefined;
  #isEscaped = false;
  #registers = new Map<number, number>();
  #write = { offset: 0, size: 0, compressed: [] as Buffer[], blocks: 0, taken: 0 };
  #refused = 0;
  #blocks = 0;
  #saidGarbage = false;

  constructor(
    private readonly send: (bytes: Buffer) => void,
    private readonly chip: ScriptedChip = CHIPS.esp32,
    /** May be changed between two tries. */
    public faults: RomFaults = {},
  ) {}

  get baudRate(): number {
    return this.baudRates.at(-1)!;
  }

  get isDeaf(): boolean {
    return this.faults.deafAt?.includes(this.baudRate) ?? false;
  }

  /** As DTR and RTS do it. */
  reset(): void {
    this.isStub = false;
    this.stubBytes = 0;
    this.#frame = undefined;
    this.#blocks = 0;
    this.#refused = 0;
    if (this.baudRate !== 115_200) this.baudRates.push(115_200);
  }

  take(bytes: Uint8Array): void {
    if (this.faults.isSilent || this.isDeaf) return;
    for (const byte of bytes) this.#takeByte(byte);
  }

  #takeByte(byte: number): void {
    if (byte === 0xc0) {
      if (this.#frame?.length) {
        this.#takeCommand(Buffer.from(this.#frame));
        this.#frame = undefined;
      } else this.#frame = [];
    } else if (byte === 0xdb) this.#isEscaped = true;
    else {
      this.#frame?.push(!this.#isEscaped ? byte : byte === 0xdc ? 0xc0 : 0xdb);
      this.#isEscaped = false;
    }
  }

  #takeCommand(packet: Buffer): void {
    const { faults } = this;
    const [, op = 0] = packet;
    const body = packet.subarray(8);
    this.received.push(NAMES[op] ?? op.toString(16));
    if (faults.runsProgram !== undefined) {
      this.send(Buffer.from(faults.runsProgram));
      return;
    }
    if (faults.garbage !== undefined && !this.#saidGarbage) {
      this.#saidGarbage = true;
      this.send(Buffer.from(faults.garbage, "latin1"));
    }
    if (this.#blocks >= (faults.stallsAfterBlocks ?? Number.POSITIVE_INFINITY)) return;
    if (packet.length < 8 || packet.readUInt16LE(2) !== body.length) {
      this.#answer(op, 0, this.isStub ? BAD_LENGTH : NOT_UNDERSTOOD);
      return;
    }
    const word = (index: number): number => body.readUInt32LE(4 * index);
    switch (op) {
      case 0x08:
        for (let i = 0; i < 8; i++) this.#answer(op, this.isStub ? 0 : SYNC_ANSWER);
        break;
      case 0x0a:
        this.#answer(op, this.#read(word(0)));
        break;
      case 0x09:
        this.#registers.set(word(0), word(1));
        this.#answer(op);
        break;
      case 0x14:
        this.#tellSecurityInfo(op);
        break;
      case 0x05:
      case 0x0d:
        this.#answer(op);
        break;
      case 0x07:
        this.stubBytes += word(0);
        this.#answer(op, 0, isChecked(packet) ? 0 : 0x07);
        break;
      case 0x06:
        this.#answer(op);
        this.isStub = true;
        this.send(framed(Buffer.from("OHAI")));
        break;
      case 0x0f:
        this.#answer(op);
        this.baudRates.push(word(0));
        break;
      case 0xd0:
        this.flash.fill(0xff);
        this.#answer(op);
        break;
      case 0x10:
        this.#write = { offset: word(3), size: word(0), compressed: [], blocks: word(1), taken: 0 };
        this.flash.fill(0xff, word(3), word(3) + word(0));
        this.#answer(op);
        break;
      case 0x11:
        this.#takeBlock(op, packet);
        break;
      case 0x12:
        this.#answer(op, 0, this.#write.taken === this.#write.blocks ? 0 : 0xc8);
        break;
      case 0x13:
        this.#tellMd5(op, word(0), word(1));
        break;
      default:
        this.#answer(op, 0, NOT_UNDERSTOOD);
    }
  }

  #read(address: number): number {
    const { base, command, word } = this.chip.spi;
    if (address === base + word) {
      const asked = (this.#registers.get(base + command) ?? 0) & 0xff;
      return asked === READ_ID ? (this.faults.flashId ?? FLASH_ID_OF_4_MB) : 0;
    }
    // A command of the SPI controller is over at once.
    if (address === base) return 0;
    return this.chip.registers[address] ?? this.#registers.get(address) ?? 0;
  }

  #tellSecurityInfo(op: number): void {
    if (this.chip.chipId === undefined) {
      // An ESP32 says it eight times, and of no command.
      for (let i = 0; i < 8; i++)
        this.#answer(this.faults.namesUnknown ? op : 0, 0, NOT_UNDERSTOOD);
      return;
    }
    const info = Buffer.alloc(20);
    info.writeUInt32LE(this.chip.chipId, 12);
    this.#answer(op, 0, 0, info);
  }

  #takeBlock(op: number, packet: Buffer): void {
    const { refuses, spoils } = this.faults;
    const write = this.#write;
    let status = 0;
    if (!isChecked(packet)) status = BAD_CHECKSUM;
    else if (refuses && this.#refused++ < refuses.blocks) status = refuses.status;
    else if (packet.readUInt32LE(12) !== write.taken) status = 0xc6;
    if (status !== 0) {
      this.#answer(op, 0, status);
      return;
    }
    write.compressed.push(Buffer.from(packet.subarray(24)));
    write.taken++;
    this.#blocks++;
    this.#answer(op);
    if (write.taken < write.blocks) return;
    const bytes = inflateSync(Buffer.concat(write.compressed));
    bytes.copy(this.flash, write.offset);
    if (spoils === write.offset) this.flash[write.offset]! ^= 1;
  }

  #tellMd5(op: number, offset: number, size: number): void {
    const md5 = createHash("md5").update(this.flash.subarray(offset, offset + size));
    if (this.faults.md5IsWrong) md5.update("wrong");
    const digest = md5.digest();
    this.#answer(op, 0, 0, this.isStub ? digest : Buffer.from(digest.toString("hex")));
  }

  #answer(op: number, value = 0, status = 0, body: Buffer = Buffer.alloc(0)): void {
    // The ROM says 1 and the reason, and two bytes more; the stub the reason alone.
    const end = this.isStub ? [status, 0] : [status === 0 ? 0 : 1, status, 0, 0];
    const head = Buffer.alloc(8);
    head[0] = 1;
    head[1] = op;
    head.writeUInt16LE(body.length + end.length, 2);
    head.writeUInt32LE(value >>> 0, 4);
    this.send(framed(Buffer.concat([head, body, Buffer.from(end)])));
  }
}

const NAMES: Readonly<Record<number, string>> = {
  5: "mem begin",
  6: "mem end",
  7: "mem data",
  8: "sync",
  9: "write register",
  10: "read register",
  15: "change baud rate",
  16: "deflate begin",
  17: "deflate data",
  18: "deflate end",
  19: "md5",
  20: "security info",
  208: "erase flash",
};

/** The checksum in a packet is that of the data after its four words. */
function isChecked(packet: Buffer): boolean {
  const sum = packet.subarray(24).reduce((state, byte) => state ^ byte, 0xef);
  return packet.readUInt32LE(4) === sum;
}

function framed(bytes: Uint8Array): Buffer {
  const inside = [...bytes].flatMap((byte) =>
    byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte],
  );
  return Buffer.from([0xc0, ...inside, 0xc0]);
}
