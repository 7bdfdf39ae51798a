Profile: LiantiCareTeam
Parent: CareTeam
Id: lianti-careteam
Title: "Care team 团队"
Description: "A joint pediatric team, a screening team, a transport crew. 儿科联合团队、筛查团队或转运队。"
* name 1..1
* participant 1..*
* participant.member 1..1
* managingOrganization 1..1
* managingOrganization ^short = "For whom the team acts"
