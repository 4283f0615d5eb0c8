// The text of a RegExp -> its parts, as the standard has them. Knows nothing of who matches them.

import {
  CONTROLS,
  codeOf,
  complement,
  folded,
  joined,
  LAST,
  LINE_ENDS,
  namedCode,
  type Range,
  SETS,
  single,
} from "./characters.ts";

export type Part =
  | { readonly kind: "characters"; readonly ranges: readonly Range[] }
  | { readonly kind: "sequence"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly parts: readonly Part[] }
  | { readonly kind: "group"; readonly part: Part; readonly number: number }
  | { readonly kind: "ahead"; readonly part: Part; readonly isNegative: boolean }
  | { readonly kind: "assertion"; readonly name: "^" | "$" | "b" | "B" }
  | { readonly kind: "reference"; readonly group: number | string }
  | {
      readonly kind: "repeat";
      readonly part: Part;
      readonly min: number;
      /** Infinity where there is no end. */
      readonly max: number;
      readonly isLazy: boolean;
      /** Groups inside: numbers from, up to and without. */
      readonly groups: Range;
    };

export interface Tree {
  readonly part: Part;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** @throws Error saying what is in it that cannot be had. */
export function parsePattern(pattern: string, flags: string): Tree {
  return new PatternParser(pattern, flags).tree();
}

class PatternParser {
  private readonly names = new Map<string, number>();
  private at = 0;
  private groups = 0;

  constructor(
    private readonly pattern: string,
    private readonly flags: string,
  ) {}

  tree(): Tree {
    const part = this.choice();
    return { part, groups: this.groups, names: this.names };
  }

  private choice(): Part {
    const parts = [this.sequence()];
    while (this.take("|")) parts.push(this.sequence());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: "choice", parts };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.pattern.length && !/[|)]/.test(this.next())) parts.push(this.repeated());
    return { kind: "sequence", parts };
  }

  private repeated(): Part {
    const first = this.groups + 1;
    const part = this.atom();
    const found = /^(?:[*+?]|\{(\d+)(,(\d*))?\})(\?)?/.exec(this.pattern.slice(this.at));
    if (!found) return part;
    const [text, least, comma, most, lazy] = found;
    this.at += text.length;
    const min = least === undefined ? (text.startsWith("+") ? 1 : 0) : Number(least);
    const max =
      least === undefined
        ? text.startsWith("?")
          ? 1
          : Number.POSITIVE_INFINITY
        : comma === undefined
          ? min
          : most
            ? Number(most)
            : Number.POSITIVE_INFINITY;
    const groups: Range = [first, this.groups + 1];
    return { kind: "repeat", part, min, max, isLazy: lazy !== undefined, groups };
  }

  private atom(): Part {
    const character = this.next();
    if (character === "(") return this.group();
    if (character === "[") return this.set();
    if (character === "\\") return this.escape();
    this.at++;
    if (character === "^" || character === "$") return { kind: "assertion", name: character };
    if (character !== ".") return this.characters([codeOf(character)]);
    return this.characters(this.flags.includes("s") ? [[0, LAST]] : complement(LINE_ENDS));
  }

  private group(): Part {
    const opening = /^\((?:\?(?:[:=!]|<[=!]|<(\w+)>))?/.exec(this.pattern.slice(this.at));
    const text = opening?.[0] ?? "(";
    this.at += text.length;
    if (this.next() === "?") throw new Error("a group with flags of its own");
    if (text.startsWith("(?<") && !text.endsWith(">")) {
      throw new Error("lookbehind: match what stands before, too, and cut the result");
    }
    const isCounted = text === "(" || text.endsWith(">");
    const number = isCounted ? ++this.groups : 0;
    if (opening?.[1] !== undefined) this.names.set(opening[1], number);
    const part = this.choice();
    this.at++;
    if (isCounted) return { kind: "group", part, number };
    return text === "(?:" ? part : { kind: "ahead", part, isNegative: text === "(?!" };
  }

  private escape(): Part {
    const rest = this.pattern.slice(this.at);
    const reference = /^\\(?:([1-9]\d*)|k<(\w+)>)/.exec(rest);
    if (reference) {
      this.at += reference[0].length;
      return { kind: "reference", group: reference[2] ?? Number(reference[1]) };
    }
    const [, assertion] = /^\\([bB])/.exec(rest) ?? [];
    if (assertion === undefined) return this.characters(this.escaped());
    this.at += 2;
    return { kind: "assertion", name: assertion as "b" | "B" };
  }

  /** What an escape stands for, in a class as well. */
  private escaped(): readonly Range[] {
    const rest = this.pattern.slice(this.at);
    const named = namedCode(rest);
    if (named) {
      this.at += named.length;
      return [single(named.code)];
    }
    const letter = rest.charAt(1);
    this.at += 2;
    const set = SETS[letter.toLowerCase()];
    if (set) return letter === letter.toLowerCase() ? set : complement(set);
    const control = CONTROLS[letter];
    if (control !== undefined) return [single(control)];
    if (/\w/.test(letter))
      throw new Error(`the escape \\${letter}: write the characters out, as in [A-Za-z]`);
    return [codeOf(letter)];
  }

  private set(): Part {
    this.at++;
    const isNegative = this.take("^");
    const ranges: Range[] = [];
    while (this.at < this.pattern.length && this.next() !== "]") ranges.push(...this.member());
    this.at++;
    if (!isNegative) return this.characters(ranges);
    return { kind: "characters", ranges: complement(folded(ranges, this.flags)) };
  }

  private member(): readonly Range[] {
    const low = this.setCharacter();
    const isRange = this.next() === "-" && !/^-?\]/.test(this.pattern.slice(this.at));
    if (!isRange || low.length !== 1 || low[0]?.[0] !== low[0]?.[1]) return low;
    this.at++;
    const high = this.setCharacter();
    const [from, to] = [low[0]?.[0], high[0]?.[1]];
    if (from === undefined || to === undefined || high.length !== 1) {
      throw new Error("a range that ends in a class");
    }
    return [[from, to]];
  }

  private setCharacter(): readonly Range[] {
    if (this.pattern.startsWith("\\b", this.at)) {
      this.at += 2;
      return [single(8)];
    }
    if (this.next() === "\\") return this.escaped();
    const character = this.next();
    this.at++;
    return [codeOf(character)];
  }

  private characters(ranges: readonly Range[]): Part {
    return { kind: "characters", ranges: joined(folded(ranges, this.flags)) };
  }

  private next(): string {
    return this.pattern.charAt(this.at);
  }

  private take(character: string): boolean {
    if (this.next() !== character) return false;
    this.at++;
    return true;
  }
}
