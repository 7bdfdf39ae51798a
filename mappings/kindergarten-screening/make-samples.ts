// Writes samples/: one invented class of thirty in two years, as a hospital exports it, in GB 18030.
// Every child, number and reading is made up: identity numbers begin with 99, which no division has.
// Run it with `node mappings/kindergarten-screening/make-samples.ts`; it writes the same bytes every time.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idCheckDigit } from '../../src/intake/transforms/id-number.ts';
import { createGb18030Encoder } from '../gb18030.ts';

type Cells = Record<string, string>;
type Year = '2020' | '2021';

const COLUMNS = [
  '筛查学生ID',
  '学籍号',
  '姓名',
  '证件号',
  '性别',
  '出生日期',
  '年级',
  '班级',
  '护照号',
  '戴镜情况',
  '裸眼（右）',
  '裸眼（左）',
  '矫正（右）',
  '矫正（左）',
  '球镜（右）',
  '柱镜（右）',
  '轴位（右）',
  '球镜（左）',
  '柱镜（左）',
  '轴位（左）',
  '身高（单位CM）',
  '体重（单位KG）',
];

const PEOPLE: [name: string, sex: '男' | '女', birthDate: string][] = [
  ['王示例', '男', '2014-09-30'],
  ['李某瑋', '女', '2015-01-09'],
  ['张小禾', '女', '2015-05-21'],
  ['陈一鸣', '男', '2014-11-02'],
  ['林语桐', '女', '2015-03-12'],
  ['吴昊然', '男', '2014-10-18'],
  ['赵安琪', '女', '2015-06-07'],
  ['孙浩宇', '男', '2015-02-24'],
  ['周一诺', '女', '2014-12-05'],
  ['周一言', '女', '2014-12-05'],
  ['李㛃然', '女', '2015-04-16'],
  ['郑子墨', '男', '2015-07-29'],
  ['冯雨萱', '女', '2014-09-11'],
  ['褚俊熙', '男', '2015-08-03'],
  ['卫思远', '男', '2015-09-30'],
  ['蒋欣怡', '女', '2014-10-27'],
  ['沈嘉懿', '男', '2015-01-30'],
  ['韩沐晨', '男', '2014-11-19'],
  ['杨可馨', '女', '2015-05-02'],
  ['朱铭轩', '男', '2015-03-25'],
  ['秦诗涵', '女', '2014-12-31'],
  ['许承恩', '男', '2015-02-08'],
  ['何乐怡', '女', '2015-06-19'],
  ['吕天佑', '男', '2014-09-22'],
  ['欧阳若溪', '女', '2015-04-04'],
  ['买买提·艾力', '男', '2014-10-06'],
  ['孔令仪', '女', '2015-07-14'],
  ['曹睿渊', '男', '2015-08-21'],
  ['严书瑶', '女', '2014-11-28'],
  ['华梓萌', '女', '2015-01-17'],
];

/** Number of the child → spheres right and left in 2020, then in 2021. The other children are long-sighted. */
const SHORT_SIGHTED: Record<number, [number, number, number, number]> = {
  4: [-0.25, 0, -0.75, -0.5],
  8: [-0.5, -0.25, -1.25, -0.75],
  13: [-5.25, -5, -6.5, -6.25],
  19: [-0.25, -0.25, -0.5, -1],
  24: [-1.25, -1, -2, -1.75],
};

/** Sequence in the identity number, where a check digit X is wanted. */
const SEQUENCES: Record<number, string> = { 11: '000' };

const GLASSES: Record<number, Cells> = {
  13: { 戴镜情况: '佩戴框架眼镜', '矫正（右）': '4.8', '矫正（左）': '4.8' },
  24: { 戴镜情况: '佩戴框架眼镜', '矫正（右）': '4.9', '矫正（左）': '5.0' },
};

const BOTH_SPHERES = (word: string): Cells => ({
  '球镜（右）': word,
  '柱镜（右）': '/',
  '轴位（右）': '/',
  '球镜（左）': word,
  '柱镜（左）': '/',
  '轴位（左）': '/',
});

