// Chains and _has over canonical URLs. R4 references.html#canonical, search.html#chaining, #has.

import { describe, expect, it } from '@jest/globals';
import { asking } from './asking.ts';

const { server, put, ids } = asking();

const questionnaire = (id: string, title: string, more: object = {}) => ({
  resourceType: 'Questionnaire',
  id,
  url: 'http://example.org/q/vision',
  title,
  status: 'active',
  ...more,
});
const response = (id: string, canonical: string, more: object = {}) => ({
  resourceType: 'QuestionnaireResponse',
  id,
  status: 'completed',
  questionnaire: canonical,
  ...more,
});

describe('a search over canonical URLs', () => {
  it('leads to what they name, by url and version', async () => {
    await put(questionnaire('v1', 'Vision', { version: '1' }));
    await put(questionnaire('v2', 'Seeing', { version: '2' }));
    await put(questionnaire('other', 'Hearing', { url: 'http://example.org/q/hearing' }));
    await put(response('any', 'http://example.org/q/vision'));
    await put(response('first', 'http://example.org/q/vision|1'));
    await put(response('second', 'http://example.org/q/vision|2', { subject: { reference: 'Patient/p' } }));
    await put(response('third', 'http://example.org/q/vision|3'));
    await put(response('heard', 'http://example.org/q/hearing'));
    await put(response('lost', 'http://example.org/q/nothing'));
    await put({ resourceType: 'Patient', id: 'p', name: [{ family: 'Li' }] });
    expect(await ids('QuestionnaireResponse?questionnaire.title=Vision')).toBe('any first');
    expect(await ids('QuestionnaireResponse?questionnaire.title=Seeing')).toBe('any second');
    expect(await ids('QuestionnaireResponse?questionnaire:Questionnaire.title=Hear')).toBe('heard');
    expect(await ids('QuestionnaireResponse?questionnaire.title=nothing')).toBe('');
    expect(await ids('QuestionnaireResponse?questionnaire.title=Vision,Hearing&status=completed')).toBe(
      'any first heard',
    );
  });

  it('comes from what names them', async () => {
    expect(await ids('Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=second')).toBe('v2');
    expect(await ids('Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=any')).toBe('v1 v2');
    expect(await ids('Questionnaire?_has:QuestionnaireResponse:questionnaire:_id=third,lost')).toBe('');
    expect(await ids('Questionnaire?_has:QuestionnaireResponse:questionnaire:subject:Patient.name=Li')).toBe(
      'v2',
    );
  });

  it('goes on from there', async () => {
    const other = '_has:QuestionnaireResponse:questionnaire:_id';
    expect(await ids(`QuestionnaireResponse?questionnaire.${other}=heard`)).toBe('heard');
    expect(await ids(`QuestionnaireResponse?questionnaire.${other}=second`)).toBe('any second');
    expect(await ids('Patient?_has:QuestionnaireResponse:subject:questionnaire.title=Seeing')).toBe('p');
    expect(await ids('Patient?_has:QuestionnaireResponse:subject:questionnaire.title=Hearing')).toBe('');
  });

  it('over too many is refused', async () => {
    const entry = Array.from({ length: 501 }, (_, at) => ({
      resource: questionnaire(`many-${at}`, 'Many', { url: `http://example.org/q/many-${at}` }),
      request: { method: 'PUT', url: `Questionnaire/many-${at}` },
    }));
    await server().post('', { resourceType: 'Bundle', type: 'transaction', entry });
    const { status, body } = await server().get('QuestionnaireResponse?questionnaire.title=Many');
    expect(status).toBe(400);
    expect(body.issue[0]).toMatchObject({ code: 'too-costly' });
    expect(body.issue[0].diagnostics).toContain('more than 500 resources (Questionnaire) fit');
  });
});
