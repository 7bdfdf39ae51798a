Invariant: lianti-sch-1
Description: "须注明是学校还是幼儿园 / A school says whether it is a school or a kindergarten"
Severity: #error
Expression: "type.coding.where(system = 'https://lianti.dev/fhir/CodeSystem/organization-kind' and code in ('school' | 'kindergarten')).count() = 1"

Profile: LiantiSchool
Parent: LiantiOrganization
Id: lianti-school
Title: "School 学校"
Description: "A school or kindergarten. It gets no patient data, so it has no endpoint. 学校或幼儿园；不接收患者数据，故无 Endpoint。"
* obeys lianti-sch-1
* identifier contains school-code 0..1
* insert IdentifierSlice(school-code, "https://lianti.dev/fhir/sid/school-code")
* identifier[school-code] ^short = "学校（机构）标识码"
* endpoint 0..0
