Invariant: lianti-spc-1
Description: "不合格标本须写明原因 / A specimen that is rejected says why"
Severity: #error
Expression: "status = 'unsatisfactory' implies (condition.exists() or note.exists())"

Profile: LiantiSpecimen
Parent: Specimen
Id: lianti-specimen
Title: "Specimen 标本"
Description: "The heel blood of a newborn, and whether it can be used. 新生儿足跟血标本及其是否合格。"
* obeys lianti-spc-1
* status 1..1
* type 1..1
* type from SpecimenKindCodes (extensible)
* subject 1..1
* subject only Reference(Patient)
* collection 1..1
* collection.collected[x] 1..1
* collection.collected[x] only dateTime
* condition ^short = "Why it was rejected"
