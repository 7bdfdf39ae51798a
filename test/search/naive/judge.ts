// Which resources fit all criteria, by looking at every one of them: along references, against them, and at values.
// R4 search.html#combining, #chaining, #has, #modifiers.

import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Criterion, Step } from './asked.ts';
import { isValue, matches } from './match.ts';
import { type Parameter, targetOf, type Value, valuesOf } from './values.ts';

const NEGATIVE = new Set(['not']);

export class Judge {
  private readonly resources: readonly JsonObject[];
  private readonly parameters: ReadonlyMap<string, ReadonlyMap<string, Parameter>>;
  private readonly found = new Map<JsonObject, Map<Parameter, Value[]>>();

  constructor(
    resources: readonly JsonObject[],
    parameters: ReadonlyMap<string, ReadonlyMap<string, Parameter>>,
  ) {
    this.resources = resources;
    this.parameters = parameters;
  }

  /** Ids, sorted. */
  find(type: string, criteria: readonly Criterion[]): string[] {
    return this.resources
      .filter((one) => one.resourceType === type && criteria.every((criterion) => this.fits(one, criterion)))
      .map(({ id }) => id as string)
      .sort();
  }

  values(resource: JsonObject, parameter: Parameter): Value[] {
    const known = this.found.get(resource) ?? new Map<Parameter, Value[]>();
    this.found.set(resource, known);
    const values = known.get(parameter) ?? valuesOf(resource, parameter);
    known.set(parameter, values);
    return values;
  }

  valuesOf(resource: JsonObject, code: string): Value[] {
    const parameter = this.parameters.get(resource.resourceType as string)?.get(code);
    return parameter ? this.values(resource, parameter) : [];
  }

  private fits(resource: JsonObject, criterion: Criterion): boolean {
    return this.along(resource, criterion.steps, criterion);
  }

  private along(resource: JsonObject, [step, ...rest]: readonly Step[], criterion: Criterion): boolean {
    if (step === undefined) return this.holds(resource, criterion);
    if (step.kind === 'has') {
      const parameter = this.parameters.get(step.type)!.get(step.code)!;
      const { resourceType, id } = resource;
      return this.resources.some(
        (one) =>
          one.resourceType === step.type &&
          this.values(one, parameter).some((value) => {
            const target = targetOf(value);
            return target?.url === undefined && target?.type === resourceType && target?.id === id;
          }) &&
          this.along(one, rest, criterion),
      );
    }
    const parameter = this.parameters.get(resource.resourceType as string)!.get(step.code)!;
    return this.values(resource, parameter).some((value) => {
      const target = this.resolve(value, resource);
      if (target === undefined) return false;
      if (step.type !== undefined && target.resourceType !== step.type) return false;
      return this.knows(target, rest, criterion) && this.along(target, rest, criterion);
    });
  }

  private knows({ resourceType }: JsonObject, [step]: readonly Step[], { code }: Criterion): boolean {
    const known = this.parameters.get(resourceType as string);
    if (step?.kind === 'has') return known !== undefined;
    return known?.has(step === undefined ? code : step.code) ?? false;
  }

  private resolve(value: Value, resource: JsonObject): JsonObject | undefined {
    const target = targetOf(value);
    if (target === undefined || target.url !== undefined) return undefined;
    if (target.contained !== undefined)
      return (resource.contained as JsonObject[] | undefined)?.find(({ id }) => id === target.contained);
    return this.resources.find((one) => one.resourceType === target.type && one.id === target.id);
  }

  private holds(resource: JsonObject, { code, modifier, alternatives, isMissing }: Criterion): boolean {
    const parameter = this.parameters.get(resource.resourceType as string)!.get(code)!;
    const values = this.values(resource, parameter);
    if (isMissing !== undefined)
      return isMissing === !values.some((value) => isValue(value, parameter, resource));
    const how = parameter.type === 'uri' && modifier === undefined ? 'uri' : modifier;
    const isAny = alternatives.some((asked) =>
      values.some((value) => matches(value, asked, how, parameter, resource)),
    );
    return NEGATIVE.has(modifier ?? '') ? !isAny : isAny;
  }
}
