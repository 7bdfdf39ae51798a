Invariant: lianti-prv-1
Description: "发生时间须精确到时刻 / The time of an event is an instant, not only a day"
Severity: #error
Expression: "occurred.ofType(dateTime).all(toString().matches('T'))"

Invariant: lianti-prv-2
Description: "来源须为原始文件（DocumentReference） / A source is the raw file, as a DocumentReference"
Severity: #error
Expression: "entity.where(role = 'source').what.all(reference.matches('(^|/)DocumentReference/') or type = 'DocumentReference')"

Profile: LiantiProvenance
Parent: Provenance
Id: lianti-provenance
Title: "Provenance 溯源"
Description: "Who did what, for which organization, and when it happened; of an import, from which file. 何人为哪家机构、在何时所为；导入数据注明来源文件。"
* obeys lianti-prv-1 and lianti-prv-2
* occurred[x] 1..1
* occurred[x] only dateTime
* occurred[x] ^short = "When it happened; recorded is when it was written down"
* activity 1..1
* activity from ProvenanceActivityCodes (extensible)
* activity ^short = "The task-event of a workflow step, and the v3 data operation"
* insert Sliced(agent, pattern, type)
* agent contains author 1..*
* agent[author].type = http://terminology.hl7.org/CodeSystem/provenance-participant-type#author
* agent[author].onBehalfOf 1..1
* agent[author].onBehalfOf only Reference(Organization)
* agent[author] ^short = "Who decided, and for which organization"
* entity ^short = "source: the raw file of an import"
