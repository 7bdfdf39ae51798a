Invariant: lianti-enc-2
Description: "院外现场服务须注明所依据的申请和地点 / An encounter in the field names its request and its place"
Severity: #error
Expression: "class.code = 'FLD' implies (basedOn.exists() and location.exists())"

Profile: LiantiEncounterScreening
Parent: Encounter
Id: lianti-encounter-screening
Title: "Screening encounter 现场筛查"
Description: "One child's sitting at a screening in a school or kindergarten. 儿童在学校或幼儿园接受的一次现场筛查。"
* obeys lianti-enc-2 and lianti-enc-3 and lianti-enc-4
* class = $v3-ActCode#FLD
* subject 1..1
* subject only Reference(Patient)
* basedOn 1..1
* basedOn only Reference(LiantiScreeningOrder)
* location 1..1
* location.location only Reference(LiantiPlace)
* serviceProvider 1..1
* serviceProvider ^short = "The screening organization"
