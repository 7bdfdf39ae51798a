Invariant: lianti-pat-1
Description: "身份证号须为 18 位：首位不为 0，末位为数字或大写 X / An ID card number has 18 characters, the last a digit or a capital X"
Severity: #error
Expression: "identifier.where(system = 'urn:oid:2.16.156.10011.1.3').value.all(matches('^[1-9][0-9]{16}[0-9X]$'))"

Invariant: lianti-pat-2
Description: "身份证号中的出生日期与登记的出生日期不一致 / The birth date in the ID card number differs from the birth date recorded"
Severity: #warning
Expression: "identifier.where(system = 'urn:oid:2.16.156.10011.1.3').value.exists() and birthDate.exists() implies identifier.where(system = 'urn:oid:2.16.156.10011.1.3').value.first().substring(6,8) = birthDate.toString().replace('-','')"

Invariant: lianti-pat-3
Description: "应填写出生日期，或注明缺失原因 / Give the birth date, or say why it is missing"
Severity: #warning
Expression: "birthDate.exists(hasValue()) or birthDate.extension('http://hl7.org/fhir/StructureDefinition/data-absent-reason').exists()"

Profile: LiantiChildPatient
Parent: Patient
Id: lianti-child-patient
Title: "Child patient 儿童患者"
Description: "One child as one source knows it. Records of several sources are joined by Patient.link. 某一来源所记录的儿童；多来源记录以 Patient.link 相连。"
* obeys lianti-pat-1 and lianti-pat-2 and lianti-pat-3
* extension contains
    SchoolExtension named school 0..1 and
    GbEthnicGroupExtension named gb-ethnic-group 0..1
* insert Sliced(identifier, value, system)
* identifier contains
    resident-id 0..1 and
    health-record 0..1 and
    birth-cert 0..1 and
    student-no 0..1 and
    insurance 0..1 and
    import-child 0..* and
    outpatient 0..* and
    inpatient 0..* and
    case 0..*
* identifier ^short = "Numbers of the child; passports: http://hl7.org/fhir/sid/passport-<ISO 3166 alpha-3>"
* insert IdentifierSlice(resident-id, $sid-resident)
* identifier[resident-id] ^short = "身份证号 GB 11643"
* insert IdentifierSlice(health-record, $sid-health-record)
* identifier[health-record] ^short = "健康档案号"
* insert IdentifierSlice(birth-cert, "https://lianti.dev/fhir/sid/birth-certificate")
* identifier[birth-cert] ^short = "出生医学证明编号"
* insert IdentifierSlice(student-no, "https://lianti.dev/fhir/sid/student-no")
* identifier[student-no] ^short = "学籍号"
* insert IdentifierSlice(insurance, "https://lianti.dev/fhir/sid/medical-insurance")
* identifier[insurance] ^short = "医保号"
* insert IdentifierSlice(import-child, "https://lianti.dev/fhir/sid/import-child")
* identifier[import-child] ^short = "导入主键（儿童）；assigner 为来源机构"
* insert LocalNumber(outpatient, $sid-outpatient)
* identifier[outpatient] ^short = "门诊号"
* insert LocalNumber(inpatient, $sid-inpatient)
* identifier[inpatient] ^short = "住院号"
* insert LocalNumber(case, $sid-case)
* identifier[case] ^short = "病案号"
* name 1..*
* name.text 1..1
* name ^short = "Chinese name; a newborn without one: use temp, text such as 李某之女"
* gender 1..1
* gender.extension contains GbGenderExtension named gb-gender 0..1
* birthDate.extension contains
    $birth-time named birth-time 0..1 and
    $data-absent-reason named data-absent-reason 0..1
* multipleBirth[x] ^short = "Birth order of twins"
* address.extension contains DivisionCodeExtension named division-code 0..1
* managingOrganization 1..1
* managingOrganization ^short = "The source that keeps this record"
* link ^short = "seealso between sources; replaced-by / replaces inside one house"
