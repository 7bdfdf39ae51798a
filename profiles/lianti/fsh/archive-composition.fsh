Invariant: lianti-arc-1
Description: "每一节须有记录，或说明为何为空 / A section has entries, or says why it is empty"
Severity: #error
Expression: "section.all(entry.exists() or emptyReason.exists() or section.exists())"

Profile: LiantiArchiveComposition
Parent: Composition
Id: lianti-archive-composition
Title: "Refraction archive 屈光档案"
Description: "The head of a child's refraction archive as a document: what was measured over the years, by section. 儿童屈光档案文档的首页：历年检查按节编排。"
* obeys lianti-arc-1
* type = DocumentKind#refraction-archive
* subject 1..1
* subject only Reference(Patient)
* custodian 1..1
* section 1..*
* section.title 1..1
* section.entry only Reference(DiagnosticReport or Observation)
