// biome-ignore-all lint: runs on Espruino, which knows neither strict mode nor these rules.
// `require("ESP32")` of a simulated board. On the board it is also a global; here that would cost
// vars in every program, so one that wants it asks for it.
exports.getState = function () {
  return { sdkVersion: "simulated", freeHeap: 90000, BLE: false, Wifi: true, minHeap: 80000 };
};
exports.setBLE_Debug = exports.enableBLE = exports.enableWifi = function () {};
exports.reboot = function () {
  E.reboot();
};
