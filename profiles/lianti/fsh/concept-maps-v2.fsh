// From HL7 v2 messages to events of referral tasks, and to codes of FHIR.

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
