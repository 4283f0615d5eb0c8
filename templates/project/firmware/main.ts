// What runs on the board: the firmware of Espulse, and a channel of your own.
import { channel, start } from "espulse/firmware";

/** A soil moisture sensor at pin D34, in percent of the full scale. */
channel({ name: "soil", unit: "%", read: () => analogRead(D34) * 100 });

start();