const NOT_EXAMINED: Cells = {
  ...BOTH_SPHERES('--'),
  '裸眼（右）': '未查',
  '裸眼（左）': '未查',
  '身高（单位CM）': '',
  '体重（单位KG）': '',
};

/** Number of the child → the cells in which the people at the keyboard had habits of their own. */
const HABITS: Record<Year, Record<number, Cells>> = {
  '2020': {
    1: {
      姓名: '王 示 例',
      '裸眼（左）': '４．９',
      '球镜（右）': '＋０.７５',
      '柱镜（右）': '－0.25',
      '轴位（右）': '85',
    },
    3: { 出生日期: '42145' },
    5: { '球镜（左）': '+0.25', '柱镜（左）': '+0.50', '轴位（左）': '90' },
    7: { '球镜（右）': '125' },
    9: { '轴位（右）': '0', '轴位（左）': '190' },
    11: { 证件号: '99011220150416000x', '柱镜（右）': "'-0.50" },
    12: { 证件号: '9.90112E+17', '柱镜（左）': '/', '轴位（左）': '/' },
    16: { 姓名: '蒋欣?', 护照号: 'E99900016' },
    20: { 班级: '中2班', '身高（单位CM）': '999' },
    22: { ...BOTH_SPHERES('测不出'), '裸眼（右）': '测不出', '裸眼（左）': '测不出' },
    27: NOT_EXAMINED,
  },
  '2021': {
    2: { 出生日期: '2015年1月9日', '球镜（左）': '平光' },
    5: { '裸眼（右）': '4.9+2', '裸眼（左）': '1.0/5.0' },
    6: { '轴位（右）': '×175', '轴位（左）': '180°' },
    8: { '球镜（右）': '-125', '球镜（左）': '-0.75DS' },
    10: { 出生日期: '2014.12.5' },
    15: { 出生日期: '2051/9/30' },
    16: { 姓名: '蒋欣?', 护照号: 'E99900016' },
    18: { '柱镜（右）': '-0.50', '轴位（右）': '' },
    20: { 班级: '大2班', '身高（单位CM）': '999' },
    22: { ...BOTH_SPHERES('测不出'), '裸眼（右）': '不配合', '裸眼（左）': '拒查' },
    27: NOT_EXAMINED,
  },
};

const TITLES: Record<Year, string> = {
  '2020':
    '七宝幼儿园视力筛查登记表（筛查日期：2020年5月22日；筛查机构：七宝社区卫生服务中心；设备：ARK-7；方法：电脑验光；未散瞳），请勿改动表头',
  '2021':
    '七宝幼儿园视力筛查登记表（筛查机构：七宝社区卫生服务中心；设备：ARK-7；方法：电脑验光；未散瞳），请勿改动表头',
};

/** The same small numbers every time. */
function createNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function dioptres(value: number): string {
  return value > 0 ? `+${value.toFixed(2)}` : value.toFixed(2);
}

function acuityOf(sphere: number, year: Year): string {
  if (sphere <= -5) return '4.0';
  if (sphere <= -1) return '4.6';
  if (sphere < -0.25) return '4.8';
  return year === '2020' ? '4.9' : '5.0';
}

function idNumber(birthDate: string, sex: '男' | '女', number: number): string {
  const sequence = SEQUENCES[number] ?? String(number * 2 + (sex === '男' ? 1 : 0)).padStart(3, '0');
  const seventeen = `990112${birthDate.replaceAll('-', '')}${sequence}`;
  return seventeen + idCheckDigit(seventeen);
}

function eyeCells(side: '右' | '左', sphere: number, year: Year, numbers: (below: number) => number): Cells {
  const cylinder = sphere < 0 ? -0.25 : numbers(3) * -0.25;
  return {
    [`裸眼（${side}）`]: acuityOf(sphere, year),
    [`球镜（${side}）`]: dioptres(sphere),
    [`柱镜（${side}）`]: dioptres(cylinder),
    [`轴位（${side}）`]: cylinder === 0 ? '' : String(5 + numbers(35) * 5),
  };
}

