Invariant: lianti-cpl-1
Description: "随访计划须至少有一项安排了时间的活动 / A care plan has an activity with its time"
Severity: #error
Expression: "activity.detail.exists(scheduled.exists())"

Profile: LiantiCarePlan
Parent: CarePlan
Id: lianti-careplan
Title: "Care plan 随访计划"
Description: "What is to be done after a down-referral or in a programme, and when. An activity whose time passes is due. 下转后或专案管理中的后续安排与时间；逾期即到期提醒。"
* obeys lianti-cpl-1
* intent = #plan
* subject only Reference(Patient)
* period 1..1
* period.start 1..1
* activity 1..*
* activity.detail.scheduled[x] 1..1
* activity.detail.scheduled[x] ^short = "When; a period or timing can be followed up, a text only read"
