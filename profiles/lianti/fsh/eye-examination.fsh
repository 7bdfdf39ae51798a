// What every eye observation obeys: one record an eye, dated by the examination, never by the import.

Invariant: lianti-obs-1
Description: "检查时间至少精确到日 / The time of the examination is given at least to the day"
Severity: #error
Expression: "effective.ofType(dateTime).all(toString().length() >= 10)"

Invariant: lianti-obs-2
Description: "筛查现场的测量须且只能依据一张筛查任务单 / What is measured at a screening is based on exactly one screening order"
Severity: #error
Expression: "category.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/screening-category' and code = 'screening') implies basedOn.count() = 1"

RuleSet: EyeExamination
* obeys lianti-obs-1 and lianti-obs-2
* extension contains
    LegacyRawExtension named legacy-raw 0..* and
    GlassesTypeExtension named glasses-type 0..1
* insert Sliced(identifier, value, system)
* identifier contains import-measurement 0..1
* insert IdentifierSlice(import-measurement, "https://lianti.dev/fhir/sid/import-measurement")
* identifier[import-measurement] ^short = "导入主键（测量）"
* status from ExaminationStatusCodes (required)
* insert Sliced(category, pattern, $this)
* category 1..*
* category contains exam 1..1 and screening 0..1
* category[exam] = $observation-category#exam
* category[screening] = ScreeningCategory#screening
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* effective[x] only dateTime
* performer 1..*

RuleSet: EyeComponents
* insert Sliced(component, pattern, code)
* component.extension contains LegacyRawExtension named legacy-raw 0..1
