// What Espruino's matcher (src/jswrap_regexp.c) does with a pattern: the parts it cannot match
// right, and the pattern written so that the rest is right. Knows nothing of TypeScript.
import { writeRange } from "./pattern-range.ts";

export interface Reading {
  /** What the matcher cannot do, and what to write instead. */
  readonly faults: readonly string[];
  /** The same pattern, as the matcher understands it. */
  readonly rewritten: string;
}

interface Atom {
  readonly text: string;
  /** A single character, a class or an escape: what a quantifier may follow. */
  readonly isCharacter: boolean;
}

const NOT_A_LINE_END = "[^\\n\\r]";
const PLAIN_ESCAPES = /^\\[dDwWsStnrvf0.*+?^$(){}[\]|/\\,:;=!"'#%&@~<>`_ -]/;

export function readPattern(pattern: string, flags: string): Reading {
  const reader = new PatternReader(pattern, flags);
  reader.read();
  return { faults: [...reader.faults], rewritten: reader.rewritten() };
}

class PatternReader {
  readonly faults = new Set<string>();
  private readonly written: string[] = [];
  private at = 0;
  private groups = 0;
  private depth = 0;
  private quantifiers = 0;
  private alternatives = 0;
  private anchors = 0;

  constructor(
    private readonly pattern: string,
    private readonly flags: string,
  ) {}

  read(): void {
    for (const flag of this.flags) {
      if (flag !== "g" && flag !== "i") this.refuse(`flag ${flag}: only g and i work`);
    }
    while (this.at < this.pattern.length) this.readPart();
    if (this.alternatives > 0 && (this.groups > 0 || this.quantifiers > 0 || this.anchors > 0)) {
      this.refuse("| beside a group, a quantifier or ^: test each alternative by itself");
    }
    if (this.groups > 9) this.refuse("more than nine groups: match in two steps");
  }

  rewritten(): string {
    const [first, ...rest] = this.written;
    // A pattern of plain characters that ends in $ is compared as text, and flag i forgotten.
    if (this.flags.includes("i") && first && /^[a-z]/i.test(first)) {
      return `[${first}]${rest.join("")}`;
    }
    return this.written.join("");
  }

  private refuse(fault: string): void {
    this.faults.add(fault);
  }

  private readPart(): void {
    const character = this.pattern.charAt(this.at);
    if (character === "(") this.openGroup();
    else if (character === ")") this.closeGroup();
    else if (character === "|") this.readAlternative();
    else if (character === "^" || character === "$") this.readAnchor(character);
    else this.quantify(this.readAtom(character));
  }

  private openGroup(): void {
    const opening = /^\(\?(?::|[=!]|<[=!]|<\w*>|[a-z-]*:)?/.exec(this.pattern.slice(this.at))?.[0];
    if (opening === "(?:") this.refuse("(?:): use a plain group ( )");
    else if (opening?.startsWith("(?<") && opening.endsWith(">")) {
      this.refuse("a named group: use a plain group and its number");
    } else if (opening) this.refuse("lookaround: match the surroundings and cut the result");
    if (this.depth > 0) this.refuse("a group inside a group: match in two steps");
    this.groups++;
    this.depth++;
    this.at += opening?.length ?? 1;
    this.written.push("(");
  }

  private closeGroup(): void {
    this.depth--;
    this.at++;
    this.written.push(")");
    if (/^[*+?{]/.test(this.pattern.slice(this.at))) {
      this.refuse("a repeated group: loop with exec and flag g");
      this.at += /^(?:\{[^}]*\}|.)\??/.exec(this.pattern.slice(this.at))?.[0].length ?? 1;
    }
  }

  private readAlternative(): void {
    if (this.depth > 0) this.refuse("| inside a group: test each alternative by itself");
    this.alternatives++;
    this.at++;
    this.written.push("|");
  }

  private readAnchor(anchor: string): void {
    if (anchor === "^") this.anchors++;
    this.at++;
    this.written.push(anchor);
  }

  private readAtom(character: string): Atom {
    if (character === "[") return this.readClass();
    if (character === "\\") return this.readEscape();
    this.at++;
    if (character.charCodeAt(0) > 126) this.refuse("a character that is not ASCII");
    // The matcher's dot takes line ends too.
    return { text: character === "." ? NOT_A_LINE_END : character, isCharacter: true };
  }

  private readEscape(): Atom {
    const rest = this.pattern.slice(this.at);
    const hex = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest);
    if (hex) {
      this.at += hex[0].length;
      const code = Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
      if (code > 126) this.refuse("a character that is not ASCII");
      return { text: `\\x${code.toString(16).padStart(2, "0")}`, isCharacter: true };
    }
    if (/^\\[1-9]/.test(rest)) this.refuse("a backreference: compare the groups afterwards");
    else if (/^\\k/.test(rest)) this.refuse("a named backreference: compare the groups afterwards");
    else if (/^\\b/i.test(rest)) this.refuse("\\b and \\B: match the characters around the word");
    else if (!PLAIN_ESCAPES.test(rest)) this.refuse(`the escape ${rest.slice(0, 2)}`);
    this.at += 2;
    return { text: rest.slice(0, 2), isCharacter: true };
  }

  private readClass(): Atom {
    let text = "[";
    this.at++;
    if (this.pattern.charAt(this.at) === "^") {
      text += "^";
      this.at++;
    }
    if (this.pattern.charAt(this.at) === "]") this.refuse("an empty class [] or [^]");
    while (this.at < this.pattern.length && this.pattern.charAt(this.at) !== "]") {
      text += this.readClassMember();
    }
    this.at++;
    return { text: `${text}]`, isCharacter: true };
  }

  private readClassMember(): string {
    const low = this.readClassCharacter();
    const rest = this.pattern.slice(this.at);
    if (!rest.startsWith("-") || rest.startsWith("-]")) return low;
    this.at++;
    const high = this.readClassCharacter();
    const range = writeRange(low, high, this.flags.includes("i"));
    if (range.fault !== undefined) this.refuse(range.fault);
    return range.text;
  }

  private readClassCharacter(): string {
    const character = this.pattern.charAt(this.at);
    if (character === "\\") {
      // Inside a class \b is a backspace, there as here.
      if (this.pattern.startsWith("\\b", this.at)) {
        this.at += 2;
        return "\\x08";
      }
      return this.readEscape().text;
    }
    this.at++;
    if (character.charCodeAt(0) > 126) this.refuse("a character that is not ASCII");
    // A failed match looks for | without minding classes; the lexer ends the literal at a slash.
    if (character === "|") return "\\x7c";
    if (character === "/") return "\\/";
    // A bracket would open a class in the class.
    if (character === "[") return "\\[";
    return character;
  }

  private quantify({ text, isCharacter }: Atom): void {
    const rest = this.pattern.slice(this.at);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(rest)?.[0];
    if (quantifier === undefined || !isCharacter) {
      this.written.push(text);
      return;
    }
    this.quantifiers++;
    this.at += quantifier.length;
    if (this.pattern.charAt(this.at) === "?") {
      this.refuse(`the lazy quantifier ${quantifier}?: exclude the end instead, as in [^"]*`);
      this.at++;
    }
    if (quantifier === "?") this.refuse("?: test with and without the part, or use *");
    else if (quantifier.startsWith("{")) {
      this.refuse(`${quantifier}: repeat the part, or match with + and check the length`);
    }
    // The matcher's own + also matches nothing where the next part fits.
    this.written.push(quantifier === "+" ? `${text}${text}*` : `${text}*`);
  }
}
