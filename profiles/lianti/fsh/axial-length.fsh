Invariant: lianti-axl-1
Description: "眼轴长度一般在 15 至 40 毫米之间，请核对 / An axial length lies between 15 and 40 mm: check it"
Severity: #warning
Expression: "value.ofType(Quantity).where(comparator.empty()).all(value >= 15 and value <= 40)"

Profile: LiantiAxialLength
Parent: Observation
Id: lianti-axial-length
Title: "Axial length 眼轴长度"
Description: "The length of one eye, with what else the biometer gives. 单眼眼轴长度及生物测量仪的其他读数。"
* insert OneEye
* obeys lianti-eye-2 and lianti-obs-3 and lianti-axl-1
* code = EyeObservation#axial-length
* value[x] only Quantity
* valueQuantity = $ucum#mm
* method 1..1
* method from BiometryMethodCodes (required)
* insert Components
* component contains anterior-chamber-depth 0..1 and central-corneal-thickness 0..1
* insert MeasuredComponent(EyeObservation, anterior-chamber-depth, mm)
* insert MeasuredComponent(EyeObservation, central-corneal-thickness, um)
