// How the demo prints: a heading for each step, each figure with its request underneath.

import type { Figure } from './play.ts';

const WIDTH = 12;

export class Screen {
  wrong = 0;
  private readonly print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.print = print;
  }

  heading(number: number, zh: string, en: string): void {
    this.say('', `── ${number} ${zh} · ${en}`);
  }

  say(...lines: string[]): void {
    for (const line of lines) this.print(line);
  }

  figure({ zh, en, value, expected, request }: Figure): void {
    const isRight = value === expected;
    if (!isRight) this.wrong++;
    const mark = isRight ? '' : `   ✗ ${expected} was expected 应为 ${expected}`;
    this.say(
      `  ${String(value).padStart(WIDTH)}  ${zh} ${en}${mark}`,
      `${' '.repeat(WIDTH + 4)}← ${request}`,
    );
  }
}
