// All rows of the language suite, by theme.
import type { Snippet } from "./snippet.ts";
import { argumentLists } from "./snippets/argument-lists.ts";
import { arrays } from "./snippets/arrays.ts";
import { asyncFunctions } from "./snippets/async.ts";
import { asyncControlFlow } from "./snippets/async-control-flow.ts";
import { classMembers } from "./snippets/class-members.ts";
import { destructuring } from "./snippets/destructuring.ts";
import { errors } from "./snippets/errors.ts";
import { exceptions } from "./snippets/exceptions.ts";
import { functions } from "./snippets/functions.ts";
import { hoisting } from "./snippets/hoisting.ts";
import { inheritance } from "./snippets/inheritance.ts";
import { lexer } from "./snippets/lexer.ts";
import { library } from "./snippets/library.ts";
import { libraryArrays } from "./snippets/library-arrays.ts";
import { libraryCollections } from "./snippets/library-collections.ts";
import { libraryErrors } from "./snippets/library-errors.ts";
import { libraryJson } from "./snippets/library-json.ts";
import { libraryNumbers } from "./snippets/library-numbers.ts";
import { libraryPromises } from "./snippets/library-promises.ts";
import { loops } from "./snippets/loops.ts";
import { modernOperators } from "./snippets/modern-operators.ts";
import { numbers } from "./snippets/numbers.ts";
import { operators } from "./snippets/operators.ts";
import { privateMembers } from "./snippets/private-members.ts";
import { promiseAll } from "./snippets/promise-all.ts";
import { promiseChains } from "./snippets/promise-chains.ts";
import { punctuation } from "./snippets/punctuation.ts";
import { refusedLibrary } from "./snippets/refused-library.ts";
import { refusedRegExp } from "./snippets/refused-regexp.ts";
import { refusedSyntax } from "./snippets/refused-syntax.ts";
import { refusedTraps } from "./snippets/refused-traps.ts";
import { regexp } from "./snippets/regexp.ts";
import { regexpClasses } from "./snippets/regexp-classes.ts";
import { regexpMatching } from "./snippets/regexp-matching.ts";
import { spread } from "./snippets/spread.ts";
import { staticMembers } from "./snippets/static-members.ts";
import { switches } from "./snippets/switch.ts";
import { text } from "./snippets/text.ts";
import { typedArrays } from "./snippets/typed-arrays.ts";
import { variables } from "./snippets/variables.ts";

export const SNIPPETS: readonly Snippet[] = [
  ...argumentLists,
  ...arrays,
  ...asyncControlFlow,
  ...asyncFunctions,
  ...classMembers,
  ...destructuring,
  ...errors,
  ...exceptions,
  ...functions,
  ...hoisting,
  ...inheritance,
  ...lexer,
  ...library,
  ...libraryArrays,
  ...libraryCollections,
  ...libraryErrors,
  ...libraryJson,
  ...libraryNumbers,
  ...libraryPromises,
  ...refusedTraps,
  ...loops,
  ...modernOperators,
  ...numbers,
  ...operators,
  ...privateMembers,
  ...promiseAll,
  ...promiseChains,
  ...punctuation,
  ...refusedLibrary,
  ...refusedRegExp,
  ...refusedSyntax,
  ...regexpClasses,
  ...regexpMatching,
  ...regexp,
  ...spread,
  ...staticMembers,
  ...switches,
  ...text,
  ...typedArrays,
  ...variables,
];
