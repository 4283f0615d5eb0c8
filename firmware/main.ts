// The firmware that comes with Espulse: the program with no channels but the board's own and the pins
// of its settings.
import { start } from "./program.ts";

start();
