// An issue's expression as the steps that lead to the element: `Patient.name[0].given` → name 0, given.

export interface PathStep {
  name: string;
  /** 0 where none is written. */
  index: number;
}

const STEP = /\.([A-Za-z][A-Za-z0-9]*)(?:\[(\d+)\])?/y;

/** Without the first name, which is the type. Ends where the text is no plain path any more. */
export function stepsOf(expression: string): PathStep[] {
  const steps: PathStep[] = [];
  const dot = expression.indexOf('.');
  STEP.lastIndex = dot < 0 ? expression.length : dot;
  for (let at = STEP.exec(expression); at; at = STEP.exec(expression)) {
    steps.push({ name: at[1]!, index: Number(at[2] ?? 0) });
  }
  return steps;
}

/** `value` stands for `valueQuantity` as well. */
export function isChoiceOf(written: string, name: string): boolean {
  return (
    written.length > name.length && written.startsWith(name) && /^[A-Z]/.test(written.slice(name.length))
  );
}
