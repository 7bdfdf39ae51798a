Invariant: lianti-doc-1
Description: "旧系统原始文件须注明大小 / A raw file of a legacy system gives its size"
Severity: #error
Expression: "type.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/document-kind' and code = 'legacy-raw-file') implies content.attachment.all(size.exists())"

Invariant: lianti-doc-2
Description: "病人文书须写明属于谁 / A document about a patient says of whom"
Severity: #error
Expression: "type.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/document-kind' and code in ('referral-form' | 'discharge-summary' | 'outpatient-note' | 'consult-opinion' | 'screening-report')) implies subject.exists()"

Profile: LiantiDocumentReference
Parent: DocumentReference
Id: lianti-document-reference
Title: "Document 文书"
Description: "A document the consortium exchanges or keeps, with the hash of its content. 医联体交换或保存的文书，附内容校验值。"
* obeys lianti-doc-1 and lianti-doc-2
* type 1..1
* type from DocumentKindCodes (extensible)
* content.attachment.contentType 1..1
* content.attachment.hash 1..1
* content.attachment.hash ^short = "SHA-1 of the content, base64"
* relatesTo ^short = "replaces: a corrected version"
* context.related ^short = "Of an agreement: the affiliation"
