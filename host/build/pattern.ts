// What Espruino's matcher (src/jswrap_regexp.c) does with a pattern: whether it can match it right,
// and how it must be written for that. Knows nothing of TypeScript.
import { writeRange } from "./pattern-range.ts";

interface Atom {
  readonly text: string;
  /** A single character, a class or an escape: what a quantifier may follow. */
  readonly isCharacter: boolean;
}

const NOT_A_LINE_END = "[^\\n\\r]";
const PLAIN_ESCAPES = /^\\[dDwWsStnrvf0.*+?^$(){}[\]|/\\,:;=!"'#%&@~<>`_ -]/;

/** The same pattern, as the matcher understands it; undefined for what it cannot match. */
export function nativePattern(pattern: string, flags: string): string | undefined {
  const reader = new PatternReader(pattern, flags);
  reader.read();
  return reader.isRefused ? undefined : reader.rewritten();
}

class PatternReader {
  isRefused = false;
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
      if (flag !== "g" && flag !== "i") this.refuse();
    }
    while (this.at < this.pattern.length) this.readPart();
    if (this.alternatives > 0 && (this.groups > 0 || this.quantifiers > 0 || this.anchors > 0)) {
      this.refuse();
    }
    if (this.groups > 9) this.refuse();
  }

  rewritten(): string {
    const [first, ...rest] = this.written;
    // A pattern of plain characters that ends in $ is compared as text, and flag i forgotten.
    if (this.flags.includes("i") && first && /^[a-z]/i.test(first)) {
      return `[${first}]${rest.join("")}`;
    }
    return this.written.join("");
  }

  private refuse(): void {
    this.isRefused = true;
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
    if (this.depth > 0 || this.pattern.charAt(this.at + 1) === "?") this.refuse();
    this.groups++;
    this.depth++;
    this.at++;
    this.written.push("(");
  }

  private closeGroup(): void {
    this.depth--;
    this.at++;
    this.written.push(")");
    if (/^[*+?{]/.test(this.pattern.slice(this.at))) this.refuse();
  }

  private readAlternative(): void {
    if (this.depth > 0) this.refuse();
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
    if (character.charCodeAt(0) > 126) this.refuse();
    // The matcher's dot takes line ends too.
    return { text: character === "." ? NOT_A_LINE_END : character, isCharacter: true };
  }

  private readEscape(): Atom {
    const rest = this.pattern.slice(this.at);
    const hex = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest);
    if (hex) {
      this.at += hex[0].length;
      const code = Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
      if (code > 126) this.refuse();
      return { text: `\\x${code.toString(16).padStart(2, "0")}`, isCharacter: true };
    }
    if (!PLAIN_ESCAPES.test(rest)) this.refuse();
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
    if (this.pattern.charAt(this.at) === "]") this.refuse();
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
    if (range === undefined) this.refuse();
    return range ?? low;
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
    if (character.charCodeAt(0) > 126) this.refuse();
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
    const isLazy = this.pattern.charAt(this.at) === "?";
    if (isLazy || quantifier === "?" || quantifier.startsWith("{")) this.refuse();
    // The matcher's own + also matches nothing where the next part fits.
    this.written.push(quantifier === "+" ? `${text}${text}*` : `${text}*`);
  }
}
