// The page at `/`: what this is and where to begin, in Chinese and English.

import { type Html, html } from './html.ts';

export interface LandingFacts {
  baseUrl: string;
  basePath: string;
  version: string;
  /** Whether requests need a token. */
  needsToken: boolean;
}

const TYPES: readonly (readonly [type: string, chinese: string])[] = [
  ['Patient', '儿童'],
  ['ServiceRequest', '转诊申请'],
  ['Task', '转诊任务'],
  ['Encounter', '就诊'],
  ['Observation', '检查与测量'],
  ['Organization', '机构'],
  ['Appointment', '预约'],
  ['Slot', '号源'],
];

export function landingBody({ baseUrl, basePath, version, needsToken }: LandingFacts): Html {
  return html`<header>
<h1>联体 Lianti</h1>
<p>儿童医联体的 FHIR R4 服务器：转诊、屈光档案、医院旧数据。</p>
<p class="soft" lang="en">A FHIR R4 server for a children's care consortium: referrals, refraction archives, legacy hospital data.</p>
</header>
<main>
<h2>地址 · Address</h2>
<pre>${baseUrl}</pre>
${
  needsToken
    ? html`<p>每个请求都要带令牌。<span class="soft" lang="en">Each request carries a token: <code>Authorization: Bearer …</code></span></p>`
    : html`<p>只在本机开放，无需登录。<span class="soft" lang="en">Open on this machine only; no token is needed.</span></p>`
}
<h2>从这里开始 · Where to begin</h2>
<ul class="cards">
<li><a href="/examples">示例 Examples</a><small>可以直接运行的请求<br><span lang="en">requests to copy and run</span></small></li>
<li><a href="/openapi.json">OpenAPI</a><small>给工具用的接口描述<br><span lang="en">the API for tools</span></small></li>
<li><a href="${basePath}/metadata">CapabilityStatement</a><small>这台服务器能做什么<br><span lang="en">what this server does</span></small></li>
<li><a href="${basePath}/_history">历史 History</a><small>写入过的一切，最新在前<br><span lang="en">all that was written, newest first</span></small></li>
</ul>
<h2>资源 · Resources</h2>
<ul class="cards">
${TYPES.map(([type, chinese]) => html`<li><a href="${basePath}/${type}">${type}</a><small>${chinese}</small></li>\n`)}</ul>
<p class="soft">R4 的其他资源类型同样可用。<span lang="en">All other resource types of R4 are there too.</span></p>
</main>
<footer>Lianti ${version} · FHIR 4.0.1 · <a href="http://hl7.org/fhir/R4/">hl7.org/fhir/R4</a></footer>`;
}
