// What reports count. Each number names the search of its cases; a report adds its period and its unit or order.

RuleSet: MeasureHead(id, name, title, description)
* url = "https://lianti.dev/fhir/Measure/{id}"
* name = "{name}"
* title = "{title}"
* description = "{description}"
* status = #active
* scoring = http://terminology.hl7.org/CodeSystem/measure-scoring#cohort

RuleSet: Count(code, title, search)
* group[+].code.text = "{title}"
* group[=].population.code = http://terminology.hl7.org/CodeSystem/measure-population#initial-population
* group[=].population.criteria.name = "{code}"
* group[=].population.criteria.language = #application/x-fhir-query
* group[=].population.criteria.expression = "{search}"

Instance: consortium-report
InstanceOf: Measure
Usage: #definition
* insert MeasureHead(consortium-report, ConsortiumReport, Consortium report 医联体工作报表, What a consortium did in a period\, by unit and district. 医联体在一段时间内的工作量，按单位与区统计。)
* insert Count(up-referrals, Up-referrals 上转, ServiceRequest?direction=up&status=active\,completed)
* insert Count(down-referrals, Down-referrals 下转, ServiceRequest?direction=down&status=active\,completed)
* insert Count(green-channel, By the green channel 绿色通道, ServiceRequest?green-channel=true&status=active\,completed)
* insert Count(transports, Newborns transported 新生儿转运, Task?referral-category=neonatal-transport&status=completed)
* insert Count(consultations, Consultations 会诊, Task?referral-category=consultation\,case-discussion&status=completed)
* insert Count(closed-loops, Referrals with a report 已回报的转诊, Task?business-status=report-returned)
* insert Count(declined, Referrals declined 被拒绝的转诊, Task?status=rejected)
* insert Count(visits-saved, Opinions followed without travel 采纳会诊意见而免于奔波, Task?business-status=opinion-adopted)
* insert Count(ward-rounds, Ward rounds of experts 专家查房, Basic?code=https://lianti.dev/fhir/CodeSystem/activity-kind|ward-round)
* insert Count(trainings, Trainings 培训, Basic?code=https://lianti.dev/fhir/CodeSystem/activity-kind|training)

Instance: screening-report
InstanceOf: Measure
Usage: #definition
* insert MeasureHead(screening-report, ScreeningReport, Screening report 筛查报表, What a screening day found\, by class and school; small numbers are not shown. 一次筛查的结果，按班级与学校统计；小数不予显示。)
* insert Count(screened, Children screened 受检人数, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|screening-panel)
* insert Count(passed, Passed 通过, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|screening-panel&value-concept=pass)
* insert Count(referred, Referred 转诊, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|screening-panel&value-concept=refer)
* insert Count(recheck, To be checked again 复查, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|screening-panel&value-concept=recheck)
* insert Count(not-screened, Refused or unable 拒绝或无法完成, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|screening-panel&value-concept=refused\,unable)
* insert Count(low-myopia, Low myopia 低度近视, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|myopia-grade&value-concept=low)
* insert Count(moderate-myopia, Moderate myopia 中度近视, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|myopia-grade&value-concept=moderate)
* insert Count(high-myopia, High myopia 高度近视, Observation?code=https://lianti.dev/fhir/CodeSystem/eye-observation|myopia-grade&value-concept=high)
