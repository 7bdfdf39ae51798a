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

export interface TypeModel {
  /** Elements of a type, inherited ones included, in order; undefined for an unknown type. Keys as in `name`. */
  elements(type: string): ReadonlyMap<string, ElementShape> | undefined;
  /** `valueQuantity` in `Observation.component` → the shape of `value` and the type `Quantity`; `name` → its shape. */
  member(type: string, jsonName: string): { shape: ElementShape; type: string } | undefined;
  /** primitive, complex, resource or backbone; undefined for an unknown type. */
  kind(type: string): 'primitive' | 'complex' | 'resource' | 'backbone' | undefined;
  /** True when `type` is `ancestor` or specialises it (Age is a Quantity, Patient a DomainResource). */
  isA(type: string, ancestor: string): boolean;
}
