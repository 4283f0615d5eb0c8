// Walks the TypeScript sources of a bundle and names everything that Espruino cannot run and no
// lowering makes right, all at once. Owns the walk and the positions; the rules are data.
import ts from "typescript";
import type { Board } from "../../../boards/board.ts";
import type { Fault } from "../../errors.ts";
import { declaredNames, functionNames, memberNames } from "../names/names.ts";
import { displayed } from "../sources/displayed.ts";
import { absentMemberRules } from "./absent-members.ts";
import { assignmentRules } from "./assignments.ts";
import { boardFeatureRules } from "./board-features.ts";
import { boardPinRules } from "./board-pins.ts";
import { boundConstructorRules } from "./bound-constructors.ts";
import { callRules } from "./calls.ts";
import { classRules } from "./classes.ts";
import { earlyCallRules } from "./early-calls.ts";
import { endlessCallRules } from "./endless-calls.ts";
import { endlessLoopRules } from "./endless-loops.ts";
import { libraryRules } from "./library.ts";
import { libraryObjectRules } from "./library-objects.ts";
import { nativeArgumentRules } from "./native-arguments.ts";
import { ownChannelRules } from "./own-channels.ts";
import { regExpRules } from "./regexp.ts";
import type { Place, Rule } from "./rule.ts";
import { superRules } from "./supers.ts";
import { syntaxRules } from "./syntax.ts";
import { takenMethodRules } from "./taken-methods.ts";
import { textRules } from "./text.ts";
import { trapRules } from "./traps.ts";

const RULES: readonly Rule[] = [
  ...syntaxRules,
  ...classRules,
  ...superRules,
  ...assignmentRules,
  ...libraryRules,
  ...libraryObjectRules,
  ...absentMemberRules,
  ...callRules,
  ...nativeArgumentRules,
  ...regExpRules,
  ...textRules,
  ...trapRules,
  ...earlyCallRules,
  ...endlessCallRules,
  ...endlessLoopRules,
  ...takenMethodRules,
  ...boundConstructorRules,
  ...ownChannelRules,
  ...boardFeatureRules,
  ...boardPinRules,
];

const RULES_BY_KIND = new Map<ts.SyntaxKind, readonly Rule[]>();
for (const rule of RULES) {
  for (const kind of rule.on) {
    RULES_BY_KIND.set(kind, [...(RULES_BY_KIND.get(kind) ?? []), rule]);
  }
}

/**
 * Every fault of a source, in the order of their positions.
 * @param changed what any source of the build changes (changed-names.ts), where all are known
 */
export function faultsOf(
  source: ts.SourceFile,
  board: Board,
  changed?: ReadonlySet<string>,
): Fault[] {
  const place: Place = {
    board,
    declared: declaredNames(source),
    members: memberNames(source),
    ...functionNames(source),
    ...(changed && { changed }),
  };
  const found: { start: number; message: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    for (const { at, fault } of RULES_BY_KIND.get(node.kind) ?? []) {
      const message = fault(node, place);
      if (message === undefined) continue;
      found.push({ start: (at?.(node) ?? node).getStart(source), message });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  found.sort((a, b) => a.start - b.start);
  return found.map(({ start, message }) => {
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    return { path: `${displayed(source.fileName)}:${line + 1}:${character + 1}`, message };
  });
}

/** Types and ambient declarations leave no code. */
function isErased(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isImportDeclaration(node)) return true;
  if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node) || !isExtended(node);
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false)
  );
}

function isExtended({ parent }: ts.ExpressionWithTypeArguments): boolean {
  return ts.isHeritageClause(parent) && parent.token === ts.SyntaxKind.ExtendsKeyword;
}
