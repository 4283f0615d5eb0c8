// A RegExp -> a program for the matcher that goes with the bundle (lower/library/patterns.ts), for
// what Espruino's own cannot match. Owns the instructions:
//
//   c N RANGES  one character of N ranges       r N RANGES  as many of them as can be
//   s TO        or else go on at TO             l TO        go on at TO, or else here
//   j TO        go on at TO                     ( SLOT      keep the place
//   x FROM END  forget slots                    o SLOT      fail if nothing was taken since
//   ^ $ m n     ends of the text, of a line     b B         at a word's end, or not
//   = TO, ! TO  what follows up to "." ahead, or not; then go on at TO
//   k K GROUP   the same text again; K in either case
//   .           matched
import type { Range } from "./characters.ts";
import { type Part, parsePattern } from "./tree.ts";

export interface Program {
  readonly code: string;
  /** Groups that count. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}

/** Printable; what a number is written from. */
const ZERO = 35;
const BASE = 64;
const LONGEST = 1500;

/** @throws Error saying what is in the pattern that cannot be had. */
export function compilePattern(pattern: string, flags: string): Program {
  const unknown = [...flags].find((flag) => !"gimsuy".includes(flag));
  if (unknown !== undefined) throw new Error(`flag ${unknown}: leave it out`);
  const { part, groups, names } = parsePattern(pattern, flags);
  if (groups > 40)
    throw new Error(
      "more than forty groups: write (?:) for what is not asked for, or match in two steps",
    );
  const writer = new ProgramWriter(flags, groups, names);
  writer.write(part);
  return { code: `${writer.code}.`, groups, names };
}

class ProgramWriter {
  code = "";
  private slots: number;

  constructor(
    private readonly flags: string,
    groups: number,
    private readonly names: ReadonlyMap<string, number>,
  ) {
    this.slots = 2 * (groups + 1);
  }

  write(part: Part): void {
    if (this.code.length > LONGEST) throw new Error("more than can be kept: match in two steps");
    switch (part.kind) {
      case "characters":
        this.code += `c${rangesOf(part.ranges)}`;
        return;
      case "sequence":
        for (const each of part.parts) this.write(each);
        return;
      case "choice":
        this.writeChoice(part.parts);
        return;
      case "group":
        this.code += `(${digit(2 * part.number)}`;
        this.write(part.part);
        this.code += `(${digit(2 * part.number + 1)}`;
        return;
      case "ahead":
        this.jump(part.isNegative ? "!" : "=", () => {
          this.write(part.part);
          this.code += ".";
        });
        return;
      case "assertion":
        this.code += this.assertion(part.name);
        return;
      case "reference":
        this.writeReference(part.group);
        return;
      case "repeat":
        this.writeRepeat(part);
    }
  }

  private assertion(name: "^" | "$" | "b" | "B"): string {
    if (!this.flags.includes("m")) return name;
    return name === "^" ? "m" : name === "$" ? "n" : name;
  }

  private writeReference(group: number | string): void {
    const number = typeof group === "string" ? this.names.get(group) : group;
    if (number === undefined || 2 * number >= this.slots) {
      throw new Error(`a reference to group ${group}, which there is not: count the groups again`);
    }
    this.code += (this.flags.includes("i") ? "K" : "k") + digit(2 * number);
  }

  private writeChoice([first, ...rest]: readonly Part[]): void {
    if (!first) return;
    if (rest.length === 0) {
      this.write(first);
      return;
    }
    let end = 0;
    this.jump("s", () => {
      this.write(first);
      end = this.code.length;
      this.code += "j??";
    });
    this.writeChoice(rest);
    this.patch(end);
  }

  private writeRepeat(repeat: Extract<Part, { kind: "repeat" }>): void {
    const { part, min, max, isLazy } = repeat;
    for (let count = 0; count < min; count++) this.write(part);
    if (max === Number.POSITIVE_INFINITY) {
      if (part.kind === "characters" && !isLazy) this.code += `r${rangesOf(part.ranges)}`;
      else this.writeLoop(repeat);
      return;
    }
    const ends: number[] = [];
    for (let count = min; count < max; count++) {
      if (isLazy) this.skipFirst(ends);
      else {
        ends.push(this.code.length);
        this.code += "s??";
      }
      this.writeBody(repeat);
    }
    for (const end of ends) this.patch(end);
  }

  private writeLoop(repeat: Extract<Part, { kind: "repeat" }>): void {
    const start = this.code.length;
    const ends = [start];
    this.code += repeat.isLazy ? "l??" : "s??";
    this.writeBody(repeat);
    this.code += `j${address(start)}`;
    for (const end of ends) this.patch(end);
  }

  private skipFirst(ends: number[]): void {
    ends.push(this.code.length);
    this.code += "l??";
  }

  /** One more round, which may not be empty; what its groups held before is forgotten. */
  private writeBody({ part, groups: [first, end] }: Extract<Part, { kind: "repeat" }>): void {
    if (end > first) this.code += `x${digit(2 * first)}${digit(2 * end)}`;
    if (part.kind === "characters") {
      this.write(part);
      return;
    }
    const slot = this.slots++;
    if (slot > 85) throw new Error("more repetitions than can be kept: match in two steps");
    this.code += `(${digit(slot)}`;
    this.write(part);
    this.code += `o${digit(slot)}`;
  }

  /** An instruction that names the place behind what `body` writes. */
  private jump(operation: string, body: () => void): void {
    const at = this.code.length;
    this.code += `${operation}??`;
    body();
    this.patch(at);
  }

  private patch(at: number): void {
    this.code = this.code.slice(0, at + 1) + address(this.code.length) + this.code.slice(at + 3);
  }
}

function digit(value: number): string {
  return String.fromCharCode(ZERO + value);
}

function address(value: number): string {
  return digit(Math.floor(value / BASE)) + digit(value % BASE);
}

function rangesOf(ranges: readonly Range[]): string {
  if (ranges.length > 80) throw new Error("a class of more than eighty ranges");
  return digit(ranges.length) + ranges.map((range) => String.fromCharCode(...range)).join("");
}
