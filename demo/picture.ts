// Points over the years as a text picture: R is the right eye, L the left, B both on one row.

export interface Point {
  year: string;
  eye: string;
  /** Spherical equivalent. */
  dioptres: number;
}

/** Dioptres of one row. */
const STEP = 0.5;
const COLUMN = 10;

/** Rows from the highest point down, with a scale at the left and the years underneath. */
export function picture(points: readonly Point[]): string[] {
  if (points.length === 0) return [];
  const years = [...new Set(points.map(({ year }) => year))].sort();
  const rowOf = (dioptres: number) => Math.round(dioptres / STEP);
  const rows = points.map(({ dioptres }) => rowOf(dioptres));
  const lines: string[] = [];
  for (let row = Math.max(...rows); row >= Math.min(...rows); row--) {
    const cells = years.map((year) => {
      const here = points.filter((point) => point.year === year && rowOf(point.dioptres) === row);
      return letter(here.map(({ eye }) => eye))
        .padStart(COLUMN / 2)
        .padEnd(COLUMN);
    });
    lines.push(`${(row * STEP).toFixed(1).padStart(5)} │${cells.join('')}`.trimEnd());
  }
  lines.push(`    D └${'─'.repeat(COLUMN * years.length)}`);
  lines.push(
    `       ${years.map((year) => year.padStart(COLUMN / 2 + 2).padEnd(COLUMN)).join('')}`.trimEnd(),
  );
  return lines;
}

function letter(eyes: string[]): string {
  const hasRight = eyes.includes('right');
  const hasLeft = eyes.includes('left');
  return hasRight && hasLeft ? 'B' : hasRight ? 'R' : hasLeft ? 'L' : '';
}
