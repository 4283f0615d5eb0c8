// The board's own channels: chip temperature, free vars, Wi-Fi signal.
import type { ChannelMeta } from "../contract/meta.ts";
export function describeBoard(): ChannelMeta[] {
  return [
    { n: "temp", u: "Cel" },
    { n: "vars", u: "count" },
    { n: "rssi", u: "dBm" },
  ];
}

export function sampleBoard(): number[] {
  const { rssi } = require("Wifi").getStatus();
  // Not connected, the ESP32 leaves rssi out or says "off": NaN both.
  return [E.getTemperature(), process.memory(false).free, (rssi as number) - 0];
}
