Invariant: lianti-rpt-1
Description: "附件须为 PDF / A presented form is a PDF"
Severity: #error
Expression: "presentedForm.all(contentType = 'application/pdf')"

Profile: LiantiRefractionReport
Parent: DiagnosticReport
Id: lianti-refraction-report
Title: "Refraction report 屈光档案条目"
Description: "One entry of a child's refraction archive: a screening or a visit with its assessments. 屈光档案的一次记录：筛查或就诊及其评估。"
* obeys lianti-rpt-1
* code = EyeObservation#refraction-archive-entry
* subject 1..1
* subject only Reference(Patient)
* effective[x] 1..1
* effective[x] only dateTime
* performer 1..*
* performer only Reference(Organization)
* result 1..*
* result ^short = "The panel and the assessments"
* presentedForm ^short = "PDF"
