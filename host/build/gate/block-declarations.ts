// What a list of statements declares for itself alone: its `let`, `const` and classes, by name. Found
// once for each list, as the rules of the gate ask for it at each name they come to.
import ts from "typescript";

type Statements = ts.Block | ts.SourceFile | ts.CaseClause;
type BlockDeclaration = ts.VariableDeclaration | ts.ClassDeclaration;

const known = new WeakMap<Statements, ReadonlyMap<string, BlockDeclaration>>();

export function blockDeclarations(of: Statements): ReadonlyMap<string, BlockDeclaration> {
  const found = known.get(of) ?? new Map(of.statements.flatMap(declaredBy));
  known.set(of, found);
  return found;
}

function declaredBy(statement: ts.Statement): [string, BlockDeclaration][] {
  if (ts.isClassDeclaration(statement)) {
    return statement.name ? [[statement.name.text, statement]] : [];
  }
  if (!ts.isVariableStatement(statement) || isAmbient(statement)) return [];
  const { declarations, flags } = statement.declarationList;
  if (!(flags & ts.NodeFlags.BlockScoped)) return [];
  return declarations.flatMap((declaration) =>
    boundBy(declaration.name).map((name): [string, BlockDeclaration] => [name, declaration]),
  );
}

/** `declare const x: number;` */
function isAmbient({ modifiers }: ts.VariableStatement): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}

/** `m` and `n` of `{ m, list: [n] }`. */
export function boundBy(binding: ts.BindingName): string[] {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundBy(element.name),
  );
}
