/** Makes `output.schema.json`, the JSON Schema of what `--json` prints, from the types in `src/documents.ts`. */
import { writeFile } from 'node:fs/promises';
import ts from 'typescript';

const SOURCE = 'src/documents.ts';
const ROOT = 'OutputDocument';
const SCHEMA = 'output.schema.json';

/** @param program a TypeScript program that includes the source */
export async function generateOutputSchema(program) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(SOURCE));
  const exported = checker.getExportsOfModule(module).find(({ name }) => name === ROOT);
  const schemas = new Schemas(checker);
  const root = schemas.of(checker.getDeclaredTypeOfSymbol(exported));
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Output of mcast --json',
    description: 'One document; a script prints one a line. Later versions may add members.',
    ...root,
    $defs: Object.fromEntries([...schemas.named].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
  await writeFile(SCHEMA, `${JSON.stringify(schema, null, 2)}\n`);
}

/** Schemas of types that are plain data. */
class Schemas {
  /** Definitions, by name. */
  named = new Map();
  #names = new Map();
  #checker;

  constructor(checker) {
    this.#checker = checker;
  }

  /** An interface and a named type become a definition, everything else stands where it is used. */
  of(type) {
    const symbol = type.aliasSymbol ?? (type.isClassOrInterface() ? type.symbol : undefined);
    const isGeneric = (type.aliasTypeArguments ?? type.typeArguments ?? []).length > 0;
    if (symbol === undefined || isGeneric || symbol.name === ROOT) return this.#inPlace(type);
    if (!this.#names.has(type)) {
      const same = [...this.#names.values()].filter((other) => other.replace(/\d+$/, '') === symbol.name).length;
      this.#names.set(type, same === 0 ? symbol.name : `${symbol.name}${same + 1}`);
      this.named.set(this.#names.get(type), this.#inPlace(type));
    }
    return { $ref: `#/$defs/${this.#names.get(type)}` };
  }

  #inPlace(type) {
    if (type.flags & ts.TypeFlags.Unknown) return {};
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (type.isUnion()) return this.#union(type.types);
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' };
    if (type.isLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.StringMapping) return { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' };
    if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (this.#checker.isTupleType(type)) return this.#tuple(this.#checker.getTypeArguments(type));
    if (this.#checker.isArrayType(type)) return { type: 'array', items: this.of(this.#checker.getTypeArguments(type)[0]) };
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) return this.#members(type);
    throw new Error(`${SOURCE}: ${this.#checker.typeToString(type)} is no plain data`);
  }

  #union(types) {
    const values = types.filter((type) => type.isStringLiteral()).map(({ value }) => value);
    const others = types.filter((type) => !type.isStringLiteral());
    const isBoolean = others.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral).length === 2;
    const rest = isBoolean ? others.filter(({ flags }) => !(flags & ts.TypeFlags.BooleanLiteral)) : others;
    const schemas = [
      ...(values.length > 0 ? [{ enum: values.sort() }] : []),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...rest.map((type) => this.of(type)),
    ];
    if (schemas.length === 1) return schemas[0];
    const areTypes = schemas.every((schema) => Object.keys(schema).join() === 'type');
    return areTypes ? { type: schemas.map(({ type }) => type) } : { anyOf: schemas };
  }

  #tuple(types) {
    return { type: 'array', prefixItems: types.map((type) => this.of(type)), minItems: types.length, maxItems: types.length };
  }

  #members(type) {
    const index = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String);
    const symbols = this.#checker.getPropertiesOfType(type);
    const properties = symbols.map((symbol) => [symbol.name, this.#member(symbol)]);
    const required = symbols.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    return {
      type: 'object',
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(index !== undefined && { additionalProperties: this.of(index) }),
    };
  }

  #member(symbol) {
    const type = this.#checker.getTypeOfSymbol(symbol);
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const description = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker));
    return {
      ...this.of(isOptional ? this.#checker.getNonNullableType(type) : type),
      ...(description !== '' && { description }),
    };
  }
}
