// In place of board.ts where the chip tells Espruino no temperature: free vars, Wi-Fi signal.
import type { ChannelMeta } from "../contract/meta.ts";
export function describeBoard(): ChannelMeta[] {
  return [
    { n: "vars", u: "count" },
    { n: "rssi", u: "dBm" },
  ];
}

export function sampleBoard(): number[] {
  const { rssi } = require("Wifi").getStatus();
  return [process.memory(false).free, (rssi as number) - 0];
}
