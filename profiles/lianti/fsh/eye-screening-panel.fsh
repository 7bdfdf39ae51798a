Invariant: lianti-pan-1
Description: "筛查组合须包含测量、给出结果或注明未查原因 / A screening panel has members, a result, or the reason why nothing was done"
Severity: #error
Expression: "hasMember.exists() or value.exists() or dataAbsentReason.exists()"

Profile: LiantiEyeScreeningPanel
Parent: Observation
Id: lianti-eye-screening-panel
Title: "Eye screening panel 眼部筛查组合"
Description: "One child, one sitting: up to two refractions and four acuities. It exists also when nothing was done, so that absence is seen. 一名儿童的一次筛查：至多两条屈光、四条视力；未查亦建档，使缺项可见。"
* insert EyeExamination
* obeys lianti-pan-1
* code = EyeObservation#screening-panel
* value[x] only CodeableConcept
* valueCodeableConcept from ScreeningResultCodes (extensible)
* hasMember only Reference(Observation)
* hasMember ^short = "Refraction and visual acuity of each eye; axial length, keratometry, IOP"
