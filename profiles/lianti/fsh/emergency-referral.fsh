Profile: LiantiEmergencyReferral
Parent: ServiceRequest
Id: lianti-emergency-referral
Title: "Emergency referral 急诊转诊"
Description: "A severe emergency of a child, by the green channel. Paperwork that is missing warns and never refuses. 儿童危重急诊转诊，走绿色通道；资料不全只提醒，不拒绝。"
* insert UrgentReferral
* category contains emergency 1..1
* category[emergency] = ReferralCategory#emergency
