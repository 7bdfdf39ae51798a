Profile: LiantiNewbornHearing
Parent: Observation
Id: lianti-newborn-hearing
Title: "Newborn hearing screening 新生儿听力筛查"
Description: "One ear, passed or referred. 单耳听力筛查结果：通过或转诊。"
* insert Examination
* obeys lianti-obs-3
* code from NewbornHearingCodes (required)
* code ^short = "LOINC 54108-6 left ear, 54109-4 right ear"
* value[x] only CodeableConcept
* valueCodeableConcept from HearingResultCodes (required)
* method 1..1
* method from HearingMethodCodes (required)
