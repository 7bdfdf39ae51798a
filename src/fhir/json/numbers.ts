// The source text of numbers that JavaScript would print otherwise: 1.50, 1E3, 20 digits.
// FHIR decimals keep their precision (R4 datatypes.html#decimal), JavaScript numbers do not.

/** Side table of one parsed document: container and member → number as written. */
export class NumberSources {
  private readonly byContainer = new Map<object, Map<string | number, string>>();

  add(container: object, member: string | number, source: string): void {
    let members = this.byContainer.get(container);
    if (!members) {
      members = new Map();
      this.byContainer.set(container, members);
    }
    members.set(member, source);
  }

  /** Those of another document, whose objects become part of this one. */
  addAll(other: NumberSources): void {
    for (const [container, members] of other.byContainer) this.byContainer.set(container, members);
  }

  /** The number as written, or undefined when String(number) is how it was written. */
  get(container: object, member: string | number): string | undefined {
    return this.byContainer.get(container)?.get(member);
  }

  get isEmpty(): boolean {
    return this.byContainer.size === 0;
  }
}
