// What every examination obeys: one record a finding, dated by the examination, never by the import.

Invariant: lianti-obs-1
Description: "检查时间至少精确到日 / The time of the examination is given at least to the day"
Severity: #error
Expression: "effective.ofType(dateTime).all(toString().length() >= 10)"

Invariant: lianti-obs-2
Description: "筛查现场的测量须且只能依据一张筛查任务单 / What is measured at a screening is based on exactly one screening order"
Severity: #error
Expression: "category.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/screening-category' and code = 'screening') implies basedOn.count() = 1"

Invariant: lianti-obs-3
Description: "须有结果，或注明缺失原因 / Give the result, or say why it is missing"
Severity: #error
Expression: "value.exists() or dataAbsentReason.exists()"

RuleSet: Measurement
* obeys lianti-obs-1
* extension contains LegacyRawExtension named legacy-raw 0..*
* insert Sliced(identifier, value, system)
* identifier contains import-measurement 0..1
* insert IdentifierSlice(import-measurement, "https://lianti.dev/fhir/sid/import-measurement")
* identifier[import-measurement] ^short = "导入主键（测量）"
* status from ExaminationStatusCodes (required)
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* effective[x] only dateTime
* performer 1..*

RuleSet: Examination
* insert Measurement
* obeys lianti-obs-2
* insert Sliced(category, pattern, $this)
* category 1..*
* category contains exam 1..1 and screening 0..1
* category[exam] = $observation-category#exam
* category[screening] = ScreeningCategory#screening

RuleSet: VitalSign
* insert Measurement
* insert Sliced(category, pattern, $this)
* category 1..*
* category contains vital-signs 1..1
* category[vital-signs] = $observation-category#vital-signs

RuleSet: Components
* insert Sliced(component, pattern, code)
* component.extension contains
    LegacyRawExtension named legacy-raw 0..1 and
    MeasurementConfidenceExtension named measurement-confidence 0..1

// Which eye, when the value is one eye's.
Invariant: lianti-eye-1
Description: "须注明右眼或左眼，且只能一侧 / The measurement is of the right eye or of the left"
Severity: #error
Expression: "bodySite.coding.where(system = 'https://lianti.dev/fhir/CodeSystem/eye-laterality' and code in ('right' | 'left')).count() = 1"

// Public examples put codes of the intraocular pressure on the axial length; none is confirmed for these.
Invariant: lianti-eye-2
Description: "眼轴与角膜曲率不得使用 LOINC 或 SNOMED CT 代码 / Axial length and keratometry carry no LOINC or SNOMED CT code: none is confirmed for them"
Severity: #error
Expression: "code.coding.where(system = 'http://loinc.org' or system = 'http://snomed.info/sct').empty()"

RuleSet: EyeExamination
* insert Examination
* extension contains GlassesTypeExtension named glasses-type 0..1

RuleSet: OneEye
* insert EyeExamination
* obeys lianti-eye-1
* bodySite 1..1
* bodySite from EyeLateralityCodes (required)
* referenceRange 0..0
