import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../src/config.ts';

describe('the configuration', () => {
  it('has defaults for a newcomer', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      STORE_URL: 'sqlite:./data/lianti.db',
      AUTH: 'off',
      TIME_ZONE: 'Asia/Shanghai',
      VALIDATION: 'enforce',
      REFERENCES: 'check',
      SEARCH_HANDLING: 'strict',
      MAX_BODY: 20 * 1024 * 1024,
    });
  });

  it('takes sizes with units and lists of URLs, without slashes at their ends', () => {
    const config = readConfig({
      MAX_BODY: '5mb',
      BASE_URL: 'https://a.test/fhir/',
      BASE_URL_ALIASES: 'http://b.test/fhir, http://c.test/fhir/',
    });
    expect(config.MAX_BODY).toBe(5 * 1024 * 1024);
    expect(config.BASE_URL).toBe('https://a.test/fhir');
    expect(config.BASE_URL_ALIASES).toEqual(['http://b.test/fhir', 'http://c.test/fhir']);
  });

  it.each([
    [{ PORT: 'eighty' }, /PORT=eighty/],
    [{ PORT: '70000' }, /PORT=70000/],
    [{ STORE_URL: 'mysql://x' }, /STORE_URL=mysql:\/\/x is not usable: sqlite:/],
    [{ TIME_ZONE: 'Mars/Olympus' }, /TIME_ZONE=Mars\/Olympus.*Asia\/Shanghai/],
    [{ VALIDATION: 'maybe' }, /VALIDATION=maybe/],
    [{ BASE_URL: 'fhir' }, /BASE_URL=fhir/],
    [{ MAX_BODY: 'big' }, /MAX_BODY=big/],
    [{ HOST: '0.0.0.0' }, /HOST=0\.0\.0\.0 with AUTH=off would open every record/],
    [{ AUTH: 'tokens' }, /AUTH_TOKENS_FILE/],
  ])('refuses %j in one clear line', (environment, message) => {
    let thrown: unknown;
    try {
      readConfig(environment as Record<string, string>);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect((thrown as Error).message).toMatch(message as RegExp);
    expect((thrown as Error).message).not.toContain('\n');
  });

  it('cannot be changed once it is read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });
});
