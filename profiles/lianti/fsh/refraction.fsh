Invariant: lianti-ref-1
Description: "有柱镜度数时必须给出轴位（或注明缺失原因） / A cylinder needs an axis, or the reason why there is none"
Severity: #error
Expression: "component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.where($this != 0).exists() implies component.where(code.coding.exists(code='axis')).exists(value.exists() or dataAbsentReason.exists())"

Invariant: lianti-ref-2
Description: "轴位须为 1 至 180 的整数 / An axis is a whole number from 1 to 180"
Severity: #error
Expression: "component.where(code.coding.exists(code='axis')).value.ofType(Quantity).where(comparator.empty()).value.all($this >= 1 and $this <= 180 and $this mod 1 = 0)"

// first(): engines refuse arithmetic on a list, and two spheres are the slicing's finding, not this one's.
Invariant: lianti-ref-3
Description: "等效球镜应等于球镜加柱镜的一半（允差 0.125 D） / The spherical equivalent is sphere plus half the cylinder, within 0.125 D"
Severity: #warning
Expression: "component.where(code.coding.exists(code='spherical-equivalent')).value.ofType(Quantity).where(comparator.empty()).value.exists() and component.where(code.coding.exists(code='sphere')).value.ofType(Quantity).where(comparator.empty()).value.exists() implies (component.where(code.coding.exists(code='sphere')).value.ofType(Quantity).where(comparator.empty()).value.first() + iif(component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.exists(), component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.first(), 0) / 2 - component.where(code.coding.exists(code='spherical-equivalent')).value.ofType(Quantity).where(comparator.empty()).value.first()).abs() <= 0.125"

Invariant: lianti-ref-4
Description: "柱镜以负柱镜形式记录，不得为正 / The cylinder is written in minus form and is never positive"
Severity: #error
Expression: "component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.all($this <= 0)"

Invariant: lianti-ref-5
Description: "球镜须在 ±30 D 以内，柱镜不得低于 -15 D / The sphere lies within 30 D, the cylinder is not below -15 D"
Severity: #error
Expression: "component.where(code.coding.exists(code='sphere')).value.ofType(Quantity).where(comparator.empty()).value.all($this.abs() <= 30) and component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.all($this + 15 >= 0)"

Invariant: lianti-ref-6
Description: "须注明右眼或左眼，且只能一侧 / A refraction is of the right eye or of the left"
Severity: #error
Expression: "bodySite.coding.where(system = 'https://lianti.dev/fhir/CodeSystem/eye-laterality' and code in ('right' | 'left')).count() = 1"

Invariant: lianti-ref-7
Description: "须有球镜度数，或注明缺失原因 / Give the sphere, or say why it is missing"
Severity: #error
Expression: "component.where(code.coding.exists(code='sphere')).exists(value.exists() or dataAbsentReason.exists()) or dataAbsentReason.exists()"

Invariant: lianti-ref-8
Description: "球镜、柱镜和等效球镜的单位须为屈光度 [diop] / Sphere, cylinder and spherical equivalent are in dioptres, [diop]"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('sphere' | 'cylinder' | 'spherical-equivalent'))).value.ofType(Quantity).all(system = 'http://unitsofmeasure.org' and code = '[diop]')"

Invariant: lianti-ref-9
Description: "球镜或柱镜超出量程时不应给出等效球镜 / No spherical equivalent is given when sphere or cylinder is only a bound"
Severity: #warning
Expression: "component.where(code.coding.exists(code='spherical-equivalent')).value.ofType(Quantity).exists() implies component.where(code.coding.exists(code in ('sphere' | 'cylinder'))).value.ofType(Quantity).comparator.empty()"

Invariant: lianti-ref-10
Description: "有柱镜度数但轴位缺失；等效球镜仍可用 / There is a cylinder but no axis; the spherical equivalent still holds"
Severity: #warning
Expression: "component.where(code.coding.exists(code='axis')).dataAbsentReason.exists() implies component.where(code.coding.exists(code='cylinder')).value.ofType(Quantity).where(comparator.empty()).value.where($this != 0).empty()"

Profile: LiantiRefraction
Parent: Observation
Id: lianti-refraction
Title: "Refraction 屈光检查"
Description: "The refraction of one eye, in minus-cylinder form. 单眼屈光，以负柱镜形式记录。"
* insert EyeExamination
* obeys lianti-ref-1 and lianti-ref-2 and lianti-ref-3 and lianti-ref-4 and lianti-ref-5
* obeys lianti-ref-6 and lianti-ref-7 and lianti-ref-8 and lianti-ref-9 and lianti-ref-10
* extension contains CycloplegiaExtension named cycloplegia 1..1
* code = EyeObservation#refraction
* bodySite 1..1
* bodySite from EyeLateralityCodes (required)
* method 1..1
* method from RefractionMethodCodes (required)
* referenceRange 0..0
* derivedFrom ^short = "The single readings, where the device gives them"
* insert Components
* component contains
    sphere 0..1 and
    cylinder 0..1 and
    axis 0..1 and
    spherical-equivalent 0..1 and
    pupil-diameter 0..1 and
    pupillary-distance 0..1 and
    vertex-distance 0..1 and
    confidence 0..1
// Dioptres are the matter of lianti-ref-8, which a doctor understands better than a pattern.
* component[sphere].code = EyeObservation#sphere
* component[sphere].value[x] only Quantity
* component[sphere] ^short = "球镜: minus is myopia; out of range: the bound with a comparator"
* component[cylinder].code = EyeObservation#cylinder
* component[cylinder].value[x] only Quantity
* component[cylinder] ^short = "柱镜, never positive"
* insert MeasuredComponent(EyeObservation, axis, deg)
* component[axis] ^short = "轴位 1..180; 0 is written as 180"
* component[spherical-equivalent].code = EyeObservation#spherical-equivalent
* component[spherical-equivalent].value[x] only Quantity
* component[spherical-equivalent] ^short = "等效球镜; none from a bound"
* insert MeasuredComponent(EyeObservation, pupil-diameter, mm)
* insert MeasuredComponent(EyeObservation, pupillary-distance, mm)
* insert MeasuredComponent(EyeObservation, vertex-distance, mm)
* component[confidence].code = EyeObservation#confidence
* component[confidence].value[x] only Quantity or CodeableConcept
