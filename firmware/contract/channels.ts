// What a channel may be called and measured in, wherever it is declared: in the settings or in a
// firmware of the user's own.

/** The channels every board has of itself: nothing else may take their names. */
export const BOARD_CHANNELS: readonly string[] = ["temp", "vars", "rssi"];

/** With at most {@link CHANNEL_NAME_LENGTH} characters. It becomes a JSON key and a column. */
export const CHANNEL_NAME = /^[a-z][a-z0-9_]*$/;
export const CHANNEL_NAME_LENGTH = 16;
export const CHANNEL_NAME_RULE = "expected a-z, then up to 15 of a-z 0-9 _";

/** Of what may not stand in a unit: anything but visible ASCII, and what JSON would escape. */
export const NO_UNIT = /[^!-~]|"|\\/;
export const UNIT_LENGTH = 16;
