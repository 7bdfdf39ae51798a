Invariant: lianti-enc-2
Description: "院外现场服务须注明所依据的申请和地点 / An encounter in the field names its request and its place"
Severity: #error
Expression: "class.code = 'FLD' implies (basedOn.exists() and location.exists())"

Invariant: lianti-enc-3
Description: "已结束的就诊应填写结束时间 / A finished encounter should have an end"
Severity: #warning
Expression: "status = 'finished' implies period.end.exists()"

Invariant: lianti-enc-4
Description: "开始时间不能晚于结束时间 / An encounter cannot end before it starts"
Severity: #error
Expression: "period.start.exists() and period.end.exists() implies period.start <= period.end"

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
