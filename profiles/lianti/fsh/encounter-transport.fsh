// A transport is recorded while it goes on: what is missing warns (see urgent-referral.fsh).

Invariant: lianti-enc-5
Description: "转运应注明所依据的转运申请 / A transport names the request it fulfils"
Severity: #warning
Expression: "basedOn.exists()"

Invariant: lianti-enc-6
Description: "转运应注明起点和目的地 / A transport says from where and whereto"
Severity: #warning
Expression: "hospitalization.exists(origin.exists() and destination.exists())"

Invariant: lianti-enc-7
Description: "转运的每一程应有地点和时间 / Every leg of a transport has its place and its period"
Severity: #warning
Expression: "location.exists() and location.all(period.exists())"

Invariant: lianti-enc-8
Description: "应登记转运人员及其职责 / Name the crew and their roles"
Severity: #warning
Expression: "participant.exists(individual.exists() and type.exists())"

Profile: LiantiEncounterTransport
Parent: Encounter
Id: lianti-encounter-transport
Title: "Transport encounter 转运"
Description: "The transport itself, one place a leg. The stay at the receiver is an encounter of its own. 转运过程，每程一个地点；接收后的住院另建一次就诊。"
* obeys lianti-enc-3 and lianti-enc-4 and lianti-enc-5 and lianti-enc-6 and lianti-enc-7 and lianti-enc-8
* class = $v3-ActCode#FLD
* subject 1..1
* subject only Reference(Patient)
* basedOn ..1
* partOf 0..0
* hospitalization.origin only Reference(Location)
* hospitalization.destination only Reference(Location)
* participant ^short = "The crew: doctor, nurse, driver"
