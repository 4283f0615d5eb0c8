// What Espruino's matcher (src/jswrap_regexp.c) does with a pattern: whether it can match it right,
// and how it must be written for that. Knows nothing of TypeScript.
import { LAST, namedCode } from "./characters.ts";
import { writeRange } from "./range.ts";

interface Atom {
  readonly text: string;
  /** A single character, a class or an escape: what a quantifier may follow. */
  readonly isCharacter: boolean;
}

const NOT_A_LINE_END = "[^\\n\\r]";
/** Its blanks are those of ASCII. */
const BLANKS: Readonly<Record<string, string>> = { s: "[\\s\\xa0]", S: "[^\\s\\xa0]" };
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
  private classes = 0;
  /** Of the alternative that is being read: whether it takes a character at least, or ends in $. */
  private isTaking = false;
  private isEnding = false;

  constructor(
    private readonly pattern: string,
    private readonly flags: string,
  ) {}

  read(): void {
    for (const flag of this.flags) {
      if (flag !== "g" && flag !== "i") this.refuse();
    }
    while (this.at < this.pattern.length) this.readPart();
    this.closeAlternative();
    if (this.alternatives > 0 && (this.groups > 0 || this.quantifiers > 0 || this.anchors > 0)) {
      this.refuse();
    }
    if (this.groups > 9) this.refuse();
  }

  rewritten(): string {
    const [first, ...rest] = this.written;
    // A pattern of plain characters that ends in $ is compared as text, and the flags forgotten.
    if (first && rest.at(-1) === "$" && this.flags !== "" && this.isPlain()) {
      return `[${first === "]" ? "\\]" : first}]${rest.join("")}`;
    }
    return this.written.join("");
  }

  private isPlain(): boolean {
    const others = this.groups + this.quantifiers + this.alternatives + this.anchors + this.classes;
    return others === 0;
  }

  /** The matcher does not look at the end of the text, but where it starts there. */
  private closeAlternative(): void {
    const isJustEnd = this.pattern === "$" && !this.flags.includes("g");
    if (this.isEnding && !this.isTaking && this.anchors === 0 && !isJustEnd) this.refuse();
    this.isTaking = false;
    this.isEnding = false;
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
    this.closeAlternative();
    this.alternatives++;
    this.at++;
    this.written.push("|");
  }

  private readAnchor(anchor: string): void {
    if (anchor === "^") this.anchors++;
    else this.isEnding = true;
    this.at++;
    this.written.push(anchor);
  }

  private readAtom(character: string): Atom {
    if (character === "[") return this.readClass();
    if (character === "\\") return this.readEscape();
    this.at++;
    if (character !== ".") return { text: this.character(character), isCharacter: true };
    // The matcher's dot takes line ends too.
    this.classes++;
    return { text: NOT_A_LINE_END, isCharacter: true };
  }

  private readEscape(): Atom {
    const rest = this.pattern.slice(this.at);
    const named = namedCode(rest);
    if (named) {
      this.at += named.length;
      return { text: this.byte(named.code), isCharacter: true };
    }
    if (!PLAIN_ESCAPES.test(rest)) this.refuse();
    this.at += 2;
    const letter = rest.charAt(1);
    if (letter in BLANKS) this.classes++;
    return { text: BLANKS[letter] ?? `\\${letter}`, isCharacter: true };
  }

  private character(character: string): string {
    const code = character.charCodeAt(0);
    return code > 126 ? this.byte(code) : character;
  }

  /** A byte by its code. Which of those above ASCII are the same letter depends on the board. */
  private byte(code: number): string {
    if (code > LAST || (code > 126 && this.flags.includes("i"))) this.refuse();
    return `\\x${code.toString(16).padStart(2, "0")}`;
  }

  private readClass(): Atom {
    let text = "[";
    this.classes++;
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
      const { text } = this.readEscape();
      if (text === BLANKS.S) this.refuse();
      return text === BLANKS.s ? text.slice(1, -1) : text;
    }
    this.at++;
    // A failed match looks for | without minding classes; the lexer ends the literal at a slash.
    if (character === "|") return "\\x7c";
    if (character === "/") return "\\/";
    // A bracket would open a class in the class.
    if (character === "[") return "\\[";
    return this.character(character);
  }

  private quantify({ text, isCharacter }: Atom): void {
    const rest = this.pattern.slice(this.at);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(rest)?.[0];
    if (quantifier !== "*") this.isTaking = true;
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
