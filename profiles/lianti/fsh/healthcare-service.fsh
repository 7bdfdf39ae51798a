Profile: LiantiHealthcareService
Parent: HealthcareService
Id: lianti-healthcare-service
Title: "Healthcare service 服务"
Description: "A clinic, ward, desk or on-call service that referrals are sent to. Its hours are the hours of deadlines. 接收转诊的门诊、病区、服务台或值班服务；其服务时间决定时限的计算。"
* active 1..1
* providedBy 1..1
* name 1..1
* specialty from PediatricSpecialtyCodes (extensible)
* specialty ^short = "诊疗科目"
* characteristic from ServiceCharacteristicCodes (extensible)
* characteristic ^short = "on-call, demonstration-outpatient"
* telecom ^short = "Whom to telephone about a referral"
* availableTime ^short = "Hours of the service; an on-call service has allDay"
