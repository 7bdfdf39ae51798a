// Where a differential asks for what its base does not allow. R4 profiling.html: a profile may narrow and never widen.

import type { ElementDefinition } from 'fhir/r4.js';
import type { TypeModel } from '../../fhir/elements.ts';
import type { ElementNode } from './tree.ts';

export interface SnapshotProblem {
  /** `Observation.component:systolic.value[x]` */
  element: string;
  text: string;
  /** What it says cannot be meant: the definition is not worth keeping. Otherwise the base's narrower rule holds. */
  isCertain: boolean;
}

export class Problems {
  readonly found: SnapshotProblem[] = [];
  private readonly model: TypeModel;

  constructor(model: TypeModel) {
    this.model = model;
  }

  elsewhere(path: string, type: string): void {
    const text = `the path is none of ${type}, which the definition is of: begin it with ${type}.`;
    this.found.push({ element: path, text, isCertain: true });
  }

  missing(element: string, parent: ElementNode): void {
    const types = [...new Set(parent.def.type?.map(({ code }) => code))];
    if (types.length > 1) {
      const text = `several types are left here (${types.join(', ')}), so nothing is asked of what only some have: name one type.`;
      this.found.push({ element, text, isCertain: false });
      return;
    }
    const names = parent.children.map(({ name }) => name);
    const shown = names.length > 0 ? `it has ${names.slice(0, 20).join(', ')}` : 'nothing is known below it';
    const text = `${types[0] ?? parent.def.path} has no such element (${shown}): correct the path.`;
    this.found.push({ element, text, isCertain: true });
  }

  judge(base: ElementDefinition, said: Partial<ElementDefinition>, element: string): void {
    const report = (text: string, isCertain = true) => this.found.push({ element, text, isCertain });
    // Tools write whole cardinalities into slices, those of the base included, and not always the right ones; `*` is
    // what they write where nobody said anything.
    const isInSlice = element.includes(':');
    if (said.sliceName === undefined && base.sliceName === undefined) {
      if (said.min !== undefined && said.min < (base.min ?? 0)) {
        report(
          `min ${said.min} is less than the ${base.min} of the base: a profile cannot allow less.`,
          !isInSlice,
        );
      }
      if (base.max !== undefined && said.max !== undefined && upper(said.max) > upper(base.max)) {
        report(
          `max ${said.max} is more than the ${base.max} of the base: a profile cannot allow more.`,
          !isInSlice && said.max !== '*',
        );
      }
    }
    for (const { code } of said.type ?? []) {
      if (this.allows(base, code)) continue;
      const allowed = base.type?.map((type) => type.code).join(', ');
      report(`the type ${code} is none that the base allows (${allowed}): choose one of these.`);
    }
  }

  private allows({ type, contentReference }: ElementDefinition, code: string): boolean {
    if (!type || type.length === 0 || contentReference || !this.model.kind(code)) return true;
    return type.some(
      (base) => base.code === code || !this.model.kind(base.code) || this.model.isA(code, base.code),
    );
  }
}

function upper(max: string): number {
  return max === '*' ? Number.POSITIVE_INFINITY : Number(max);
}
