// Uses of what the board's Espruino build lacks: modules, functions, whole globals. What each board
// lacks stands in its file.
import ts from "typescript";
import type { Board } from "../../../boards/board.ts";
import { FEATURE_NAMES, type Feature } from "../../../boards/features.ts";
import { isValue, memberName } from "../names/names.ts";
import { globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

/** Built-in modules that not every build has. */
const MODULES: Readonly<Record<string, Feature>> = {
  crypto: "crypto",
  tls: "tls",
  TelnetServer: "telnet",
  fs: "filesystem",
  ESP32: "esp32",
  ESP8266: "esp8266",
  NodeMCU: "esp8266",
};

const GLOBALS: Readonly<Record<string, Feature>> = {
  ESP32: "esp32",
  ESP8266: "esp8266",
  NRF: "bluetooth",
  Graphics: "graphics",
};

/** Members of globals and of what `require` gives. */
const MEMBERS: Readonly<Record<string, Feature>> = {
  "E.enableWatchdog": "watchdog",
  "E.kickWatchdog": "watchdog",
  "E.getTemperature": "temperature",
  "E.openFile": "filesystem",
  "E.connectSDCard": "filesystem",
  "crypto.SHA224": "sha256",
  "crypto.SHA256": "sha256",
  "crypto.SHA384": "sha512",
  "crypto.SHA512": "sha512",
  "crypto.PBKDF2": "sha512",
  "crypto.AES": "tls",
  "Wifi.getStatus": "wifi-status",
  "Wifi.getDetails": "wifi-status",
};

const ADVICE: Partial<Record<Feature, string>> = {
  sha256: "E.CRC32(text) tells accidents, not forgery",
  watchdog: "leave it out",
  temperature: "leave the channel out",
  telnet: "leave it out: nothing listens",
  "wifi-status": "keep what the events connected and disconnected tell",
};

export const boardFeatureRules: readonly Rule[] = [
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node, { board, declared }) => {
    const name = requiredModule(node);
    const feature = declared.has("require") ? undefined : MODULES[name ?? ""];
    return feature && fault(`require("${name}")`, feature, board);
  }),
  rule<ts.Identifier>(SyntaxKind.Identifier, (node, place) => {
    const feature = Object.hasOwn(GLOBALS, node.text) ? GLOBALS[node.text] : undefined;
    if (!feature || !isValue(node) || !globalName(node, place)) return undefined;
    return fault(node.text, feature, place.board);
  }),
  rule<ts.PropertyAccessExpression | ts.ElementAccessExpression>(
    [SyntaxKind.PropertyAccessExpression, SyntaxKind.ElementAccessExpression],
    (node, place) => {
      const member = memberName(node);
      if (member === undefined) return undefined;
      const { expression } = node;
      const owner = moduleOf(expression) ?? globalName(expression, place) ?? ownerOf(member);
      return faultOfMember(`${owner}.${member}`, node, place.board);
    },
  ),
  // const { SHA256 } = require("crypto");
  rule<ts.BindingElement>(SyntaxKind.BindingElement, (node, place) => {
    const declaration = node.parent.parent;
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
    const { initializer } = declaration;
    const owner = moduleOf(initializer) ?? globalName(initializer, place);
    const member = (node.propertyName ?? node.name).getText();
    return faultOfMember(`${owner}.${member}`, node, place.board);
  }),
];

function faultOfMember(path: string, node: ts.Node, board: Board): string | undefined {
  if (path === "Wifi.getIP" && board.lacks.includes("wifi-status")) {
    const { parent } = node;
    const answers = ts.isCallExpression(parent) && parent.arguments.length > 0;
    return answers
      ? undefined
      : `${path}() without a callback: ${board.name} answers by a callback alone`;
  }
  const limit = board.watchdogSeconds;
  if (path === "E.enableWatchdog" && limit !== undefined && ts.isCallExpression(node.parent)) {
    const [seconds] = node.parent.arguments;
    if (seconds && ts.isNumericLiteral(seconds) && Number(seconds.text) > limit) {
      return `E.enableWatchdog(${seconds.text}): ${board.name} takes ${limit} seconds at most`;
    }
  }
  const feature = Object.hasOwn(MEMBERS, path) ? MEMBERS[path] : undefined;
  return feature && fault(path, feature, board);
}

function fault(what: string, feature: Feature, board: Board): string | undefined {
  if (!board.lacks.includes(feature)) return undefined;
  const advice = ADVICE[feature];
  return `${what}: ${board.name} has ${FEATURE_NAMES[feature]}${advice ? `; ${advice}` : ""}`;
}

/** `SHA256` and its like are the crypto module's, whatever variable that is in. */
function ownerOf(member: string): string | undefined {
  return /^SHA\d+$/.test(member) ? "crypto" : undefined;
}

function requiredModule(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [name] = node.arguments;
  if (node.expression.text !== "require" || !name || !ts.isStringLiteralLike(name))
    return undefined;
  return name.text;
}

/** The module that an expression is: `require("Wifi")`, or a variable of this file that holds it. */
function moduleOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return modulesOf(node.getSourceFile()).get(node.text);
  return requiredModule(node);
}

const modulesBySource = new WeakMap<ts.SourceFile, ReadonlyMap<string, string>>();

function modulesOf(source: ts.SourceFile): ReadonlyMap<string, string> {
  const known = modulesBySource.get(source);
  if (known) return known;
  const modules = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const module = requiredModule(node.initializer);
      if (module !== undefined) modules.set(node.name.text, module);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  modulesBySource.set(source, modules);
  return modules;
}
