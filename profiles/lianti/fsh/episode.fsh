Invariant: lianti-epi-1
Description: "已结束的管理须有结束日期 / An episode that is finished has an end"
Severity: #error
Expression: "status = 'finished' implies period.end.exists()"

Profile: LiantiEpisode
Parent: EpisodeOfCare
Id: lianti-episode
Title: "Episode 专案管理"
Description: "A child in a programme, such as the follow-up of high-risk infants, with the team that looks after it. 儿童纳入某项专案管理（如高危儿随访）及负责团队。"
* obeys lianti-epi-1
* type 1..*
* type from ProgrammeCodes (extensible)
* managingOrganization 1..1
* period 1..1
* period.start 1..1
