// Sex in Chinese records to FHIR. GB tells "unknown" from "not stated"; FHIR does not.
Instance: gb2261-1-to-administrative-gender
InstanceOf: ConceptMap
Usage: #definition
* url = "https://lianti.dev/fhir/ConceptMap/gb2261-1-to-administrative-gender"
* name = "Gb2261ToAdministrativeGender"
* title = "GB/T 2261.1 to administrative gender 性别代码映射"
* description = "GB/T 2261.1 sex to the FHIR administrative gender. 国标性别代码到 FHIR 性别。"
* status = #active
* sourceUri = "https://lianti.dev/fhir/ValueSet/gb2261-1"
* targetUri = "http://hl7.org/fhir/ValueSet/administrative-gender"
* group.source = $gb2261
* group.target = $administrative-gender
* group.element[0].code = #0
* group.element[=].display = "Unknown"
* group.element[=].target.code = #unknown
* group.element[=].target.equivalence = #equivalent
* group.element[+].code = #1
* group.element[=].display = "Male"
* group.element[=].target.code = #male
* group.element[=].target.equivalence = #equivalent
* group.element[+].code = #2
* group.element[=].display = "Female"
* group.element[=].target.code = #female
* group.element[=].target.equivalence = #equivalent
* group.element[+].code = #9
* group.element[=].display = "Not stated"
* group.element[=].target.code = #unknown
* group.element[=].target.equivalence = #wider
