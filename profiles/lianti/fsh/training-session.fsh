Extension: ActivityDateExtension
Id: activity-date
Title: "Date of an activity 活动日期"
Description: "The day an activity took place. 活动发生的日期。"
Context: Basic
* value[x] 1..1
* value[x] only date

Extension: ActivityNumberExtension
Id: activity-number
Title: "Number of an activity 活动人次"
Description: "How many took part or were seen. 参加或诊治的人次。"
Context: Basic
* value[x] 1..1
* value[x] only unsignedInt

Profile: LiantiTrainingSession
Parent: Basic
Id: lianti-training-session
Title: "Consortium activity 医联体活动"
Description: "A round, lecture, training or clinic of an expert at a unit: day, unit, expert and a number. It counts and names no patient. 专家在成员单位的查房、讲座、培训或坐诊：日期、单位、专家与人次；只计数，不涉及患者。"
* extension contains
    ActivityDateExtension named activity-date 1..1 and
    ActivityNumberExtension named activity-number 1..1
* code from ActivityKindCodes (required)
* subject 1..1
* subject only Reference(Organization)
* subject ^short = "The unit"
* author only Reference(Practitioner or PractitionerRole)
* author ^short = "The expert"
