// Emergencies and the transport of newborns are never refused for want of paperwork: only structure, the child and
// the caller are required. All else is a warning and is asked for by telephone, so these stand on ServiceRequest
// itself and not on the pediatric referral.

Invariant: lianti-urg-1
Description: "请留下可立即回拨的电话 / Give a telephone to call back at once"
Severity: #warning
Expression: "extension('https://lianti.dev/fhir/StructureDefinition/callback').exists()"

// A transport home is planned; everything else that is urgent is stat.
Invariant: lianti-urg-2
Description: "急诊与新生儿转运按 stat（立即）处理 / An emergency is handled as priority stat"
Severity: #warning
Expression: "extension.where(url = 'https://lianti.dev/fhir/StructureDefinition/referral-direction' and value.ofType(code) = 'down').exists() or (priority.exists() and priority = 'stat')"

Invariant: lianti-urg-3
Description: "急诊与新生儿转运一经提出即为 active，不存草稿 / An emergency is active from the start, never a draft"
Severity: #warning
Expression: "status != 'draft'"

Invariant: lianti-urg-4
Description: "应写明主要问题 / Say the main problem"
Severity: #warning
Expression: "reasonCode.exists() or reasonReference.exists()"

Invariant: lianti-urg-5
Description: "应写明提出时间和承接方（或承接方类型） / Say when it was asked, and whom: a performer or a performer type"
Severity: #warning
Expression: "authoredOn.exists() and (performer.exists() or performerType.exists())"

RuleSet: UrgentReferral
* obeys lianti-urg-1 and lianti-urg-2 and lianti-urg-3 and lianti-urg-4 and lianti-urg-5
* extension contains
    ReferralDirectionExtension named referral-direction 0..1 and
    GreenChannelExtension named green-channel 0..1 and
    SeverityTierExtension named severity-tier 0..1 and
    NetworkExtension named network 0..1 and
    ExternalExtension named external 0..1 and
    DivisionCodeExtension named division-code 0..1 and
    CallbackExtension named callback 0..1 and
    OnBehalfOfExtension named on-behalf-of 0..1 and
    $request-status-reason named status-reason 0..1
* extension[referral-direction] ^short = "Absent: up"
* extension[callback] ^short = "Telephone to call back at once"
* requester 1..1
* requester only Reference(PractitionerRole or Organization)
* subject only Reference(Patient)
* insert Sliced(category, pattern, $this)
* category 1..*
* locationReference ^short = "The ward or place the child is at"
* supportingInfo ^short = "Gestation, weights, vital signs: transport-observation, lianti-transport-vitals"
