// What Espulse knows of this project. Passwords are no part of it: they stand in .env.local, which
// is not committed. Flags and ESPULSE_* variables go before what stands here.
import { defineConfig } from "espulse";

export default defineConfig({
  board: "esp32-devkitc",
  entry: "firmware/main.ts",
  // Milliseconds between readings.
  interval: 1000,
  // Read with every reading, without a line of firmware: analog in volts, digital as 0 or 1.
  pins: [{ name: "light", pin: "D35", kind: "analog" }],
  // The network the board joins, and the broker it publishes to.
  // wifi: { ssid: "my network" },
  // broker: { url: "mqtt://192.168.1.10:1883" },
});
