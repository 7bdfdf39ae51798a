Profile: LiantiEncounterOutpatient
Parent: Encounter
Id: lianti-encounter-outpatient
Title: "Outpatient encounter 门诊就诊"
Description: "A visit to a clinic, or a tele-visit of one doctor with the family. 门诊就诊，或一名医师与家庭的远程问诊。"
* obeys lianti-enc-3 and lianti-enc-4
* class from OutpatientClassCodes (required)
* class ^short = "AMB, or VR for a tele-visit"
* subject 1..1
* subject only Reference(Patient)
* basedOn ^short = "The referral, if there is one"
* participant 1..*
* period 1..1
* period.start 1..1
* hospitalization 0..0
* serviceProvider 1..1
