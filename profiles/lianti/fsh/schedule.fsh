Invariant: lianti-sdl-1
Description: "排班须有医务人员岗位或服务，以及地点 / A schedule is of a role or service, at a place"
Severity: #error
Expression: "actor.exists(reference.matches('(^|/)(PractitionerRole|HealthcareService)/') or type in ('PractitionerRole' | 'HealthcareService')) and actor.exists(reference.matches('(^|/)Location/') or type = 'Location')"

Profile: LiantiSchedule
Parent: Schedule
Id: lianti-schedule
Title: "Schedule 排班"
Description: "When a role or a service can be booked at a place: clinics, expert visits every two weeks. 某岗位或服务在某地点的可约时间，如门诊、专家双周坐诊。"
* obeys lianti-sdl-1
* active 1..1
* serviceType 1..*
* serviceType from PediatricSpecialtyCodes (preferred)
* specialty from PediatricSpecialtyCodes (extensible)
* actor only Reference(PractitionerRole or HealthcareService or Location)

Invariant: lianti-slt-1
Description: "号源的结束须晚于开始 / A slot ends after it starts"
Severity: #error
Expression: "start < end"

Profile: LiantiSlot
Parent: Slot
Id: lianti-slot
Title: "Slot 号源"
Description: "One time that can be booked. It is taken by a booking, not by hand. 一个可预约时段；由预约占用，不手工改为已约。"
* obeys lianti-slt-1
* specialty from PediatricSpecialtyCodes (extensible)
* overbooked ^short = "Absent: false"
* start ^short = "To the minute, with the offset"
