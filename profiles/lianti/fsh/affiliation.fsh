Profile: LiantiAffiliation
Parent: OrganizationAffiliation
Id: lianti-affiliation
Title: "Affiliation 网络成员关系"
Description: "A unit's membership of a network, from a date on. 单位自某日起加入网络的关系。"
* period 1..1
* period.start 1..1
* organization 1..1
* organization ^short = "The core hospital or the consortium"
* participatingOrganization 1..1
* participatingOrganization ^short = "The member"
* network 1..*
* network ^short = "The consortium"
* code 1..*
* code from AffiliationKindCodes (extensible)
* specialty from PediatricSpecialtyCodes (extensible)
