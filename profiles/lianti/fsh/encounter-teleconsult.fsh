Invariant: lianti-enc-1
Description: "远程会诊进行时须有至少两名医务人员在场 / A teleconsultation that goes on has at least two practitioners"
Severity: #error
Expression: "status in ('in-progress' | 'finished') implies (participant.individual.count() >= 2 and serviceType.exists())"

Profile: LiantiEncounterTeleconsult
Parent: Encounter
Id: lianti-encounter-teleconsult
Title: "Teleconsultation encounter 远程会诊"
Description: "A remote consultation: practitioners of two organizations meet; the patient may be there. 远程会诊：两家机构的医务人员在线会面，患者可不在场。"
* obeys lianti-enc-1 and lianti-enc-3 and lianti-enc-4
* extension contains MeetingLinkExtension named meeting-link 0..1
* class = $v3-ActCode#VR
* serviceType 1..1
* serviceType from PediatricSpecialtyCodes (preferred)
* subject only Reference(Patient)
* basedOn 1..1
* appointment ..1
* location ..2
* location ^short = "The two rooms"
