/// <reference path="./espruino.d.ts" preserve="true" />
/// <reference path="./espruino-more.d.ts" preserve="true" />
/// <reference path="./espruino-buses.d.ts" preserve="true" />
/// <reference path="./espruino-pins.d.ts" preserve="true" />
// What a firmware of the user's own imports, as `espulse/firmware`. Nothing else of this folder is
// promised to stay.
export { start } from "./program.ts";
export { type Channel, channel } from "./sensors/own.ts";
