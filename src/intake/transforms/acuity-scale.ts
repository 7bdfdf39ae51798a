// Visual acuity scales, GB 11533: five-grade L = 5 + log10(V); decimals are read by chart step, not by logarithm.

/** [five-grade in tenths, decimal on the chart] */
const CHART: readonly (readonly [number, number])[] = [
  [40, 0.1],
  [41, 0.12],
  [42, 0.15],
  [43, 0.2],
  [44, 0.25],
  [45, 0.3],
  [46, 0.4],
  [47, 0.5],
  [48, 0.6],
  [49, 0.8],
  [50, 1.0],
  [51, 1.2],
  [52, 1.5],
  [53, 2.0],
];

/** Five-grade with one digit after the point; undefined outside 0.01 to 2.0. Between two steps the lower holds. */
export function fiveGradeOfDecimal(decimal: number): string | undefined {
  if (decimal < 0.01 || decimal > 2) return undefined;
  if (decimal < 0.1) return (5 + Math.log10(decimal)).toFixed(1);
  let best = CHART[0]!;
  for (const step of CHART) {
    if (Math.abs(step[1] - decimal) < Math.abs(best[1] - decimal) - 1e-9) best = step;
  }
  return (best[0] / 10).toFixed(1);
}

/** The decimal that stands on the chart beside a five-grade number; below the chart the exact one, two digits. */
export function decimalOfFiveGrade(grade: number): string {
  const step = CHART.find(([tenths]) => tenths === Math.round(grade * 10));
  if (step && Math.abs(step[0] / 10 - grade) < 1e-9)
    return step[1] < 1 ? String(step[1]) : step[1].toFixed(1);
  const exact = 10 ** (grade - 5);
  return exact.toPrecision(2);
}

/** logMAR = 5 − L, with as many digits as the grade has. */
export function logmarOfFiveGrade(grade: string): string {
  const digits = grade.split('.')[1]?.length ?? 0;
  const text = (5 - Number(grade)).toFixed(Math.max(1, digits));
  return Number(text) === 0 ? text.replace('-', '') : text;
}
