// Chinese names: found by their characters, simplified or traditional, and by what is typed for them in Latin letters.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createPinyin } from '../../src/search/pinyin/pinyin.ts';
import { typedLetters } from '../../src/search/pinyin/typed-names.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const pinyin = createPinyin();

describe('a Chinese name is read', () => {
  it.each([
    ['张小禾', 'zhangxh zhangxiaohe zhxh zxh'],
    ['張小禾', 'zhangxh zhangxiaohe zhxh zxh'],
    ['王', 'wang'],
    ['单小禾', 'shanxh shanxiaohe shxh sxh'],
    ['仇英', 'qiuying qy'],
    ['曾国', 'zengguo zg'],
    ['解晓', 'xiexiao xx'],
    ['区明', 'om ouming'],
    ['查理', 'zhali zhl zl'],
    ['朴英', 'piaoying puying py'],
    ['翟明', 'diming dm zhaiming zhm zm'],
    ['覃明', 'qinming qm tanming tm'],
    ['种明', 'chm chongming cm'],
    ['么明', 'yaoming ym'],
    ['任小', 'renxiao rx'],
    ['欧阳修', 'ouyangxiu oyx'],
    ['欧阳小禾', 'ouyangxh ouyangxiaohe oyxh'],
    ['吕小禾', 'luxh luxiaohe lvxh lvxiaohe lxh lyuxh lyuxiaohe'],
    ['歐陽修', 'ouyangxiu oyx'],
    ['尉迟恭', 'ycg ychg yuchigong'],
    ['万俟雪', 'moqixue mqx'],
    ['长孙明', 'zhangsunming zhsm zsm'],
    ['单于明', 'chanyuming chym cym'],
    ['吕布', 'lb lubu lvbu lyubu'],
    ['王乐', 'wangle wangyue wl wy'],
    ['李子行', 'lizh lizihang lizixing lizx lzh lzx'],
    ['阿依古丽·买买提', 'ayglmmt ayigulimaimaiti'],
    ['李 A', 'la lia'],
    ['李明 2', 'lim2 liming2 lm2'],
    ['Li Ming', ''],
    ['□', ''],
  ] as [string, string][])('%s as %s', (name, readings) => {
    expect(pinyin.readings(name, 'whole').join(' ')).toBe(readings);
  });

  it.each([
    ['重庆市儿童医院', 'chongqingshiertongyiyuan chqshetyy cqsetyy'],
    ['长春银行路小学', 'ccyhlxx changchunyinhangluxiaoxue chchyhlxx'],
    ['上海A座3楼', 'shanghaiazuo3lou shaz3l shhaz3l'],
    ['瑞金二路197号', 'rjel197h ruijinerlu197hao'],
    ['闵行区', 'mhq minhangqu'],
    ['閔行區', 'mhq minhangqu'],
    ['莘庄镇', 'shenzhuangzhen shzhzh szz xinzhuangzhen xzhzh xzz'],
    ['漕河泾', 'caohejing chj'],
    ['厦门市', 'xiamenshi xmsh'],
    ['六安市', 'lash luanshi'],
    ['南京六合区', 'nanjingluhequ njlhq'],
    ['大栅栏', 'dashilan dshl dsl'],
    ['乐清', 'yq yueqing'],
    ['重庆南路', 'chongqingnanlu chqnl cqnl'],
  ])('as the name of a place: %s as %s', (name, readings) => {
    expect(pinyin.readings(name, 'place').join(' ')).toBe(readings);
  });

  it('in at most a few ways, all of which can be asked for', () => {
    const names = fc.string({ unit: fc.constantFrom(...'张单翟乐行长吕小禾Aa1· 😀𠮷□'), maxLength: 60 });
    fc.assert(
      fc.property(names, fc.constantFrom('whole', 'family', 'given', 'place'), (name, part) => {
        const readings = pinyin.readings(name, part);
        expect(readings.length).toBeLessThanOrEqual(44);
        for (const reading of readings) expect(reading).toMatch(/^[a-z0-9]+$/);
        for (const reading of readings.filter((one) => /^[a-z]/.test(one)))
          expect(typedLetters(reading)).toBe(reading);
      }),
    );
  });
});

