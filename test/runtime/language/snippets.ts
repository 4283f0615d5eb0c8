// All rows of the language suite, by theme.
import type { Snippet } from "./snippet.ts";
import { accessorWrites } from "./snippets/accessor-writes.ts";
import { argumentLists } from "./snippets/argument-lists.ts";
import { arrays } from "./snippets/arrays.ts";
import { asText } from "./snippets/as-text.ts";
import { asyncFunctions } from "./snippets/async.ts";
import { asyncControlFlow } from "./snippets/async-control-flow.ts";
import { asyncLoops } from "./snippets/async-loops.ts";
import { changingArrays } from "./snippets/changing-arrays.ts";
import { classMembers } from "./snippets/class-members.ts";
import { constructorDefaults } from "./snippets/constructor-defaults.ts";
import { conversions } from "./snippets/conversions.ts";
import { destructuring } from "./snippets/destructuring.ts";
import { errors } from "./snippets/errors.ts";
import { exactNumbers } from "./snippets/exact-numbers.ts";
import { exceptions } from "./snippets/exceptions.ts";
import { finals } from "./snippets/finally.ts";
import { functions } from "./snippets/functions.ts";
import { hoisting } from "./snippets/hoisting.ts";
import { indices } from "./snippets/indices.ts";
import { inheritance } from "./snippets/inheritance.ts";
import { inheritedMembers } from "./snippets/inherited-members.ts";
import { iterators } from "./snippets/iterators.ts";
import { labels } from "./snippets/labels.ts";
import { lexer } from "./snippets/lexer.ts";
import { library } from "./snippets/library.ts";
import { libraryArrays } from "./snippets/library-arrays.ts";
import { libraryCollections } from "./snippets/library-collections.ts";
import { libraryDates } from "./snippets/library-dates.ts";
import { libraryErrors } from "./snippets/library-errors.ts";
import { libraryJson } from "./snippets/library-json.ts";
import { libraryNumbers } from "./snippets/library-numbers.ts";
import { libraryOwn } from "./snippets/library-own.ts";
import { libraryPromises } from "./snippets/library-promises.ts";
import { librarySearching } from "./snippets/library-searching.ts";
import { loopHeads } from "./snippets/loop-heads.ts";
import { loops } from "./snippets/loops.ts";
import { modernOperators } from "./snippets/modern-operators.ts";
import { numberKeys } from "./snippets/number-keys.ts";
import { numbers } from "./snippets/numbers.ts";
import { openValues } from "./snippets/open-values.ts";
import { operators } from "./snippets/operators.ts";
import { ownNames } from "./snippets/own-names.ts";
import { parser } from "./snippets/parser.ts";
import { privateMembers } from "./snippets/private-members.ts";
import { promiseAll } from "./snippets/promise-all.ts";
import { promiseChains } from "./snippets/promise-chains.ts";
import { punctuation } from "./snippets/punctuation.ts";
import { refusedEndless } from "./snippets/refused-endless.ts";
import { refusedLibrary } from "./snippets/refused-library.ts";
import { refusedRegExp } from "./snippets/refused-regexp.ts";
import { refusedSyntax } from "./snippets/refused-syntax.ts";
import { refusedTraps } from "./snippets/refused-traps.ts";
import { regexp } from "./snippets/regexp.ts";
import { regexpClasses } from "./snippets/regexp-classes.ts";
import { regexpMatching } from "./snippets/regexp-matching.ts";
import { regexpProgram } from "./snippets/regexp-program.ts";
import { spread } from "./snippets/spread.ts";
import { staticMembers } from "./snippets/static-members.ts";
import { stores } from "./snippets/stores.ts";
import { switches } from "./snippets/switch.ts";
import { text } from "./snippets/text.ts";
import { textBytes } from "./snippets/text-bytes.ts";
import { textSearching } from "./snippets/text-searching.ts";
import { timers } from "./snippets/timers.ts";
import { typedArrays } from "./snippets/typed-arrays.ts";
import { variables } from "./snippets/variables.ts";
import { wordKeys } from "./snippets/word-keys.ts";

