// The chips between USB and a board's UART, by USB vendor and product id, in lower-case hexadecimal.

/** As the USB ID repository (usb.ids) and the drivers of Linux have them. */
const CHIPS: Readonly<Record<string, string>> = {
  "10c4:ea60": "CP210x",
  "10c4:ea70": "CP2105",
  "10c4:ea71": "CP2108",
  "1a86:7522": "CH340",
  "1a86:7523": "CH340",
  "1a86:5523": "CH341",
  "1a86:55d3": "CH343",
  "1a86:55d4": "CH9102",
  "0403:6001": "FTDI FT232R",
  "0403:6010": "FTDI FT2232",
  "0403:6011": "FTDI FT4232",
  "0403:6014": "FTDI FT232H",
  "0403:6015": "FTDI FT-X",
  "067b:2303": "PL2303",
  "303a:1001": "USB-Serial-JTAG",
  "0483:5740": "STM32 USB",
};

/** What is likely there: makers of boards can give their own ids to a chip. */
export function chipOf(vendorId: string, productId: string): string | undefined {
  return CHIPS[`${vendorId}:${productId}`];
}
