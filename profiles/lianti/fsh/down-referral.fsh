Invariant: lianti-dwn-1
Description: "下转提交时须附康复随访计划或医嘱说明 / A down-referral that is sent carries a care plan or instructions"
Severity: #error
Expression: "status = 'draft' or patientInstruction.exists() or supportingInfo.exists(reference.matches('(^|/)CarePlan/') or type = 'CarePlan') or basedOn.exists(reference.matches('(^|/)CarePlan/') or type = 'CarePlan')"

Invariant: lianti-dwn-2
Description: "下转提交时须附出院小结、门诊病历或会诊意见 / A down-referral that is sent carries a discharge summary, an outpatient note or an opinion"
Severity: #error
Expression: "status = 'draft' or supportingInfo.exists(reference.matches('(^|/)(DocumentReference|DiagnosticReport|Composition)/') or type in ('DocumentReference' | 'DiagnosticReport' | 'Composition'))"

Profile: LiantiDownReferral
Parent: LiantiPediatricReferral
Id: lianti-down-referral
Title: "Down-referral 下转"
Description: "Back to the community or the district after treatment, with what was done and what is to be done. 治疗后转回社区或区级医院，附诊疗资料与后续计划。"
* obeys lianti-dwn-1 and lianti-dwn-2
* extension[referral-direction].valueCode = #down
* basedOn ^short = "The up-referral, if there was one"
* performer 1..1
* performer ^short = "Community centre or district hospital"
* supportingInfo ^short = "Discharge summary, outpatient note or opinion; the care plan"
* patientInstruction ^short = "What the family has to do"
