// What a topic name and a topic filter may be, by the rules of MQTT. Pure; knows no client.

import { printable } from "./printable.ts";

const MOST_BYTES = 65_535;

/** Why `filter` is no topic filter, or undefined when it is one. */
export function faultOfFilter(filter: string): string | undefined {
  const fault = faultOfText(filter);
  if (fault) return fault;
  if (filter.startsWith("$share/")) return faultOfSharedFilter(filter);
  const levels = filter.split("/");
  for (const [index, level] of levels.entries()) {
    // [MQTT-4.7.1-2]
    if (level.includes("#") && (level !== "#" || index < levels.length - 1)) {
      return "# must be a level by itself, and the last one";
    }
    // [MQTT-4.7.1-3]
    if (level.includes("+") && level !== "+") return "+ must be a level by itself";
  }
  return undefined;
}

/** MQTT 5, section 4.8.2: `$share/<name>/<filter>`. */
function faultOfSharedFilter(filter: string): string | undefined {
  const [, name = "", ...rest] = filter.split("/");
  if (name === "" || /[+#]/.test(name) || rest.length === 0) {
    return "a shared subscription is $share/<name>/<filter>, its name without + and #";
  }
  return faultOfFilter(rest.join("/"));
}

/** Why `topic` cannot be published to, or undefined when it can. */
export function faultOfTopic(topic: string): string | undefined {
  // [MQTT-3.3.2-2]
  if (/[+#]/.test(topic)) return "a topic to publish to has no + and no #";
  return faultOfText(topic);
}

function faultOfText(text: string): string | undefined {
  // [MQTT-4.7.3-1], [MQTT-4.7.3-3]
  if (text === "") return "is empty";
  if (Buffer.byteLength(text) > MOST_BYTES) return `is longer than ${MOST_BYTES} bytes`;
  // [MQTT-1.5.3-2], [MQTT-4.7.3-2]: no NUL; a broker may close the connection upon any other of
  // U+0001..U+001F and U+007F..U+009F (section 1.5.3).
  const control = /\p{Cc}/u.exec(text)?.[0];
  if (control !== undefined) return `holds a control character, ${printable(control)}`;
  return undefined;
}

/** Whether every topic that `narrow` matches is matched by `wide` too. */
export function filterCovers(wide: string, narrow: string): boolean {
  const wideLevels = wide.split("/");
  const narrowLevels = narrow.split("/");
  // A wildcard at the start does not match topics that begin with $ [MQTT-4.7.2-1].
  if (/^[+#]/.test(wide) && narrow.startsWith("$")) return false;
  for (const [index, level] of wideLevels.entries()) {
    if (level === "#") return true;
    const other = narrowLevels[index];
    if (other === undefined || other === "#") return false;
    if (level !== "+" && level !== other) return false;
  }
  return wideLevels.length === narrowLevels.length;
}
