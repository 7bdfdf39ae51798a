// Narrative. R4 narrative.html; txt-1, txt-2.

import { describe, expect, it } from '@jest/globals';
import { findings, patient, profileOf, TEST_PROFILE, validatorWith } from './support.ts';

const NAMESPACE = 'xmlns="http://www.w3.org/1999/xhtml"';
const narrative = (div: string) => findings(patient({ text: { status: 'generated', div } }));
const within = (content: string) => narrative(`<div ${NAMESPACE}>${content}</div>`);

const REFUSED = ['error txt-1 Patient.text.div'];

describe('narrative', () => {
  it('may be text with basic formatting', () => {
    expect(within('张小禾')).toEqual([]);
    expect(
      within(
        '<p class="a">a &amp; b<br/>&#20320; <b>c</b></p><table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
      ),
    ).toEqual([]);
    expect(within('<!-- a > b --> <img src="x.png" alt="x"/>')).toEqual([]);
    expect(within('<a href="https://example.org/?a=1&amp;b=2" title=\'x\'>y</a>')).toEqual([]);
  });

  it('must be one well-formed div of XHTML', () => {
    expect(narrative('text')).toEqual(REFUSED);
    expect(narrative('<div>text</div>')).toEqual(REFUSED);
    for (const text of [
      '<pp',
      '<div xmlns="http://www.w3.org/1999/xhtml">a<bb',
      '<',
      '<div',
      '</',
      '</div',
    ]) {
      expect(narrative(text)).toEqual(REFUSED);
    }
    expect(narrative(`<p ${NAMESPACE}>text</p>`)).toEqual(REFUSED);
    expect(narrative(`<div ${NAMESPACE}>a</div><div ${NAMESPACE}>b</div>`)).toEqual(REFUSED);
    expect(within('<b>a')).toEqual(REFUSED);
    expect(within('<b>a</i>')).toEqual(REFUSED);
    expect(within('a < b')).toEqual(REFUSED);
    expect(within('a & b')).toEqual(REFUSED);
  });

  it('may not carry anything active', () => {
    expect(within('a<script>alert(1)</script>')).toEqual(REFUSED);
    expect(within('<p onclick="alert(1)">a</p>')).toEqual(REFUSED);
    expect(within('<a href="javascript:alert(1)">a</a>')).toEqual(REFUSED);
    expect(within('a<iframe src="x"/>')).toEqual(REFUSED);
    expect(within('a<form/>')).toEqual(REFUSED);
  });

  it('must say something', () => {
    expect(within(' ')).toEqual(['error txt-2 Patient.text.div']);
  });

  it('has rows in tables, items in lists, and no blocks in lines', () => {
    expect(within('<ul><li>a<ul><li>b</li></ul></li></ul><dl><dt>a</dt><dd><p>b</p></dd></dl>')).toEqual([]);
    expect(within('<table><caption>a</caption><tr><th>b</th></tr></table><p>a<br/><i>b</i></p>')).toEqual([]);
    expect(within('a<li>b</li>')).toEqual(REFUSED);
    expect(within('<ul>a</ul>')).toEqual(REFUSED);
    expect(within('<table><td>a</td></table>')).toEqual(REFUSED);
    expect(within('<p>a<div>b</div></p>')).toEqual(REFUSED);
    expect(within('<p>a<p>b</p></p>')).toEqual(REFUSED);
    expect(within('<b><ul><li>a</li></ul></b>')).toEqual(REFUSED);
    expect(within('<a href="x">a<i><a href="y">b</a></i></a>')).toEqual(REFUSED);
    expect(within('a<br>b</br>')).toEqual(REFUSED);
  });

  it('has attributes where HTML has them', () => {
    expect(within('<ol class="a"><li id="b" style="color: red" xml:lang="zh">c</li></ol>')).toEqual([]);
    expect(within('<p href="x">a</p>')).toEqual(REFUSED);
    expect(within('<p bgcolor="red">a</p>')).toEqual(REFUSED);
    expect(within('<p xmlns="http://www.w3.org/2000/svg">a</p>')).toEqual(REFUSED);
  });

  it('names the characters that XML knows, others by their numbers', () => {
    expect(within('a &lt; b &gt; c &amp; d &quot;e&quot; &apos;f&apos; &#169; &#xA9;')).toEqual([]);
    expect(within('a&nbsp;b')).toEqual(REFUSED);
    expect(within('a &copy; b')).toEqual(REFUSED);
    expect(within('a &unknown; b')).toEqual(REFUSED);
  });

  it('links to what is there', () => {
    const LINK = ['error narrative-link Patient.text.div'];
    expect(within('<p id="a">b</p><a href="#a">c</a><a name="d">e</a><a href="#d">f</a>')).toEqual([]);
    expect(within('<a href="#x">c</a> <a href="#y">d</a>')).toEqual(LINK);
    expect(within('<img src="#x" alt="y"/>')).toEqual(LINK);
    const div = `<div ${NAMESPACE}><a href="#n">a</a></div>`;
    expect(
      findings(patient({ name: [{ id: 'n', text: '张小禾' }], text: { status: 'generated', div } })),
    ).toEqual([]);
    expect(within('<a href="">c</a>')).toEqual(REFUSED);
    expect(within('<a href="a b">c</a>')).toEqual(REFUSED);
    expect(within('<a href="urn:oid:1.2">c</a>')).toEqual(REFUSED);
    expect(within('<img src="data:image/png;base64,YWJj" alt="x"/>')).toEqual([]);
    expect(within('<img src="data:image/png;base64,%%" alt="x"/>')).toEqual(REFUSED);
  });

  it('links to other entries of its Bundle', () => {
    const div = `<div ${NAMESPACE}><a href="#other">a</a></div>`;
    const entry = (resource: object, id: string) => ({
      fullUrl: `https://example.org/Patient/${id}`,
      resource,
    });
    const bundle = (id: string) => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [entry(patient({ text: { status: 'generated', div } }), 'p1'), entry(patient({ id }), id)],
    });
    expect(findings(bundle('other'))).toEqual([]);
    expect(findings(bundle('p2'))).toEqual(['error narrative-link Bundle.entry[0].resource.text.div']);
  });

  it('is read in time that grows with its length only', () => {
    const started = performance.now();
    within(`${'<p '.repeat(20_000)}${'a="'.repeat(20_000)}`);
    within(`${'<b>'.repeat(50_000)}x`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a profile', () => {
  const under = (asked: object, content: string, more: object = {}) => {
    const by = validatorWith(profileOf('Patient', [{ id: 'Patient.text', extension: [asked as never] }]));
    const text = { status: 'generated', div: `<div ${NAMESPACE}>${content}</div>` };
    return findings(patient({ text, ...more }), { profiles: [TEST_PROFILE] }, by);
  };
  const CONTROL = ['error narrative-control Patient.text.div'];
  const part = (language: string) => `<div xml:lang="${language}"><p>a</p></div>`;

  it('may ask for parts in languages', () => {
    const asked = (valueCode: string) => ({
      url: 'http://hl7.org/fhir/StructureDefinition/narrative-language-control',
      valueCode,
    });
    expect(under(asked('_yes'), part('zh') + part('en'))).toEqual([]);
    expect(under(asked('_yes'), '<p>a</p>')).toEqual(CONTROL);
    expect(under(asked('_no'), part('zh'))).toEqual(CONTROL);
    expect(under(asked('zh'), part('zh'))).toEqual([]);
    expect(under(asked('zh'), part('en'))).toEqual(CONTROL);
    expect(under(asked('_resource'), part('zh'), { language: 'zh' })).toEqual([]);
    expect(under(asked('_resource'), part('en'), { language: 'zh' })).toEqual(CONTROL);
    expect(under(asked('_resource'), '<p>a</p>')).toEqual(['warning narrative-control Patient.text.div']);
  });

  it('may ask where each part comes from', () => {
    const asked = (valueCode: string) => ({
      url: 'http://hl7.org/fhir/StructureDefinition/narrative-source-control',
      valueCode,
    });
    expect(under(asked('error'), '<p class="big generated">a</p><div class="original">b</div>')).toEqual([]);
    expect(under(asked('error'), '<p class="generated">a</p><p>b</p>')).toEqual(CONTROL);
    expect(under(asked('warning'), 'a<br/>')).toEqual(['warning narrative-control Patient.text.div']);
    expect(under(asked('error'), '<p class="generated">a</p><hr/>')).toEqual([]);
  });
});
