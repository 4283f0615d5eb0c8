// What a channel may be called and measured in, wherever it is declared: in the settings or in a
// firmware of the user's own.

/** The channels every board has of itself: nothing else may take their names. */
const BOARD_CHANNELS: readonly string[] = ["temp", "vars", "rssi"];

/** A name becomes a JSON key and a column. Undefined when nothing is wrong with it. */
export function channelNameFault(name: string): string | undefined {
  // Espruino's expressions know no {0,15}.
  if (!/^[a-z][a-z0-9_]*$/.test(name) || name.length > 16) {
    return "expected a-z, then up to 15 of a-z 0-9 _";
  }
  return BOARD_CHANNELS.indexOf(name) < 0
    ? undefined
    : "is a channel of the board itself (temp, vars, rssi); choose another name";
}

/** Neither is there room for what JSON would escape. Undefined when nothing is wrong with it. */
export function unitFault(unit: string): string | undefined {
  return unit && unit.length <= 16 && !/[^!-~]|"|\\/.test(unit)
    ? undefined
    : 'expected 1 to 16 visible ASCII characters but " and \\; "1" where there is none';
}