export interface Theme {
  /** A heading of docs/language.md. */
  readonly title: string;
  readonly rows: readonly Snippet[];
}

export const THEMES: readonly Theme[] = [
  { title: "Arguments and rest parameters", rows: argumentLists },
  { title: "Assignments whose value changes the target", rows: stores },
  { title: "Arrays", rows: arrays },
  { title: "Arrays that a callback changes", rows: changingArrays },
  { title: "async and await", rows: asyncFunctions },
  { title: "async: control flow", rows: asyncControlFlow },
  { title: "async: loops", rows: asyncLoops },
  { title: "Classes that extend Error", rows: errors },
  { title: "Classes: accessors without a setter", rows: accessorWrites },
  { title: "Classes: default values of a constructor", rows: constructorDefaults },
  { title: "Classes: inheritance", rows: inheritance },
  { title: "Classes: members", rows: classMembers },
  { title: "Classes: private members", rows: privateMembers },
  { title: "Classes: static members", rows: staticMembers },
  { title: "Conversions that operators make", rows: conversions },
  { title: "Destructuring", rows: destructuring },
  { title: "Exceptions", rows: exceptions },
  { title: "Finally", rows: finals },
  { title: "Functions", rows: functions },
  { title: "Hoisting", rows: hoisting },
  { title: "Indices that may be no place", rows: indices },
  { title: "Library: arrays", rows: libraryArrays },
  { title: "Library: Date", rows: libraryDates },
  { title: "Library: errors and recursion", rows: libraryErrors },
  { title: "Library: JSON, Object, Date, typed arrays, texts", rows: libraryJson },
  { title: "Library: Map, Set, generators and iterators", rows: libraryCollections },
  { title: "Library: numbers", rows: libraryNumbers },
  { title: "Library: odds and ends", rows: library },
  { title: "Library: promises", rows: libraryPromises },
  { title: "Library: members of one's own", rows: libraryOwn },
  { title: "Library: searching", rows: librarySearching },
  { title: "Iterators of one's own", rows: iterators },
  { title: "Labels", rows: labels },
  { title: "Lexer", rows: lexer },
  { title: "Loops", rows: loops },
  { title: "Heads of loops", rows: loopHeads },
  { title: "Names of globals as names of one's own", rows: ownNames },
  { title: "Numbers", rows: numbers },
  { title: "Numbers: to the last bit", rows: exactNumbers },
  { title: "Numbers as keys", rows: numberKeys },
  { title: "Members that every object of Espruino has", rows: inheritedMembers },
  { title: "Members that every object of Espruino has: computed keys", rows: wordKeys },
  { title: "Objects as text", rows: asText },
  { title: "Operators", rows: operators },
  { title: "Operators of later years", rows: modernOperators },
  { title: "Values that are any", rows: openValues },
  { title: "Parser", rows: parser },
  { title: "Promises: all", rows: promiseAll },
  { title: "Promises: chains", rows: promiseChains },
  { title: "Punctuation", rows: punctuation },
  { title: "Refused: RegExp", rows: refusedRegExp },
  { title: "Refused: syntax", rows: refusedSyntax },
  { title: "Refused: the library", rows: refusedLibrary },
  { title: "Refused: what has no end", rows: refusedEndless },
  { title: "Refused: what would run and mean something else", rows: refusedTraps },
  { title: "RegExp: classes", rows: regexpClasses },
  { title: "RegExp: matching", rows: regexpMatching },
  { title: "RegExp: what our own matcher runs", rows: regexpProgram },
  { title: "RegExp: use", rows: regexp },
  { title: "Spread", rows: spread },
  { title: "switch", rows: switches },
  { title: "Texts and templates", rows: text },
  { title: "Texts: bytes and places", rows: textBytes },
  { title: "Texts: looking for texts", rows: textSearching },
  { title: "Timers", rows: timers },
  { title: "Typed arrays", rows: typedArrays },
  { title: "Variables", rows: variables },
];

export const SNIPPETS: readonly Snippet[] = THEMES.flatMap(({ rows }) => rows);
