// What a pin is for, in a few words. Pure.
import type { Board, BoardPin } from "../../boards/board.ts";

/** `adc`, `dac`, `pwm`; `in` for what cannot drive. */
export function shortCapabilities({ can }: BoardPin): string {
  const short = { analog: "adc", dac: "dac", pwm: "pwm", input: "in", digital: undefined };
  return can
    .map((capability) => short[capability])
    .filter((word) => word !== undefined)
    .join(" ");
}

/** Console, buses, LED and button on the pin, as "I2C1 SCL, LED1". */
export function rolesOf({ name }: BoardPin, board: Board): string {
  const roles: string[] = [];
  const { console, buses, leds, buttons } = board;
  const isConsole = name === console.tx || name === console.rx;
  if (isConsole) roles.push(name === console.tx ? "console TX" : "console RX");
  for (const bus of buses) {
    for (const [role, pin] of Object.entries(bus.pins)) {
      const isSame = isConsole && bus.name === console.device;
      if (pin === name && !isSame) roles.push(`${bus.name} ${role.toUpperCase()}`);
    }
  }
  for (const device of [...leds, ...buttons]) if (device.pin === name) roles.push(device.name);
  return roles.join(", ");
}
