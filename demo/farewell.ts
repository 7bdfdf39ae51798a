// The last lines of the demo: where to look next, and where the data lie.

import path from 'node:path';

export function farewell(baseUrl: string, folder: string): string[] {
  return [
    '',
    '接下来 Next: ',
    ...[
      'metadata',
      'OrganizationAffiliation?network=org-pediatric-consortium&role=member&_include=OrganizationAffiliation:participating-organization',
      'Patient?name=冯&_pretty=true',
      'Observation?patient.name=冯雨萱&code=refraction&_sort=date&_pretty=true',
      'Task?owner=HealthcareService/hs-eye-ent-one-stop&_include=Task:focus&_pretty=true',
    ].map((query) => `  curl '${baseUrl}/${encodeURI(query)}'`),
    '',
    `数据 Data: ${path.join(folder, 'lianti.db')}  清除 clear: npm run demo -- --reset  停止 stop: Ctrl-C`,
  ];
}
