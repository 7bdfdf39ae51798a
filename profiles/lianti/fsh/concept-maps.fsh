// Maps between lists of codes, for imports and for neighbours. Only rows that hold; what has no counterpart says so.

RuleSet: MapHead(id, name, title, description)
* url = "https://lianti.dev/fhir/ConceptMap/{id}"
* name = "{name}"
* title = "{title}"
* description = "{description}"
* status = #active

// A further source code, and its counterpart.
RuleSet: Row(code, display)
* group[=].element[+].code = #{code}
* group[=].element[=].display = "{display}"

RuleSet: To(code, equivalence)
* group[=].element[=].target[+].code = #{code}
* group[=].element[=].target[=].equivalence = #{equivalence}

// R4 cmd-1: what is narrower or inexact says in which way.
RuleSet: ToWith(code, equivalence, comment)
* insert To({code}, {equivalence})
* group[=].element[=].target[=].comment = "{comment}"

RuleSet: ToNothing(comment)
* group[=].element[=].target[+].equivalence = #unmatched
* group[=].element[=].target[=].comment = "{comment}"

// GB tells "unknown" from "not stated"; FHIR does not.
Instance: gb2261-1-to-administrative-gender
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(gb2261-1-to-administrative-gender, Gb2261ToAdministrativeGender, GB/T 2261.1 to administrative gender 性别代码映射, GB/T 2261.1 sex to the FHIR administrative gender. 国标性别代码到 FHIR 性别。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/gb2261-1"
* targetUri = "http://hl7.org/fhir/ValueSet/administrative-gender"
* group[+].source = "urn:oid:2.16.156.10011.2.3.3.4"
* group[=].target = "http://hl7.org/fhir/administrative-gender"
* insert Row(0, Unknown)
* insert To(unknown, equivalent)
* insert Row(1, Male)
* insert To(male, equivalent)
* insert Row(2, Female)
* insert To(female, equivalent)
* insert Row(9, Not stated)
* insert To(unknown, wider)

Instance: cv02-01-101-to-identifier-type
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(cv02-01-101-to-identifier-type, Cv0201101ToIdentifierType, Identity document to identifier type 证件类别映射, CV02.01.101 kinds of identity documents to the identifier types of HL7 v2. 身份证件类别到 HL7 v2 标识类型。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/patient-id-type"
* group[+].source = "https://lianti.dev/fhir/CodeSystem/cv02-01-101"
* group[=].target = "http://terminology.hl7.org/CodeSystem/v2-0203"
* insert Row(01, Resident identity card)
* insert To(NI, equivalent)
* insert Row(02, Household register)
* insert ToNothing(No identifier type of its own)
* insert Row(03, Passport)
* insert To(PPN, equivalent)
* insert Row(04, Military officer card)
* insert To(MI, equivalent)
* insert Row(05, Driving licence)
* insert To(DL, equivalent)
* insert Row(06, Mainland travel permit of Hong Kong and Macau residents)
* insert ToNothing(No identifier type of its own)
* insert Row(07, Mainland travel permit of Taiwan residents)
* insert ToNothing(No identifier type of its own)
* insert Row(99, Other)
* insert ToNothing(Keep the kind in type.text)
* insert Row(111, Birth certificate)
* insert To(BCT, equivalent)

Instance: gbt4761-to-v3-rolecode
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(gbt4761-to-v3-rolecode, Gbt4761ToV3RoleCode, Family relation to v3 RoleCode 家庭关系映射, GB/T 4761 family relations to v3 RoleCode. 国标家庭关系代码到 v3 RoleCode。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/gbt4761"
* group[+].source = "urn:oid:2.16.156.10011.2.3.3.8"
* group[=].target = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
* insert Row(01, Self)
* insert To(ONESELF, equivalent)
* insert Row(02, Head of household)
* insert ToNothing(Says who heads the household\, not who is related to whom)
* insert Row(10, Spouse)
* insert To(SPS, equivalent)
* insert Row(11, Husband)
* insert To(HUSB, equivalent)
* insert Row(12, Wife)
* insert To(WIFE, equivalent)
* insert Row(20, Son)
* insert To(SONC, equivalent)
* insert Row(30, Daughter)
* insert To(DAUC, equivalent)
* insert Row(50, Parent)
* insert To(PRN, equivalent)
* insert Row(51, Father)
* insert To(FTH, equivalent)
* insert Row(52, Mother)
* insert To(MTH, equivalent)
* insert Row(57, Stepfather or adoptive father)
* insert ToWith(STPFTH, narrower, Of the two\, the stepfather)
* insert ToWith(ADOPTF, narrower, Of the two\, the adoptive father)
* insert Row(58, Stepmother or adoptive mother)
* insert ToWith(STPMTH, narrower, Of the two\, the stepmother)
* insert ToWith(ADOPTM, narrower, Of the two\, the adoptive mother)
* insert Row(60, Grandparent)
* insert To(GRPRN, equivalent)
* insert Row(61, Paternal grandfather)
* insert To(PGRFTH, equivalent)
* insert Row(62, Paternal grandmother)
* insert To(PGRMTH, equivalent)
* insert Row(63, Maternal grandfather)
* insert To(MGRFTH, equivalent)
* insert Row(64, Maternal grandmother)
* insert To(MGRMTH, equivalent)
* insert Row(70, Sibling)
* insert To(SIB, equivalent)
* insert Row(71, Elder brother)
* insert To(BRO, wider)
* insert Row(73, Younger brother)
* insert To(BRO, wider)
* insert Row(75, Elder sister)
* insert To(SIS, wider)
* insert Row(77, Younger sister)
* insert To(SIS, wider)
* insert Row(97, Other relative)
* insert To(FAMMEMB, wider)
* insert Row(99, Not related)
* insert ToNothing(GUARD where the person is guardian by law)

Instance: business-status-to-bser
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(business-status-to-bser, BusinessStatusToBser, Business status to BSeR 转诊业务状态映射, Business status of a referral task to the codes of HL7 BSeR (STU 2; STU 1 numbered the request for cancellation 5.4\). 转诊业务状态到 HL7 BSeR 代码。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/referral-business-status"
* group[+].source = "https://lianti.dev/fhir/CodeSystem/referral-business-status"
* group[=].target = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS"
* insert Row(created, Created\, not sent)
* insert To(2.0, equivalent)
* insert Row(accepted, Accepted)
* insert To(3.0, equivalent)
* insert Row(declined, Declined)
* insert To(4.0, equivalent)
* insert Row(booked, Booked)
* insert To(5.1.1, equivalent)
* insert Row(no-show, Did not come)
* insert To(5.1.2, equivalent)
* insert Row(appointment-cancelled, Appointment cancelled)
* insert To(5.1.3, equivalent)
* insert Row(seen, Seen)
* insert To(5.1.4, equivalent)
* insert Row(cancel-requested, Cancellation requested)
* insert To(5.2, equivalent)
* insert Row(withdrawn, Withdrawn)
* insert To(6.0, equivalent)
* insert Row(report-returned, Report returned)
* insert To(7.0, equivalent)
