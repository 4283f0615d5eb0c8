// biome-ignore-all lint: runs on Espruino, which knows neither strict mode nor these rules.
// Boot code (.boot0) of a simulated board: what an ESP32 build has and the Linux build has not.
// Lines that begin with \x1f go to the host (interpreter-process.ts), all else is the program's.
// A section behind `//@ name` is left out where the bundle never says that name; $NAMES are filled
// in by shim.ts. Bodies stay in Storage, so a function costs 5 vars and one more a parameter.
print("\x1fB");
//@ getTemperature
// Formulas: host/simulator/sensors.ts; y - floor(y) is its hash, inline because a function inside a
// function would be made, in vars, at each reading. `new Date()`, because a step of the clock moves
// getTime().
E.getTemperature = function () {
  let t = new Date().valueOf() - $START;
  let y = Math.sin($SEED * 5.3) * 43758.5453;
  let r = 44 + 2 * (y - Math.floor(y));
  y = Math.sin($SEED * 7.13 + 101 * 1.37) * 43758.5453;
  r += 2.5 * Math.sin(2 * Math.PI * (t / 600000 + y - Math.floor(y)));
  y = Math.sin($SEED * 7.13 + 101.5 * 1.37) * 43758.5453;
  r += Math.sin(2 * Math.PI * (t / 47000 + y - Math.floor(y)));
  y = Math.sin($SEED * 3.7 + 101 * 11.3 + (Math.floor(t / 1000) % 86400) * 0.77) * 43758.5453;
  return r + 0.3 * (2 * (y - Math.floor(y)) - 1);
};
//@ getAnalogVRef
E.getAnalogVRef = function () {
  return 3.3;
};
//@ analogRead
global.analogRead = function (p) {
  if (typeof p != "number") p = parseInt(("" + p).substr(1));
  let t = new Date().valueOf() - $START;
  let y = Math.sin($SEED * 7.13 + p * 1.37) * 43758.5453;
  let r = 0.5 + 0.35 * Math.sin(2 * Math.PI * (t / (20000 + 1000 * (p % 8)) + y - Math.floor(y)));
  y = Math.sin($SEED * 7.13 + (p + 0.5) * 1.37) * 43758.5453;
  r += 0.1 * Math.sin(2 * Math.PI * (t / 3700 + y - Math.floor(y)));
  y = Math.sin($SEED * 3.7 + p * 11.3 + (Math.floor(t / 100) % 86400) * 0.77) * 43758.5453;
  r += 0.01 * (2 * (y - Math.floor(y)) - 1);
  return Math.min(4095, Math.max(0, Math.floor(r * 4096))) / 4096;
};
//@ digitalRead
global.digitalRead = function (p) {
  if (typeof p != "number") p = parseInt(("" + p).substr(1));
  let k = Math.floor((new Date().valueOf() - $START) / 5000) % 86400;
  let y = Math.sin($SEED * 3.7 + (p + 50) * 11.3 + k * 0.77) * 43758.5453;
  return 2 * (y - Math.floor(y)) - 1 < 0 ? 0 : 1;
};
//@ pinMode
// The build's own knows D0 to D32 only; what a pin is set to makes no difference here.
global.pinMode = E.kickWatchdog;
//@ getSerial
global.getSerial = function () {
  return "$SERIAL";
};
//@ .BOARD
// Asked for a board name, process.env is this; CONSOLE stays what it is, or setConsole would lose it.
Object.defineProperty(process, "env", {
  get: function () {
    return {
      VERSION: process.version,
      BOARD: "$BOARD",
      SERIAL: "$SERIAL",
      CONSOLE: "USB",
      MODULES: "Wifi,ESP32,net,dgram,http,tls,crypto,Storage,Flash,TelnetServer",
    };
  },
});
//@ peek32
// Why the chip started: the host keeps it in a file, as a character.
global.peek32 = function () {
  return require("fs").readFileSync("reset-cause").charCodeAt(0);
};
//@ Watchdog
// One function for both: 3 vars less. The host is the watchdog.
E.enableWatchdog = E.kickWatchdog = function (s, a) {
  print(s === undefined ? "\x1fK" : "\x1fW" + s + (a === undefined || a ? " auto" : ""));
};
