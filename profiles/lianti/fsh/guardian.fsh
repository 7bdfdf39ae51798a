Invariant: lianti-gua-1
Description: "应填写监护人电话，否则无法通知 / Give a telephone of the guardian, or nobody can be told"
Severity: #warning
Expression: "telecom.exists(value.exists())"

Invariant: lianti-gua-2
Description: "应填写监护人姓名 / Give the name of the guardian"
Severity: #warning
Expression: "name.exists()"

Profile: LiantiGuardian
Parent: RelatedPerson
Id: lianti-guardian
Title: "Guardian 监护人"
Description: "A parent or another person who answers for a child. Also the mother of a newborn without a name. 儿童的父母或其他监护人；未取名新生儿的母亲亦登记于此。"
* obeys lianti-gua-1 and lianti-gua-2
* extension contains GuardianProofExtension named guardian-proof 0..1
* relationship 1..*
* relationship from FamilyRelationCodes (extensible)
* relationship ^short = "GB/T 4761 relation, and v3 RoleCode beside it"
* patient only Reference(Patient)
* name ^short = "Chinese name"
* telecom ^short = "Mobile number; notices go there"
* identifier ^short = "身份证号、住院号等; an inpatient number names its hospital in assigner"
