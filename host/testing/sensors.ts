// What a test's board measures, as a test writes it down.

/** A value, or one for each moment: `ms` of virtual time since the board was made. */
export type Sensor = number | boolean | ((ms: number) => number | boolean | undefined);

/**
 * By the name of a pin (`D34`, `BTN1`): what `analogRead` gives, 0 to 1, or what `digitalRead` gives. And
 * `temp`, the chip's temperature in degrees Celsius, and `rssi`, the Wi-Fi signal in dBm. What is not
 * named has values of its own.
 */
export type Sensors = Record<string, Sensor | undefined>;
