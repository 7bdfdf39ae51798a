Invariant: lianti-cns-1
Description: "会诊须写明要问的问题 / A consultation asks a question"
Severity: #error
Expression: "note.exists(text.exists())"

Profile: LiantiConsultationRequest
Parent: LiantiPediatricReferral
Id: lianti-consultation-request
Title: "Consultation request 会诊申请"
Description: "A remote consultation, or the discussion of a difficult case. The opinion is advice; the asking side treats. The patient may be an adult. 远程会诊或疑难病例讨论；意见供参考，诊疗责任在申请方；对象可为成人。"
* obeys lianti-cns-1
* category from ConsultationCategoryCodes (required)
* code from ConsultationCodes (required)
* orderDetail ^short = "Coded questions"
* note ^short = "The question"
* performer 1..1
* performer only Reference(HealthcareService)
* supportingInfo ^short = "Brief record, images, consent to tele-consultation"
