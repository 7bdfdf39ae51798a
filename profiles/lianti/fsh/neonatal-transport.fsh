Invariant: lianti-trn-1
Description: "应附胎龄、体重及当前情况（转运观察项目） / Give gestation, weight and present state as observations"
Severity: #warning
Expression: "supportingInfo.exists(reference.matches('(^|/)Observation/') or type = 'Observation')"

Invariant: lianti-trn-2
Description: "应写明患儿所在病区 / Say in which ward the child is"
Severity: #warning
Expression: "locationReference.exists()"

Profile: LiantiNeonatalTransport
Parent: ServiceRequest
Id: lianti-neonatal-transport
Title: "Neonatal transport 新生儿转运"
Description: "A call for the transport of a newborn, or its transport home. Paperwork that is missing warns and never refuses. 新生儿转运（含回转）申请；资料不全只提醒，不拒绝。"
* insert UrgentReferral
* obeys lianti-trn-1 and lianti-trn-2
* category contains neonatal-transport 1..1
* category[neonatal-transport] = ReferralCategory#neonatal-transport
