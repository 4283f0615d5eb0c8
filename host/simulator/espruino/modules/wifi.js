// biome-ignore-all lint: runs on Espruino, which knows neither strict mode nor these rules.
// `require("Wifi")` of a simulated board. It only asks and shows: the station and the access point
// live in the host (wifi-station.ts), which sets `s` and emits the events through the console.
// s: 2 has an address, 1 associated or trying again, 0 never tried, else the last reason's number.
exports.s = 0;
exports.connect = function (a, o, c) {
  if (typeof a != "string") throw new Error("No SSID provided");
  if (c) this.c = c;
  print("\x1fJ" + JSON.stringify({ ssid: a, password: (o && o.password) || "" }));
};
exports.getIP = function (c) {
  let r =
    this.s == 2
      ? { ip: "192.168.4.2", netmask: "255.255.255.0", gw: "192.168.4.1" }
      : { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" };
  r.mac = "$MAC";
  if (c) setTimeout(c, 0, null, r);
  return r;
};
exports.getStatus = function () {
  let s = this.s;
  let r = { mode: s == 1 || s == 2 ? "STA" : "NULL", powersave: "min_modem" };
  if (s == 1 || s == 2) {
    r.station = "connected";
    r.ssid = $SSID;
    r.bssid = "02:00:5e:10:00:01";
    r.channel = 6;
    r.rssi = 0;
    r.htMode = "HT20";
    r.authMode = $AUTH_MODE;
    if (s == 2) {
      // sensors.ts, as in shim.js
      let t = new Date().valueOf() - $START;
      let y = Math.sin($SEED * 9.1) * 43758.5453;
      s = -60 - 5 * (y - Math.floor(y));
      y = Math.sin($SEED * 7.13 + 102 * 1.37) * 43758.5453;
      s += 5 * Math.sin(2 * Math.PI * (t / 90000 + y - Math.floor(y)));
      y = Math.sin($SEED * 3.7 + 102 * 11.3 + (Math.floor(t / 1000) % 86400) * 0.77) * 43758.5453;
      r.rssi = Math.round(s + 4 * (2 * (y - Math.floor(y)) - 1));
    }
  } else {
    r.station =
      { 8: "ASSOC_LEAVE", 15: "4WAY_HANDSHAKE_TIMEOUT", 200: "BEACON_TIMEOUT", 201: "NO_AP_FOUND" }[
        s
      ] || "Unknown reason";
  }
  return r;
};
//@ disconnect
exports.disconnect = function (c) {
  if (c) setTimeout(c, 0);
  print("\x1fL");
};
//@ stopAP
exports.stopAP = function (c) {
  if (c) setTimeout(c, 0);
};
//@ setHostname
exports.setHostname = function (n, c) {
  if (c) setTimeout(c, 0);
};
//@
// Functions of a module keep its scope alive, for 1 var each and 4 in all; none here needs it.
for (let i in exports) if (i != "s") delete exports[i]["\xffsco"];
