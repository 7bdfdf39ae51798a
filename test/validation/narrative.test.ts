// Narrative. R4 narrative.html; txt-1, txt-2.

import { describe, expect, it } from '@jest/globals';
import { findings, patient } from './support.ts';

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

  it('is read in time that grows with its length only', () => {
    const started = performance.now();
    within(`${'<p '.repeat(20_000)}${'a="'.repeat(20_000)}`);
    within(`${'<b>'.repeat(50_000)}x`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
