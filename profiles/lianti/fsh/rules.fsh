// What profiles and code systems say more than once.

// One concept: English display, Chinese designation.
RuleSet: Code(code, en, zh)
* #{code} "{en}"
* #{code} ^designation.language = #zh-CN
* #{code} ^designation.value = "{zh}"

// Every local code system is complete, compared exactly, and has a value set of the same id.
RuleSet: LocalCodes(id)
* ^language = #en
* ^caseSensitive = true
* ^content = #complete
* ^valueSet = "https://lianti.dev/fhir/ValueSet/{id}"

// A national list that no published package carries, under its own OID: whole, or the fragment this guide needs.
RuleSet: NationalCodes(id, oid, content)
* ^url = {oid}
* ^language = #en
* ^caseSensitive = true
* ^content = #{content}
* ^valueSet = "https://lianti.dev/fhir/ValueSet/{id}"

// Slices are always open: what a table does not forbid is allowed.
RuleSet: Sliced(path, type, by)
* {path} ^slicing.discriminator.type = #{type}
* {path} ^slicing.discriminator.path = "{by}"
* {path} ^slicing.rules = #open

RuleSet: IdentifierSlice(slice, system)
* identifier[{slice}].system 1..1
* identifier[{slice}].system = {system}
* identifier[{slice}].value 1..1

// Numbers of a hospital are unique there only, so they say whose they are.
RuleSet: LocalNumber(slice, system)
* insert IdentifierSlice({slice}, {system})
* identifier[{slice}].assigner 1..1

// Components measured in one unit, or coded by one list.
RuleSet: MeasuredComponent(system, code, unit)
* component[{code}].code = {system}#{code}
* component[{code}].value[x] only Quantity
* component[{code}].valueQuantity = $ucum#{unit}

RuleSet: CodedComponent(system, code, binding)
* component[{code}].code = {system}#{code}
* component[{code}].value[x] only CodeableConcept
* component[{code}].valueCodeableConcept from {binding} (required)
