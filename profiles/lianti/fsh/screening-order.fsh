Invariant: lianti-sr-8
Description: "筛查任务单的对象须为班级或年级名单，且不带转诊类别 / A screening order is for a group, and has no referral category"
Severity: #error
Expression: "category.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/screening-category' and code = 'screening-order') implies (subject.exists(reference.matches('(^|/)Group/') or type = 'Group') and category.coding.where(system = 'https://lianti.dev/fhir/CodeSystem/referral-category').empty())"

Profile: LiantiScreeningOrder
Parent: ServiceRequest
Id: lianti-screening-order
Title: "Screening order 筛查任务单"
Description: "One screening day of a class or grade; all measured there is basedOn it. It is no referral. 某班级或年级的一次筛查；当日测量均 basedOn 此单。不属于转诊。"
* obeys lianti-sr-8
* insert Sliced(category, pattern, $this)
* category 1..*
* category contains screening-order 1..1
* category[screening-order] = ScreeningCategory#screening-order
* intent = #order
* subject only Reference(Group)
* occurrence[x] 1..1
* occurrence[x] only dateTime or Period
* occurrence[x] ^short = "The day"
* requester 1..1
* requester only Reference(Organization or PractitionerRole)
* requester ^short = "Education authority or community centre"
* performer 1..*
* performer only Reference(Organization or CareTeam)
* performer ^short = "Screening organization or team"
* locationReference 1..*
* locationReference only Reference(LiantiPlace)
