// The shape of every R4 type as data: which elements it has, of which types, how often.
// Built from the StructureDefinitions by conformance; used by the path compiler, validation and search.

export interface ElementShape {
  /** Name without `[x]`: `value` for a choice. */
  name: string;
  /** Type codes: `string`, `HumanName`, `Patient.contact` for a backbone element. Several: a choice. */
  types: string[];
  min: number;
  /** Infinity for `*`. */
  max: number;
  choice: boolean;
  /** Allowed targets of a Reference or canonical, as type names; absent: any. */
  targets?: string[];
}

export type TypeKind = 'primitive' | 'complex' | 'resource' | 'backbone';

export interface TypeModel {
  /** Elements of a type, inherited ones included, in order; undefined for an unknown type. Keys as in `name`. */
  elements(type: string): ReadonlyMap<string, ElementShape> | undefined;
  /** `valueQuantity` in `Observation.component` → the shape of `value` and the type `Quantity`; `name` → its shape. */
  member(type: string, jsonName: string): { shape: ElementShape; type: string } | undefined;
  /** primitive, complex, resource or backbone; undefined for an unknown type. */
  kind(type: string): TypeKind | undefined;
  /** True when `type` is `ancestor` or specialises it (Age is a Quantity, Patient a DomainResource). */
  isA(type: string, ancestor: string): boolean;
}

/** The model as it is stored: each type with its own elements and the type that it specialises. */
export type TypeModelData = Record<
  string,
  {
    kind: TypeKind;
    base?: string;
    abstract?: boolean;
    elements: (Omit<ElementShape, 'max' | 'choice'> & { max: number | '*'; choice?: boolean })[];
  }
>;

interface TypeShape {
  elements: ReadonlyMap<string, ElementShape>;
  members: ReadonlyMap<string, { shape: ElementShape; type: string }>;
}

/** Types are worked out when they are first asked for. */
export function createTypeModel(data: TypeModelData): TypeModel {
  const types = new Map(Object.entries(data));
  const shapes = new Map<string, TypeShape>();

  function shapeOf(type: string): TypeShape | undefined {
    const known = shapes.get(type);
    if (known) return known;
    const stored = types.get(type);
    if (!stored) return undefined;
    const inherited = stored.base === undefined ? undefined : shapeOf(stored.base);
    const elements = new Map(inherited?.elements);
    for (const element of stored.elements) {
      const max = element.max === '*' ? Infinity : element.max;
      elements.set(element.name, { ...element, max, choice: element.choice === true });
    }
    const shape = { elements, members: membersOf(elements) };
    shapes.set(type, shape);
    return shape;
  }

  return {
    elements: (type) => shapeOf(type)?.elements,
    member: (type, jsonName) => shapeOf(type)?.members.get(jsonName),
    kind: (type) => types.get(type)?.kind,
    isA(type, ancestor) {
      for (let at: string | undefined = type; at !== undefined; at = types.get(at)?.base) {
        if (at === ancestor) return true;
      }
      return false;
    },
  };
}

function membersOf(elements: ReadonlyMap<string, ElementShape>): TypeShape['members'] {
  const members = new Map<string, { shape: ElementShape; type: string }>();
  for (const shape of elements.values()) {
    for (const type of shape.types) members.set(jsonName(shape, type), { shape, type });
  }
  return members;
}

/** How an element of a type is called in JSON (json.html#choice): `value` and `Quantity` → `valueQuantity`. */
export function jsonName(shape: ElementShape, type: string): string {
  return shape.choice ? shape.name + type[0]!.toUpperCase() + type.slice(1) : shape.name;
}
