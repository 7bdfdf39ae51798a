Invariant: lianti-nbs-1
Description: "须有至少一种疾病的结果，或注明缺失原因 / Give the result of a disease, or say why there is none"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('ch' | 'pku' | 'g6pd' | 'cah'))).value.exists() or dataAbsentReason.exists()"

Invariant: lianti-nbs-2
Description: "有阳性或无法判定的结果时须写明召回原因 / A result that is positive or inconclusive gives the reason for recall"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('ch' | 'pku' | 'g6pd' | 'cah'))).value.ofType(CodeableConcept).coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/screening-finding' and code in ('positive' | 'inconclusive')) implies component.where(code.coding.exists(code = 'recall-reason')).value.exists()"

Profile: LiantiNewbornScreening
Parent: Observation
Id: lianti-newborn-screening
Title: "Newborn disease screening 新生儿疾病筛查"
Description: "The blood spot of a newborn, a result for each disease; the time is that of the collection. 新生儿足跟血筛查，每种疾病一项结果；时间为采血时间。"
* insert Measurement
* insert Sliced(category, pattern, $this)
* category 1..*
* category contains laboratory 1..1
* category[laboratory] = $observation-category#laboratory
* obeys lianti-nbs-1 and lianti-nbs-2
* code from NewbornScreeningCodes (required)
* value[x] 0..0
* specimen only Reference(Specimen)
* specimen ^short = "The heel blood, a lianti-specimen"
* insert Components
* component contains
    ch 0..1 and
    pku 0..1 and
    g6pd 0..1 and
    cah 0..1 and
    hours-of-age 0..1 and
    recall-reason 0..1
* insert CodedComponent(NewbornObservation, ch, ScreeningFindingCodes)
* insert CodedComponent(NewbornObservation, pku, ScreeningFindingCodes)
* insert CodedComponent(NewbornObservation, g6pd, ScreeningFindingCodes)
* insert CodedComponent(NewbornObservation, cah, ScreeningFindingCodes)
* insert MeasuredComponent(NewbornObservation, hours-of-age, h)
* component[recall-reason].code = NewbornObservation#recall-reason
* component[recall-reason].value[x] only CodeableConcept or string
