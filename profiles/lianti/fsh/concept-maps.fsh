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

// What is not here goes to the work list.
Instance: v2-orc1-to-event
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-orc1-to-event, V2Orc1ToEvent, Order control to event 医嘱控制码映射, ORC-1 of an HL7 v2 order to the event of a referral task. HL7 v2 ORC-1 到转诊任务事件。)
* targetUri = "https://lianti.dev/fhir/ValueSet/task-event"
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0119"
* group[=].target = "https://lianti.dev/fhir/CodeSystem/task-event"
* insert Row(NW, New order/service)
* insert To(submit, equivalent)
* insert Row(CA, Cancel order/service request)
* insert ToWith(withdraw, narrower, Before the work has started)
* insert ToWith(ask-cancel, narrower, Once it has)
* insert Row(DC, Discontinue order/service request)
* insert ToWith(withdraw, narrower, Before the work has started)
* insert ToWith(ask-cancel, narrower, Once it has)
* insert Row(OK, Order/service accepted & OK)
* insert To(accept, equivalent)
* insert Row(UA, Unable to accept order/service)
* insert To(decline, equivalent)
* insert Row(HD, Hold order request)
* insert ToNothing(The request is put on hold; no event of the task)
* insert Row(RL, Release previous hold)
* insert ToNothing(The request becomes active again; no event of the task)
* insert Row(XO, Change order/service request)
* insert ToNothing(A new request that replaces the old one)
* insert Row(SC, Status changed)
* insert ToNothing(Read ORC-5: v2-orc5-to-event)
* insert Row(SN, Send order/service number)
* insert ToNothing(Read ORC-5: v2-orc5-to-event)

Instance: v2-orc5-to-event
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-orc5-to-event, V2Orc5ToEvent, Order status to event 医嘱状态映射, ORC-5 to the event of a referral task\, where ORC-1 is SC or SN. ORC-1 为 SC 或 SN 时，ORC-5 到转诊任务事件。)
* targetUri = "https://lianti.dev/fhir/ValueSet/task-event"
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0038"
* group[=].target = "https://lianti.dev/fhir/CodeSystem/task-event"
* insert Row(IP, In process\, unspecified)
* insert To(start, equivalent)
* insert Row(SC, In process\, scheduled)
* insert To(book, equivalent)
* insert Row(CM, Order is completed)
* insert To(complete, equivalent)
* insert Row(ER, Error\, order not found)
* insert To(fail, wider)

Instance: v2-0283-to-event
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-0283-to-event, V2Table0283ToEvent, Referral status to event 转诊状态映射, RF1-1 referral status to the event of a referral task. RF1-1 转诊状态到转诊任务事件。)
* targetUri = "https://lianti.dev/fhir/ValueSet/task-event"
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0283"
* group[=].target = "https://lianti.dev/fhir/CodeSystem/task-event"
* insert Row(P, Pending)
* insert To(submit, equivalent)
* insert Row(A, Accepted)
* insert To(accept, equivalent)
* insert Row(R, Rejected)
* insert To(decline, equivalent)
* insert Row(E, Expired)
* insert To(expire, equivalent)

Instance: v2-0278-to-appointment-status
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-0278-to-appointment-status, V2Table0278ToAppointmentStatus, Filler status to appointment status 预约状态映射, SCH-25 filler status to Appointment.status. SCH-25 到 Appointment.status。)
* targetUri = "http://hl7.org/fhir/ValueSet/appointmentstatus"
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0278"
* group[=].target = "http://hl7.org/fhir/appointmentstatus"
* insert Row(Pending, Pending)
* insert To(pending, equivalent)
* insert Row(Waitlist, Waitlist)
* insert To(waitlist, equivalent)
* insert Row(Booked, Booked)
* insert To(booked, equivalent)
* insert Row(Overbook, Overbook)
* insert To(booked, wider)
* insert Row(Started, Started)
* insert To(arrived, equivalent)
* insert Row(Complete, Complete)
* insert To(fulfilled, equivalent)
* insert Row(Cancelled, Cancelled)
* insert To(cancelled, equivalent)
* insert Row(DC, Discontinued)
* insert To(cancelled, wider)
* insert Row(Discontinued, Discontinued)
* insert To(cancelled, wider)
* insert Row(Deleted, Deleted)
* insert To(entered-in-error, equivalent)
* insert Row(Noshow, Noshow)
* insert To(noshow, equivalent)
* insert Row(Blocked, Blocked)
* insert ToNothing(The slot becomes busy-unavailable; there is no appointment)