it.each([
  ['li zihe', 'lizihe'],
  ['LiZiHe', 'lizihe'],
  ["Xi'an", 'xian'],
  ['lü', 'lu'],
  ['ＬＺＨ', 'lzh'],
  ['李zihe', undefined],
  ['12', undefined],
  ['a,b', undefined],
])('%j is looked for as %j', (text, letters) => {
  expect(typedLetters(text)).toBe(letters);
});

describe('over HTTP', () => {
  let server: TestServer;
  const named = (id: string, name?: JsonObject) => ({
    resourceType: 'Patient',
    id,
    ...(name && { name: [name] }),
  });
  beforeAll(async () => {
    server = await createTestServer();
    const resources: JsonObject[] = [
      named('li', { family: '李', given: ['子禾'] }),
      named('zhang', { text: '張偉' }),
      named('zhang2', { family: '张', given: ['伟'] }),
      named('shan', { text: '单小禾', family: '单', given: ['小', '禾'] }),
      named('ouyang', { family: '歐陽', given: ['修'] }),
      named('latin', { family: 'Lizard', given: ['Ann'] }),
      named('none'),
      { resourceType: 'Practitioner', id: 'doc', name: [{ family: '曾', given: ['明'] }] },
      { resourceType: 'Organization', id: 'org', name: '重庆市儿童医院', alias: ['儿医'] },
      { resourceType: 'Location', id: 'room', name: '验光室' },
      { resourceType: 'Patient', id: 'home', address: [{ city: '上海市', line: ['闵行區七寶鎮 12 號'] }] },
      {
        resourceType: 'Organization',
        id: 'clinic',
        name: 'Clinic',
        address: [{ state: '重庆', city: '渝中区', district: '解放碑', text: '重庆市渝中区解放碑' }],
      },
    ];
    for (const { id, ...resource } of resources) {
      const { status, body } = await server.put(`${resource.resourceType}/${id}`, { ...resource, id: id! });
      expect([status, body?.issue]).toEqual([201, undefined]);
    }
  });
  afterAll(() => server.close());

  it.each([
    ['Patient?name=lizihe', 'li'],
    ['Patient?name=li zihe', 'li'],
    ['Patient?name=LZH', 'li'],
    ['Patient?name=lzh', 'li'],
    ['Patient?name=liz', 'latin li'],
    ['Patient?name=zihe', 'li'],
    ['Patient?name=zhangwei', 'zhang zhang2'],
    ['Patient?name=zw', 'zhang zhang2'],
    ['Patient?name=zhangw', 'zhang zhang2'],
    ['Patient?name=zhang w', 'zhang zhang2'],
    ['Patient?name=shanxh', 'shan'],
    ['Patient?name=ouyangx', 'ouyang'],
    ['Patient?name=张伟', 'zhang zhang2'],
    ['Patient?name=張偉', 'zhang zhang2'],
    ['Patient?name=张 伟', 'zhang zhang2'],
    ['Patient?name=张　偉', 'zhang zhang2'],
    ['Patient?name=shanxiaohe', 'shan'],
    ['Patient?name=danxiaohe', ''],
    ['Patient?phonetic=shan', 'shan'],
    ['Patient?family=li', 'latin li'],
    ['Patient?family=lizihe', ''],
    ['Patient?family=ouyang', 'ouyang'],
    ['Patient?family=oy', 'ouyang'],
    ['Patient?family=欧阳', 'ouyang'],
    ['Patient?given=zihe', 'li'],
    ['Patient?given=zh', 'li'],
    ['Patient?given=li', ''],
    ['Patient?name:exact=張偉', 'zhang'],
    ['Patient?name:exact=张伟', 'zhang2'],
    ['Patient?name:exact=lizihe', ''],
    ['Patient?name:contains=禾', 'li shan'],
    ['Patient?name:contains=偉', 'zhang zhang2'],
    ['Patient?name:contains=小禾', 'shan'],
    ['Patient?name:contains=zihe', ''],
    ['Patient?name:missing=true', 'home none'],
    ['Patient?name:missing=false', 'latin li ouyang shan zhang zhang2'],
    ['Patient?name=lizihe,zw', 'li zhang zhang2'],
    ['Patient?name=lzh&family=李', 'li'],
    ['Practitioner?name=zengming', 'doc'],
    ['Practitioner?family=zeng', 'doc'],
    ['Practitioner?name=cengming', ''],
    ['Organization?name=chongqing', 'org'],
    ['Organization?name=cqsetyy', 'org'],
    ['Organization?name=ey', 'org'],
    ['Location?name=yanguangshi', 'room'],
    ['Location?name=ygs', 'room'],
    ['Patient?address=闵行区七宝镇12号', 'home'],
    ['Patient?address=閔行區', 'home'],
    ['Patient?address-city=上', 'home'],
    ['Patient?address=minhangqu', 'home'],
    ['Patient?address=minhang', 'home'],
    ['Patient?address=minxing', ''],
    ['Patient?address=mhq', 'home'],
    ['Patient?address=shanghai', 'home'],
    ['Patient?address=Shang Hai', 'home'],
    ['Patient?address-city=shanghai', 'home'],
    ['Patient?address-city=shs', 'home'],
    ['Patient?address-city=minhang', ''],
    ['Patient?address:exact=minhangqu', ''],
    ['Patient?address:contains=minhang', ''],
    ['Organization?address=yuzhong', 'clinic'],
    ['Organization?address=chongqing', 'clinic'],
    ['Organization?address-state=cq', 'clinic'],
    ['Organization?address=jfb', 'clinic'],
    ['Patient?address:contains=七宝', 'home'],
    ['Patient?address:contains=12號', 'home'],
  ])('%s finds %s', async (query, ids) => {
    const { status, body } = await server.get(query.replaceAll(' ', '%20'));
    expect(status).toBe(200);
    const found = (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id);
    expect(found.sort().join(' ')).toBe(ids);
  });

  it('names are sorted by what is written, not by how it is read', async () => {
    const { body } = await server.get('Patient?_sort=family&family:missing=false');
    const found = body.entry.map((entry: { resource: { id: string } }) => entry.resource.id);
    expect(found).toEqual(['latin', 'shan', 'zhang2', 'li', 'ouyang']);
  });

  it('a changed name is found by its new reading only', async () => {
    await server.put('Patient/turn', { resourceType: 'Patient', id: 'turn', name: [{ text: '赵一' }] });
    await server.put('Patient/turn', { resourceType: 'Patient', id: 'turn', name: [{ text: '钱一' }] });
    expect((await server.get('Patient?name=zhaoyi')).body.entry).toBeUndefined();
    expect((await server.get('Patient?name=qianyi')).body.entry).toHaveLength(1);
  });

  it('a name of two parts is found with any dot between them, with a space and with nothing', async () => {
    await server.put('Patient/dot', { ...named('dot', { text: '阿依古丽·买买提' }) });
    for (const asked of ['阿依古丽买买提', '阿依古丽•买买提', '阿依古丽．买买提', '阿依古丽 买买提']) {
      const { body } = await server.get(`Patient?name=${encodeURIComponent(asked)}`);
      expect([asked, body?.total]).toEqual([asked, 1]);
    }
    const exact = await server.get(`Patient?name:exact=${encodeURIComponent('阿依古丽买买提')}`);
    expect(exact.body?.total).toBe(0);
  });
});
