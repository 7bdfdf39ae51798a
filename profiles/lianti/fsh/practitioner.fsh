Profile: LiantiPractitioner
Parent: Practitioner
Id: lianti-practitioner
Title: "Practitioner 医务人员"
Description: "A doctor, nurse, optometrist or technician, once for all units. What he or she does where is a PractitionerRole. 医师、护士、视光师或技师，各单位共用一条；岗位由 PractitionerRole 表示。"
* insert Sliced(identifier, value, system)
* identifier contains staff-no 0..*
* insert LocalNumber(staff-no, $sid-staff)
* identifier[staff-no] ^short = "工号; assigner is the unit that gave it"
* name 1..*
* name.text 1..1

Invariant: lianti-rol-1
Description: "医师岗位应填写诊疗科目 / The role of a doctor names a specialty"
Severity: #warning
Expression: "code.coding.exists(system = 'http://terminology.hl7.org/CodeSystem/practitioner-role' and code = 'doctor') implies specialty.exists()"

Profile: LiantiPractitionerRole
Parent: PractitionerRole
Id: lianti-practitioner-role
Title: "Practitioner role 医务人员岗位"
Description: "What a person does at one unit, and when. Who works at several units has several. 某人在某单位的岗位及时间；多点执业者有多条。"
* obeys lianti-rol-1
* practitioner 1..1
* organization 1..1
* code 1..*
* code ^short = "What the person does: doctor, nurse, optometrist, head nurse, duty desk"
* specialty from PediatricSpecialtyCodes (extensible)
* specialty ^short = "诊疗科目"
* period ^short = "When the role holds; at its end open work is handed over"
* availableTime ^short = "Times of a visiting expert, too"