Instance: v2-0004-to-encounter-class
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-0004-to-encounter-class, V2Table0004ToEncounterClass, Patient class to encounter class 患者类别映射, PV1-2 patient class to Encounter.class. PV1-2 到 Encounter.class。)
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0004"
* group[=].target = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
* insert Row(O, Outpatient)
* insert To(AMB, equivalent)
* insert Row(I, Inpatient)
* insert To(IMP, equivalent)
* insert Row(E, Emergency)
* insert To(EMER, equivalent)
* insert Row(P, Preadmit)
* insert To(PRENC, equivalent)
* insert Row(B, Obstetrics)
* insert To(IMP, wider)
* insert Row(R, Recurring patient)
* insert ToWith(AMB, inexact, Kept with a flag that the patient recurs)
* insert Row(C, Commercial Account)
* insert ToNothing(Not used here)
* insert Row(N, Not Applicable)
* insert ToNothing(Not used here)
* insert Row(U, Unknown)
* insert ToNothing(Ask the sender)

Instance: v2-0125-to-value
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(v2-0125-to-value, V2Table0125ToValue, Value type to data type 值类型映射, OBX-2 value type to the data type of Observation.value. OBX-2 到 Observation.value 的数据类型。)
* group[+].source = "http://terminology.hl7.org/CodeSystem/v2-0125"
* group[=].target = "http://hl7.org/fhir/data-types"
* insert Row(NM, Numeric)
* insert To(Quantity, equivalent)
* insert Row(SN, Structured numeric)
* insert ToWith(Quantity, narrower, With a comparator)
* insert ToWith(Range, narrower, With a separator -)
* insert ToWith(Ratio, narrower, With a separator : or /)
* insert Row(ST, String)
* insert To(string, equivalent)
* insert Row(TX, Text)
* insert To(string, equivalent)
* insert Row(FT, Formatted text)
* insert To(string, wider)
* insert Row(CE, Coded element)
* insert To(CodeableConcept, equivalent)
* insert Row(CWE, Coded with exceptions)
* insert To(CodeableConcept, equivalent)
* insert Row(IS, Coded value of user tables)
* insert To(CodeableConcept, wider)
* insert Row(DT, Date)
* insert To(dateTime, wider)
* insert Row(TS, Time stamp)
* insert To(dateTime, equivalent)
* insert Row(DTM, Date and time)
* insert To(dateTime, equivalent)
* insert Row(TM, Time)
* insert To(time, equivalent)
* insert Row(ED, Encapsulated data)
* insert ToNothing(Kept as a DocumentReference)

Instance: legacy-header-to-element
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(legacy-header-to-element, LegacyHeaderToElement, Column header to observation 旧表列名映射, Headers of screening workbooks and exports to what they hold; which eye stands in bodySite. The mappings of imports decide\, this map explains. 筛查表与导出表的列名到检查项目；眼别另存于 bodySite。导入以 mappings 为准。)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/legacy-header"
* group[=].target = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* insert Row(裸眼（右）, 裸眼（右）)
* insert To(va-uncorrected, wider)
* insert Row(矫正（右）, 矫正（右）)
* insert To(va-corrected, wider)
* insert Row(球镜（右）, 球镜（右）)
* insert To(sphere, wider)
* insert Row(柱镜（右）, 柱镜（右）)
* insert To(cylinder, wider)
* insert Row(轴位（右）, 轴位（右）)
* insert To(axis, wider)
* insert Row(裸眼（左）, 裸眼（左）)
* insert To(va-uncorrected, wider)
* insert Row(矫正（左）, 矫正（左）)
* insert To(va-corrected, wider)
* insert Row(球镜（左）, 球镜（左）)
* insert To(sphere, wider)
* insert Row(柱镜（左）, 柱镜（左）)
* insert To(cylinder, wider)
* insert Row(轴位（左）, 轴位（左）)
* insert To(axis, wider)
* insert Row(YYQJ, 右眼球镜)
* insert To(sphere, wider)
* insert Row(YYZJ, 右眼柱镜)
* insert To(cylinder, wider)
* insert Row(YYZW, 右眼轴位)
* insert To(axis, wider)
* insert Row(ZYQJ, 左眼球镜)
* insert To(sphere, wider)
* insert Row(ZYZJ, 左眼柱镜)
* insert To(cylinder, wider)
* insert Row(ZYZW, 左眼轴位)
* insert To(axis, wider)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/legacy-header"
* group[=].target = "http://loinc.org"
* insert Row(身高（单位CM）, 身高)
* insert To(8302-2, equivalent)
* insert Row(体重（单位KG）, 体重)
* insert To(29463-7, equivalent)

