Invariant: lianti-va-1
Description: "五分记录视力须在 3.0 至 5.3 之间 / Acuity in five-grade notation lies between 3.0 and 5.3"
Severity: #error
Expression: "value.ofType(Quantity).exists() implies (value.ofType(Quantity).value >= 3.0 and value.ofType(Quantity).value <= 5.3)"

Invariant: lianti-va-2
Description: "小数视力与五分记录不符（5 + lg 小数视力，允差 0.05） / Decimal and five-grade acuity disagree (5 + log of the decimal, within 0.05)"
Severity: #warning
Expression: "component.where(code.coding.exists(code='va-decimal')).value.ofType(Quantity).where(comparator.empty()).value.exists() and value.ofType(Quantity).exists() implies (5 + component.where(code.coding.exists(code='va-decimal')).value.ofType(Quantity).where(comparator.empty()).value.first().log(10) - value.ofType(Quantity).value).abs() <= 0.05"

Invariant: lianti-va-3
Description: "五分记录一般保留一位小数 / Five-grade acuity has one decimal place"
Severity: #warning
Expression: "value.ofType(Quantity).exists() implies ((value.ofType(Quantity).value * 10) mod 1 = 0 or extension('https://lianti.dev/fhir/StructureDefinition/va-notation').value.ofType(code) in ('logmar' | 'etdrs'))"

Invariant: lianti-va-4
Description: "视力值的单位须为五分记录 {five-grade}，检查代码不得用 LOINC 或 SNOMED CT / Acuity is in {five-grade}, and its code is neither LOINC nor SNOMED CT, which would read it as a decimal"
Severity: #error
Expression: "value.ofType(Quantity).all(system = 'http://unitsofmeasure.org' and code = '{five-grade}') and code.coding.where(system = 'http://loinc.org' or system = 'http://snomed.info/sct').empty()"

Invariant: lianti-va-5
Description: "须有视力值，或注明缺失原因 / Give the acuity, or say why it is missing"
Severity: #error
Expression: "value.exists() or dataAbsentReason.exists()"

Profile: LiantiVisualAcuity
Parent: Observation
Id: lianti-visual-acuity
Title: "Visual acuity 视力"
Description: "Acuity of one eye or both, uncorrected or corrected, kept as a five-grade number. 单眼或双眼的裸眼或矫正视力，统一存为五分记录。"
* insert EyeExamination
* obeys lianti-va-1 and lianti-va-2 and lianti-va-3 and lianti-va-4 and lianti-va-5
* extension contains VaNotationExtension named va-notation 1..1
* code from VisualAcuityCodes (required)
* bodySite 1..1
* bodySite from EyeLateralityCodes (required)
* value[x] only Quantity or CodeableConcept
* valueCodeableConcept from VaCategoryCodes (required)
* insert Components
* component contains
    va-decimal 0..1 and
    va-logmar 0..1 and
    test-distance 0..1 and
    correction-type 0..1 and
    optotype 0..1
* component[va-decimal].code = EyeObservation#va-decimal
* component[va-decimal].value[x] only Quantity
* component[va-logmar].code = EyeObservation#va-logmar
* component[va-logmar].value[x] only Quantity
* insert MeasuredComponent(EyeObservation, test-distance, m)
* component[correction-type].code = EyeObservation#correction-type
* component[correction-type].value[x] only CodeableConcept
* component[optotype].code = EyeObservation#optotype
* component[optotype].value[x] only CodeableConcept
