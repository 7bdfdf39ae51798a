Invariant: lianti-iop-1
Description: "眼压须在 1 至 80 mmHg 之间 / An intraocular pressure lies between 1 and 80 mmHg"
Severity: #error
Expression: "value.ofType(Quantity).where(comparator.empty()).all(value >= 1 and value <= 80)"

Profile: LiantiIop
Parent: Observation
Id: lianti-iop
Title: "Intraocular pressure 眼压"
Description: "The pressure of one eye. 单眼眼压。"
* insert OneEye
* obeys lianti-obs-3 and lianti-iop-1
* code = EyeObservation#iop
* value[x] only Quantity
* valueQuantity = $ucum#mm[Hg]
* method 1..1
* method from TonometryMethodCodes (required)