Instance: eye-local-to-loinc
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(eye-local-to-loinc, EyeLocalToLoinc, Eye observation to LOINC 眼部检查到 LOINC, What of the eye observations has a LOINC code that was read in a source. All others have none here. 有来源可查的 LOINC 对应；其余不给代码。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/eye-observation"
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* group[=].target = "http://loinc.org"
* insert Row(refraction, Refraction)
* insert To(79895-9, wider)
* insert Row(iop, Intraocular pressure)
* insert To(56844-4, equivalent)
* insert Row(va-uncorrected, Uncorrected visual acuity)
* insert ToNothing(The value is five-grade; LOINC would be read as decimal)
* insert Row(va-corrected, Corrected visual acuity)
* insert ToNothing(The value is five-grade; LOINC would be read as decimal)
* insert Row(axial-length, Axial length)
* insert ToNothing(No code confirmed; published examples use those of the pressure)
* insert Row(spherical-equivalent, Spherical equivalent)
* insert ToNothing(No code confirmed)
* insert Row(k1, Flat keratometry)
* insert ToNothing(No code confirmed)
* insert Row(k2, Steep keratometry)
* insert ToNothing(No code confirmed)

Instance: eye-local-to-snomed
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(eye-local-to-snomed, EyeLocalToSnomed, Eye codes to SNOMED CT 眼部代码到 SNOMED CT, Local eye codes to SNOMED CT concepts that were read in HL7 eye-care guides. Sending them needs a licence. 本地眼科代码到 SNOMED CT；使用需授权。)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* group[=].target = "http://snomed.info/sct"
* insert Row(refraction, Refraction)
* insert To(251794006, equivalent)
* insert Row(sphere, Sphere)
* insert To(251795007, equivalent)
* insert Row(cylinder, Cylinder)
* insert To(251797004, equivalent)
* insert Row(axis, Axis)
* insert To(251799001, equivalent)
* insert Row(iop, Intraocular pressure)
* insert To(41633001, equivalent)
* insert Row(va-uncorrected, Uncorrected visual acuity)
* insert ToNothing(The value is five-grade; SNOMED CT would be read as decimal)
* insert Row(spherical-equivalent, Spherical equivalent)
* insert ToNothing(No concept confirmed)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-laterality"
* group[=].target = "http://snomed.info/sct"
* insert Row(right, Right eye)
* insert To(362502000, equivalent)
* insert Row(left, Left eye)
* insert To(362503005, equivalent)
* insert Row(both, Both eyes)
* insert To(362508001, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/refraction-method"
* group[=].target = "http://snomed.info/sct"
* insert Row(autorefractor, Autorefractor)
* insert To(397250001, equivalent)
* insert Row(subjective, Subjective refraction)
* insert To(397277005, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/tonometry-method"
* group[=].target = "http://snomed.info/sct"
* insert Row(non-contact, Non-contact tonometry)
* insert To(389150000, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/glasses-type"
* group[=].target = "http://snomed.info/sct"
* insert Row(frame, Spectacles)
* insert To(50121007, equivalent)
* insert Row(contact, Contact lenses)
* insert To(57368009, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/va-category"
* group[=].target = "http://snomed.info/sct"
* insert Row(hand-motion, Hand motion)
* insert To(260295004, equivalent)
* insert Row(light-perception, Light perception)
* insert To(260296003, equivalent)
* insert Row(no-light-perception, No light perception)
* insert To(63063006, equivalent)
