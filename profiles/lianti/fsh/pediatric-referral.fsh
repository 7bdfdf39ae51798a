Invariant: lianti-sr-1
Description: "须注明转诊方向：上转、下转或平转 / A referral says its direction: up, down or lateral"
Severity: #error
Expression: "extension('https://lianti.dev/fhir/StructureDefinition/referral-direction').value.ofType(code).count() = 1"

Invariant: lianti-sr-2
Description: "新生儿转运的优先级应为 stat（立即） / A neonatal transport has priority stat"
Severity: #warning
Expression: "category.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/referral-category' and code = 'neonatal-transport') and extension.where(url = 'https://lianti.dev/fhir/StructureDefinition/referral-direction' and value.ofType(code) = 'up').exists() implies (priority.exists() and priority = 'stat')"

Invariant: lianti-sr-3
Description: "绿色通道转诊的优先级须为加急、尽快或立即 / A green-channel referral has priority urgent, asap or stat"
Severity: #error
Expression: "extension.where(url = 'https://lianti.dev/fhir/StructureDefinition/green-channel' and value.ofType(boolean) = true).exists() implies (priority.exists() and priority in ('urgent' | 'asap' | 'stat'))"

Invariant: lianti-sr-4
Description: "下转提交时须附资料（出院小结、门诊病历或会诊意见） / A down-referral carries supporting documents once it is sent"
Severity: #error
Expression: "extension.where(url = 'https://lianti.dev/fhir/StructureDefinition/referral-direction' and value.ofType(code) = 'down').exists() implies (status = 'draft' or supportingInfo.exists())"

Invariant: lianti-sr-5
Description: "撤销转诊须写明原因 / A revoked referral says why"
Severity: #error
Expression: "status = 'revoked' implies extension('http://hl7.org/fhir/StructureDefinition/request-statusReason').exists()"

Invariant: lianti-sr-6
Description: "提交的转诊须有申请方、申请时间和承接方（或承接方类型） / A referral that is sent has a requester, a time, and a performer or a performer type"
Severity: #error
Expression: "status = 'draft' or (requester.exists() and authoredOn.exists() and (performer.exists() or performerType.exists()))"

Invariant: lianti-sr-7
Description: "须写明转诊原因 / A referral gives its reason"
Severity: #error
Expression: "reasonCode.exists() or reasonReference.exists()"

Invariant: lianti-sr-9
Description: "提交的转诊须有转诊单号 / A referral that is sent has the number of its form"
Severity: #error
Expression: "status = 'draft' or requisition.exists()"

Profile: LiantiPediatricReferral
Parent: ServiceRequest
Id: lianti-pediatric-referral
Title: "Pediatric referral 儿科转诊"
Description: "What is wanted for a child and the authority for it. The work is a lianti-referral-task. 为患儿提出的转诊申请；其执行由转诊任务承载。"
* obeys lianti-sr-1 and lianti-sr-2 and lianti-sr-3 and lianti-sr-4 and lianti-sr-5
* obeys lianti-sr-6 and lianti-sr-7 and lianti-sr-9
* extension contains
    ReferralDirectionExtension named referral-direction 1..1 and
    GreenChannelExtension named green-channel 0..1 and
    SeverityTierExtension named severity-tier 0..1 and
    NetworkExtension named network 0..1 and
    ExternalExtension named external 0..1 and
    DivisionCodeExtension named division-code 0..1 and
    CallbackExtension named callback 0..1 and
    OnBehalfOfExtension named on-behalf-of 0..1 and
    $request-status-reason named status-reason 0..1
* insert Sliced(identifier, pattern, type)
* identifier contains PLAC 1..1 and FILL 0..1
* identifier[PLAC].type = $v2-0203#PLAC
* identifier[PLAC].system 1..1
* identifier[PLAC].value 1..1
* identifier[PLAC] ^short = "Number of the sending unit: the key of imports; the server gives one when absent"
* identifier[FILL].type = $v2-0203#FILL
* identifier[FILL].value 1..1
* identifier[FILL] ^short = "Number of the receiver"
* requisition ^short = "Number of the form, readable over the telephone"
* intent from ReferralIntentCodes (required)
* category 1..*
* category from ReferralCategoryCodes (required)
* priority 1..1
* priority from ReferralPriorityCodes (required)
* code 1..1
* code from ReferralSubjectCodes (extensible)
* code.text 1..1
* subject only Reference(Patient)
* occurrence[x] only Period
* occurrence[x] ^short = "Period wanted or valid; its end drives expiry"
* requester only Reference(PractitionerRole or Organization)
* performer 0..1
* performer only Reference(Organization or HealthcareService)
* performer ^short = "Missing only in an open request, which has a performerType"
* reasonCode from ReferralDiagnosisCodes (extensible)
