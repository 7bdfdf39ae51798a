Invariant: lianti-mya-1
Description: "无法判定的分级须注明原因 / A grade that is indeterminate says why"
Severity: #error
Expression: "value.ofType(CodeableConcept).coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/myopia-grade' and code = 'indeterminate') implies component.exists(code.coding.exists(code = 'grade-reason'))"

Invariant: lianti-mya-2
Description: "分级须依据屈光检查 / A grade is derived from refractions"
Severity: #error
Expression: "derivedFrom.exists(reference.matches('(^|/)Observation/') or type = 'Observation')"

Profile: LiantiMyopiaAssessment
Parent: Observation
Id: lianti-myopia-assessment
Title: "Myopia assessment 近视评估"
Description: "The grade and the route a rule set gives to refractions. It is never written back to the measurement. 规则集对屈光检查给出的分级与去向；不回写到测量结果。"
* insert EyeExamination
* obeys lianti-mya-1 and lianti-mya-2
* extension contains RuleSetExtension named rule-set 1..1
* code = EyeObservation#myopia-grade
* bodySite 1..1
* bodySite from EyeLateralityCodes (required)
* value[x] 1..1
* value[x] only CodeableConcept
* valueCodeableConcept from MyopiaGradeCodes (required)
* insert Components
* component contains
    worst-eye 0..1 and
    hyperopia-reserve-status 0..1 and
    certainty 0..1 and
    grade-reason 0..1 and
    route 0..1 and
    rule 0..*
* insert CodedComponent(EyeObservation, worst-eye, EyeLateralityCodes)
* insert CodedComponent(EyeObservation, hyperopia-reserve-status, HyperopiaReserveCodes)
* insert CodedComponent(EyeObservation, certainty, CertaintyCodes)
* insert CodedComponent(EyeObservation, grade-reason, GradeReasonCodes)
* component[route].code = EyeObservation#route
* component[route].value[x] only CodeableConcept
* component[route] ^short = "Where the rule set sends the child; nobody is bound by it"
* component[rule].code = EyeObservation#rule
* component[rule].value[x] only string
* component[rule] ^short = "Number of the rule; the first decided the route"