function childCells(number: number, year: Year, numbers: (below: number) => number): Cells {
  const [name, sex, birthDate] = PEOPLE[number - 1]!;
  const reserve = 0.75 + numbers(4) * 0.25;
  const short = SHORT_SIGHTED[number];
  const later = year === '2021' ? 1 : 0;
  const [right, left] = short
    ? [short[later * 2]!, short[later * 2 + 1]!]
    : [reserve - later * 0.25, reserve + 0.25 - later * 0.25];
  const id = idNumber(birthDate, sex, number);
  return {
    筛查学生ID: `2021${String(number).padStart(4, '0')}`,
    学籍号: `G${id}`,
    姓名: name,
    证件号: id,
    性别: sex,
    出生日期: birthDate.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1/$2/$3'),
    年级: year === '2020' ? '中班' : '大班',
    班级: year === '2020' ? '中(2)班' : '大(2)班',
    戴镜情况: '不佩戴眼镜',
    ...eyeCells('右', right, year, numbers),
    ...eyeCells('左', left, year, numbers),
    '身高（单位CM）': (103 + numbers(100) / 10 + later * 6.5).toFixed(1),
    '体重（单位KG）': (16 + numbers(50) / 10 + later * 2.2).toFixed(1),
    ...GLASSES[number],
    ...HABITS[year][number],
  };
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function sampleText(year: Year, corrections: Record<number, Cells> = {}): string {
  const rows = PEOPLE.map((_, index) => {
    const cells = { ...childCells(index + 1, year, createNumbers(index + 1)), ...corrections[index + 1] };
    return COLUMNS.map((column) => quoted(cells[column] ?? '')).join(',');
  });
  const title = quoted(TITLES[year]) + ','.repeat(COLUMNS.length - 1);
  return [title, COLUMNS.join(','), ...rows, ''].join('\r\n');
}

/** The sample of the golden test: no title, so the parameters are set; see expected.json. */
const SAMPLE = [
  '20210001,G990101201509300033,王示例,990101201509300033,男,2015/9/30,大班,大(2)班,,不佩戴眼镜,4.8,４．９,,,-0.75,-0.50,175,-0.25,/,/,118.5,21.3',
  '20210002,,李某瑋,990104201509300040,女,42277,大班,大2班,,,未查,未查,,,--,--,--,--,--,--,,',
  '20210003,,李㛃然,99011220150416000x,女,2015年4月16日,大班,大2班,E99900003,,指数/30cm,光感,,,>7.5,,,+0.25,+0.50,90,1.18,20.1',
  '20210004,,周一诺,,女,2014-12-5,大班,大2班,,夜戴角膜塑形镜,4.0,4.1,5.0,0.6,-3.00,-0.75,5,-2.75,-0.50,170,112,19',
  '20210005,,周一言,,女,14.12.5,大班,大2班,,,4.9,4.9,,,0,0,,0,0,,112,19',
  '20210006,,吴昊然,,男,2014/10/18,大班,大2班,,,4.9,4.9,,,125,-0.50,90,+1.00,-0.50,90,115,20',
  '20210001,,王示例,,男,2015/9/30,大班,大(2)班,,,4.8,4.9,,,-0.75,-0.50,175,--,/,/,,',
];

const folder = join(import.meta.dirname, 'samples');
const encode = createGb18030Encoder();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, '2020-05-22-qibao-middle-class.csv'), encode(sampleText('2020')));
writeFileSync(join(folder, '2021-05-21-qibao-senior-class.csv'), encode(sampleText('2021')));
writeFileSync(
  join(folder, '2021-05-21-qibao-senior-class-corrected.csv'),
  encode(sampleText('2021', { 24: { '球镜（右）': '-2.25' } })),
);
writeFileSync(
  join(import.meta.dirname, 'sample.csv'),
  encode([COLUMNS.join(','), ...SAMPLE, ''].join('\r\n')),
);
