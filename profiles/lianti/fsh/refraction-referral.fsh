Invariant: lianti-sr-10
Description: "屈光转诊须附屈光或视力检查 / A refraction referral carries an eye examination"
Severity: #error
Expression: "supportingInfo.exists(reference.matches('(^|/)Observation/') or type = 'Observation')"

Invariant: lianti-sr-11
Description: "高度近视绿色转诊须开通绿色通道 / A referral for high myopia goes by the green channel"
Severity: #error
Expression: "code.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/referral-reason' and code = 'high-myopia-green') implies extension.where(url = 'https://lianti.dev/fhir/StructureDefinition/green-channel' and value.ofType(boolean) = true).exists()"

Profile: LiantiRefractionReferral
Parent: LiantiPediatricReferral
Id: lianti-refraction-referral
Title: "Refraction referral 屈光转诊"
Description: "A reminder to a district hospital or a green referral to the eye hospital, after a screening. 筛查后至区级医院的提醒，或至眼科专科医院的绿色转诊。"
* obeys lianti-sr-10 and lianti-sr-11
* extension contains RuleSetExtension named rule-set 0..1
* extension[referral-direction].valueCode = #up
* insert Sliced(category, pattern, $this)
* category contains refraction 1..1
* category[refraction] = ReferralCategory#refraction
* code from RefractionReferralReasonCodes (required)
