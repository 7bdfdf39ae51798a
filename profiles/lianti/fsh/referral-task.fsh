Invariant: lianti-task-1
Description: "拒绝、失败、取消、暂停或要求补充资料时须写明原因 / A task that is declined, failed, cancelled, paused or waits for information says why"
Severity: #error
Expression: "(status in ('rejected' | 'failed' | 'cancelled' | 'on-hold') or businessStatus.coding.exists(code = 'more-info-requested')) implies statusReason.text.exists()"

Invariant: lianti-task-2
Description: "办结的转诊须有报告、新申请，或无报告的说明 / A completed referral has a report, a new request, or says why there is no report"
Severity: #error
Expression: "status = 'completed' and code.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/task-kind' and code = 'fulfill') implies output.where(type.coding.exists(code in ('report' | 'no-report' | 'new-request'))).exists()"

Invariant: lianti-task-3
Description: "转诊任务须指向转诊申请 / A referral task is about a referral request"
Severity: #error
Expression: "focus.exists(reference.matches('(^|/)ServiceRequest/') or type = 'ServiceRequest')"

Invariant: lianti-task-4
Description: "已接收的任务须有承接单位 / A task that was received has an owner"
Severity: #error
Expression: "status in ('received' | 'accepted' | 'in-progress' | 'on-hold') implies owner.exists()"

Invariant: lianti-task-5
Description: "任务节点须给出发生时刻 / A milestone gives its instant"
Severity: #error
Expression: "output.where(type.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/task-event')).all(value.ofType(instant).exists())"

Profile: LiantiReferralTask
Parent: Task
Id: lianti-referral-task
Title: "Referral task 转诊任务"
Description: "The work of fulfilling a referral, owned by the receiver. 承接方执行转诊的任务。"
* obeys lianti-task-1 and lianti-task-2 and lianti-task-3 and lianti-task-4 and lianti-task-5
* extension contains
    ReferralCategoryExtension named referral-category 1..1 and
    ResponsibleExtension named responsible 0..1 and
    RespondByExtension named respond-by 0..1 and
    BookByExtension named book-by 0..1 and
    EscalationLevelExtension named escalation-level 0..1
* insert Sliced(identifier, value, system)
* identifier 1..*
* identifier contains task 0..1
* insert IdentifierSlice(task, "https://lianti.dev/fhir/sid/task")
* basedOn 0..1
* partOf 0..1
* status from ReferralTaskStatusCodes (required)
* statusReason from StatusReasonCodes (extensible)
* statusReason.text 1..1
* businessStatus 1..1
* businessStatus from ReferralBusinessStatusCodes (required)
* intent = #order
* priority 1..1
* priority from ReferralPriorityCodes (required)
* code 1..1
* insert Sliced(code.coding, value, system)
* code.coding contains kind 1..1 and fhir 0..1
* code.coding[kind].system = "https://lianti.dev/fhir/CodeSystem/task-kind"
* code.coding[kind].system 1..1
* code.coding[kind].code 1..1
* code.coding[kind] from TaskKindCodes (required)
* code.coding[fhir].system = $task-code
* code.coding[fhir].system 1..1
* focus 1..1
* focus only Reference(ServiceRequest)
* for 1..1
* for only Reference(Patient)
* authoredOn 1..1
* lastModified 1..1
* lastModified ^short = "Set by the server"
* requester 1..1
* requester only Reference(Organization)
* owner only Reference(Organization or HealthcareService)
* owner ^short = "Missing only in an open request"
* restriction.period ^short = "End: when the work should be completed"
* input.type from ReferralInputCodes (extensible)
* output.type from ReferralTaskOutputCodes (extensible)
