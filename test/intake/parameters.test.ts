import { describe, expect, it } from '@jest/globals';
import type { ParameterSpec } from '../../src/intake/mapping.ts';
import { type ParameterSources, resolveParameters } from '../../src/intake/parameters.ts';

const specs: Record<string, ParameterSpec> = {
  examDate: {
    label: { zh: '筛查日期', en: 'day' },
    type: 'date',
    required: true,
    column: 'date',
    titleCell: ['日期:(?<value>\\S+)'],
    fileName: ['(?<value>20\\d{6})'],
  },
  cycloplegia: {
    label: { zh: '麻痹', en: 'cycloplegia' },
    type: 'code',
    codes: ['none', 'unknown'],
    words: { 未散瞳: 'none' },
    titleCell: ['(?<value>未散瞳)'],
    default: 'unknown',
  },
};

const sources = (more: Partial<ParameterSources>): ParameterSources => ({
  column: () => undefined,
  titles: [],
  fileName: 'class.csv',
  set: {},
  ...more,
});

describe('The value of a parameter', () => {
  const all = {
    column: (name: string) => (name === 'examDate' ? '2021/5/1' : undefined),
    titles: ['日期：2021年5月2日'],
    fileName: 'class-20210503.csv',
    set: { examDate: '2021-05-04' },
  };

  it.each([
    ['2021-05-01', 'column', all],
    ['2021-05-02', 'title', { ...all, column: () => undefined }],
    ['2021-05-03', 'file name', { ...all, column: () => undefined, titles: [] }],
    ['2021-05-04', '--set', { set: all.set }],
  ])('%s comes from %s', (value, from, given) => {
    expect(resolveParameters(specs, sources(given)).parameters[0]).toEqual({ name: 'examDate', value, from });
  });

  it('that the file gives makes another one of --set a note, not a silence', () => {
    expect(resolveParameters(specs, sources(all)).notes).toEqual([
      '--set examDate=2021-05-04 was not used: the column says 2021-05-01.',
    ]);
  });

  it('is a code, also from a word of the title, or the default', () => {
    const given = sources({ set: all.set, titles: ['登记表（未散瞳）'] });
    expect(resolveParameters(specs, given).parameters[1]).toEqual({
      name: 'cycloplegia',
      value: 'none',
      from: 'title',
    });
    expect(resolveParameters(specs, sources({ set: all.set })).parameters[1]).toMatchObject({
      value: 'unknown',
      from: 'default',
    });
  });

  it('that is missing refuses the file and names every way to give it', () => {
    expect(() => resolveParameters(specs, sources({}))).toThrow(
      'The file does not say examDate (筛查日期, day). Give it by a column (date), the title row above the header, the name of the file or --set examDate=2021-05-21.',
    );
  });

  it('that cannot be read is refused with what was expected', () => {
    expect(() => resolveParameters(specs, sources({ set: { examDate: '21.5.21' } }))).toThrow(
      'examDate from --set is "21.5.21", but a date such as 2021-05-21 was expected.',
    );
  });
});
