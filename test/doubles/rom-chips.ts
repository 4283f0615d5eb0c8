// The chips that the scripted ROM loader can be: what their registers hold, as esptool-js asks for it.

export interface ScriptedChip {
  readonly name: string;
  /** Told by GET_SECURITY_INFO; undefined where the ROM does not know that command. */
  readonly chipId?: number;
  readonly registers: Readonly<Record<number, number>>;
  /** Base of the SPI controller, and its registers for the command and the first word of data. */
  readonly spi: { readonly base: number; readonly command: number; readonly word: number };
}

/** Where esptool looks which chip it is, on those that do not tell. */
const MAGIC = 0x40001000;

/** MAC 24:0a:c4:12:34:56 in the two words of an ESP32's fuses, and of the others'. */
const mac = (address: number) => ({ [address]: 0xc4123456, [address + 4]: 0x0000240a });
const newer = (base: number, word3: number, word5: number) => ({
  ...mac(base),
  [base + 4 * 3]: word3,
  [base + 4 * 5]: word5,
});

export const CHIPS = {
  // Package 1 (D0WD), revision 3: three bits in three places.
  esp32: {
    name: "ESP32",
    registers: {
      [MAGIC]: 0x00f01d83,
      ...mac(0x3ff5a004),
      1073061900: (1 << 15) | (1 << 9),
      1073061908: 1 << 20,
      1073111164: 0x80000000,
    },
    spi: { base: 0x3ff42000, command: 0x24, word: 0x80 },
  },
  // Revision 0.4.
  c3: {
    name: "ESP32-C3",
    chipId: 5,
    registers: newer(0x60008844, 4 << 18, 0),
    spi: { base: 0x60002000, command: 0x20, word: 0x58 },
  },
  // Revision 0.2.
  s3: {
    name: "ESP32-S3",
    chipId: 9,
    registers: newer(0x60007044, 2 << 18, 0),
    spi: { base: 0x60002000, command: 0x20, word: 0x58 },
  },
  // Of those no board file has.
  c6: {
    name: "ESP32-C6",
    chipId: 13,
    registers: newer(0x600b0844, 0, 0),
    spi: { base: 0x60003000, command: 0x20, word: 0x58 },
  },
} satisfies Record<string, ScriptedChip>;
