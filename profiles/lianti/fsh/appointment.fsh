Invariant: lianti-apt-1
Description: "已预约或到诊的预约须有起止时间，并有患儿或所依据的申请 / A booked appointment has start and end, and a patient or the request it is based on"
Severity: #error
Expression: "status in ('booked' | 'arrived' | 'fulfilled' | 'checked-in') implies (start.exists() and end.exists() and (participant.actor.exists(reference.matches('(^|/)Patient/') or type = 'Patient') or basedOn.exists()))"

Invariant: lianti-apt-2
Description: "取消预约须写明原因 / A cancelled appointment says why"
Severity: #error
Expression: "status = 'cancelled' implies cancelationReason.exists()"

Invariant: lianti-apt-3
Description: "预约须有医务人员、服务或地点 / An appointment is with a practitioner or service, or at a place"
Severity: #error
Expression: "participant.actor.exists(reference.matches('(^|/)(Practitioner|PractitionerRole|HealthcareService|Location)/') or type in ('Practitioner' | 'PractitionerRole' | 'HealthcareService' | 'Location'))"

Invariant: lianti-apt-4
Description: "一次预约只属于一名患儿 / An appointment is of one patient"
Severity: #error
Expression: "participant.actor.where(reference.matches('(^|/)Patient/') or type = 'Patient').count() <= 1"

Profile: LiantiAppointment
Parent: Appointment
Id: lianti-appointment
Title: "Appointment 预约"
Description: "A time that is fixed, or asked for. Cancelling it never revokes the referral. 已定或待定的就诊时间；取消预约不等于撤销转诊。"
* obeys lianti-apt-1 and lianti-apt-2 and lianti-apt-3 and lianti-apt-4
* extension contains
    MeetingLinkExtension named meeting-link 0..1 and
    OnBehalfOfExtension named on-behalf-of 0..1
* identifier 1..*
* serviceType 1..1
* serviceType from PediatricSpecialtyCodes (preferred)
* specialty from PediatricSpecialtyCodes (extensible)
* basedOn 0..1
* basedOn ^short = "The referral; of a consultation always, whose patient need not come"
* participant.actor 1..1
* participant.required 1..1
* slot ^short = "The slots it takes"
