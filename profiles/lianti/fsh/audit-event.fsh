Invariant: lianti-aud-1
Description: "读写事件须写明涉及的资源或检索条件 / An event of reading or writing says of what: a resource or a query"
Severity: #error
Expression: "action in ('C' | 'R' | 'U' | 'D') implies entity.exists(what.exists() or query.exists())"

Invariant: lianti-aud-2
Description: "应记录请求方的网络地址 / Give the network address of who asked"
Severity: #warning
Expression: "agent.where(requestor = true).exists(network.address.exists())"

Profile: LiantiAuditEvent
Parent: AuditEvent
Id: lianti-audit-event
Title: "Audit event 审计"
Description: "One access to data: who, in what role, from where, why, and to what. It is never changed. 一次数据访问：何人、何种角色、来自何处、为何、访问何物；不可更改。"
* obeys lianti-aud-1 and lianti-aud-2
* type from AuditTypeCodes (required)
* action 1..1
* outcome 1..1
* agent.who 1..1
* agent.who ^short = "A PractitionerRole tells person and organization at once"
* agent.role ^short = "Role code of the caller"
* entity ^short = "The patient, the resource, the query"
