Invariant: lianti-con-1
Description: "生效的同意书须有签署人、日期，并附原件或核验记录 / An active consent has who gave it, when, and its paper or a verification"
Severity: #error
Expression: "status = 'active' implies (performer.exists() and dateTime.exists() and (source.exists() or verification.exists()))"

// R4: the root rule has no type; the rules in it have one.
Invariant: lianti-con-2
Description: "同意书须有有效期，并逐条写明允许或拒绝（根规则不写） / A consent has a period, and rules that each permit or deny; the root itself does neither"
Severity: #error
Expression: "provision.type.empty() and provision.period.exists() and provision.provision.exists() and provision.provision.all(type.exists())"

Profile: LiantiConsent
Parent: Consent
Id: lianti-consent
Title: "Consent 知情同意"
Description: "What a guardian, or a child who is able to, agrees to: sharing for a referral, screening, telehealth, notices. 监护人（或有能力的儿童本人）同意的事项：转诊共享、筛查、远程医疗、通知等。"
* obeys lianti-con-1 and lianti-con-2
* scope = http://terminology.hl7.org/CodeSystem/consentscope#patient-privacy
* category from ConsentCategoryCodes (required)
* patient 1..1
* dateTime 1..1
* performer 1..*
* performer only Reference(RelatedPerson or Patient)
* performer ^short = "The guardian below 14 years; from 14 the child too, where able"
* organization 1..*
* organization ^short = "Who keeps the consent"
* policyRule 1..1
* policyRule ^short = "Version of the text that was agreed to"
* provision 1..1
* provision.provision ^short = "One rule each: permit or deny, purpose, recipient, class of data"
