Invariant: lianti-org-1
Description: "统一社会信用代码须为 18 位，不含字母 I、O、Z、S、V / A unified social credit code has 18 characters without I, O, Z, S, V"
Severity: #error
Expression: "identifier.where(system = 'https://lianti.dev/fhir/sid/uscc').value.all(matches('^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$'))"

Profile: LiantiOrganization
Parent: Organization
Id: lianti-organization
Title: "Organization 机构"
Description: "A hospital, centre, school, authority or network. Membership of a network is an OrganizationAffiliation, never partOf. 医院、中心、学校、主管部门或网络；网络成员关系用 OrganizationAffiliation 表示，不用 partOf。"
* obeys lianti-org-1
* extension contains NameConfidenceExtension named name-confidence 0..1
* insert Sliced(identifier, value, system)
* identifier contains uscc 0..1 and orgcode 0..1 and ws218 0..1 and unit 0..*
* insert IdentifierSlice(uscc, "https://lianti.dev/fhir/sid/uscc")
* identifier[uscc] ^short = "统一社会信用代码 GB 32100, only on the legal entity"
* insert IdentifierSlice(orgcode, $sid-orgcode)
* identifier[orgcode] ^short = "组织机构代码 GB 11714"
* insert IdentifierSlice(ws218, "https://lianti.dev/fhir/sid/ws218")
* identifier[ws218] ^short = "卫生机构（组织）代码 WS 218"
* insert IdentifierSlice(unit, "https://lianti.dev/fhir/sid/unit")
* identifier[unit] ^short = "Code of a campus, centre or station"
* active 1..1
* type 1..*
* type from OrganizationKindCodes (extensible)
* name 1..1
* alias ^short = "Old and short names"
* address.extension contains DivisionCodeExtension named division-code 0..1
* partOf ^short = "Service centre or campus of a hospital"
