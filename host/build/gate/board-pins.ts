// Pins that the board has not, that something else has, or that cannot do what is asked of them.
// Sees a pin that is named on the spot; what a variable holds is out of its sight.
import ts from "typescript";
import type { Board, BoardPin } from "../../../boards/board.ts";
import { nearestName } from "../../config/nearest-name.ts";
import { isValue, memberName } from "../names/names.ts";
import { globalName, type Place, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

/** Espruino's ports are A to H; more than two digits are nobody's pin. */
const PIN = /^[A-H]\d{1,2}$/;
const LIGHTS_AND_BUTTONS = /^(LED|BTN)\d?$/;

type Need = "drive" | "read" | "analog" | "analogWrite";

/** Calls of globals, and which argument is the pin. */
const CALLS: Readonly<Record<string, { at: number; need: Need }>> = {
  digitalWrite: { at: 0, need: "drive" },
  digitalPulse: { at: 0, need: "drive" },
  digitalRead: { at: 0, need: "read" },
  setWatch: { at: 1, need: "read" },
  analogRead: { at: 0, need: "analog" },
  analogWrite: { at: 0, need: "analogWrite" },
};

const METHODS: Readonly<Record<string, Need>> = {
  write: "drive",
  set: "drive",
  reset: "drive",
  toggle: "drive",
  pulse: "drive",
  writeAtTime: "drive",
  read: "read",
  analog: "analog",
  pwm: "analogWrite",
};

/** Roles of a bus that the board drives: `I2C1.setup({ scl: D22, sda: D21 })`. */
const DRIVEN_ROLES = new Set(["scl", "sda", "sck", "mosi", "tx", "rts", "cs"]);

export const boardPinRules: readonly Rule[] = [
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    const { text } = node;
    const isPin = PIN.test(text);
    if (!isPin && !LIGHTS_AND_BUTTONS.test(text)) return undefined;
    if (!isValue(node) || !globalName(node, place)) return undefined;
    return isPin ? faultOfPin(text, place.board) : faultOfAlias(text, place.board);
  }),
  // global.D6
  rule<ts.PropertyAccessExpression>(SyntaxKind.PropertyAccessExpression, (node, place) => {
    const name = globalName(node, place);
    return name !== undefined && PIN.test(name) ? faultOfPin(name, place.board) : undefined;
  }),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, ({ expression, arguments: values }, place) => {
    const name = globalName(expression, place);
    if (name !== undefined && Object.hasOwn(CALLS, name)) {
      const { at, need } = CALLS[name]!;
      const pin = pinOf(values[at], place);
      return pin && faultOfNeed(pin, need, `${name}(${pin.name})`, place.board);
    }
    if (name === "pinMode") {
      const [first, mode] = values;
      const pin = pinOf(first, place);
      const drives = mode && ts.isStringLiteralLike(mode) && /output|opendrain/.test(mode.text);
      return pin && drives
        ? faultOfNeed(pin, "drive", `pinMode(${pin.name}, "${mode.text}")`, place.board)
        : undefined;
    }
    if (!ts.isPropertyAccessExpression(expression)) return undefined;
    const method = memberName(expression);
    const pin = pinOf(expression.expression, place);
    if (!pin || method === undefined) return undefined;
    const mode = method === "mode" ? values[0]?.getText() : undefined;
    const need = mode && /output|opendrain/.test(mode) ? "drive" : METHODS[method];
    return need && faultOfNeed(pin, need, `${pin.name}.${method}()`, place.board);
  }),
  rule<ts.PropertyAssignment>(SyntaxKind.PropertyAssignment, ({ name, initializer }, place) => {
    const role = name.getText();
    const pin = pinOf(initializer, place);
    if (!pin || !DRIVEN_ROLES.has(role)) return undefined;
    return faultOfNeed(pin, "drive", `${role}: ${pin.name}`, place.board);
  }),
];

function faultOfPin(name: string, board: Board): string | undefined {
  const pin = board.pins.find((one) => one.name === name);
  if (pin?.reserved !== undefined) {
    return `${name} on ${board.name} belongs to ${pin.reserved}; use another pin`;
  }
  if (pin !== undefined) return undefined;
  const nearest = nearestName(
    name,
    board.pins.filter(({ reserved }) => reserved === undefined).map((one) => one.name),
  );
  return `${name}: ${board.name} has no such pin${nearest ? `; did you mean ${nearest}?` : ""}`;
}

function faultOfAlias(name: string, board: Board): string | undefined {
  const known = [...board.leds, ...board.buttons].map((one) => one.name);
  // LED is LED1, and BTN is BTN1.
  if (known.includes(/\d$/.test(name) ? name : `${name}1`)) return undefined;
  const what = known.length > 0 ? `it has ${known.join(", ")}` : "name the pin";
  return `${name}: Espruino knows none on ${board.name}; ${what}`;
}

/** The pin that an expression names; undefined for one with a fault of its own. */
function pinOf(node: ts.Expression | undefined, place: Place): BoardPin | undefined {
  const name = node && globalName(node, place);
  return place.board.pins.find((pin) => pin.name === name && pin.reserved === undefined);
}

function faultOfNeed(pin: BoardPin, need: Need, what: string, board: Board): string | undefined {
  const { can } = pin;
  const able = (fits: (pin: BoardPin) => boolean): string => {
    const names = board.pins.filter((one) => one.reserved === undefined && fits(one));
    return names.map(({ name }) => name).join(", ");
  };
  if (need === "drive" && !can.includes("digital")) return `${what}: the pin is an input only`;
  if (need === "read" && !can.includes("digital") && !can.includes("input")) {
    return `${what}: the pin is analog only; use analogRead`;
  }
  if (need === "analogWrite" && !can.includes("pwm") && !can.includes("dac")) {
    return `${what}: the pin has neither PWM nor a DAC`;
  }
  if (need !== "analog" || can.includes("analog")) return undefined;
  const others = able((one) => one.can.includes("analog"));
  if (others === "") return `${what}: Espruino reads no analog input on ${board.name}`;
  return pin.adc?.unit === 2
    ? `${what}: the pin has ADC2 only, which cannot be read while Wi-Fi is on; use ${others}`
    : `${what}: the pin has no analog input; use ${others}`;
}
