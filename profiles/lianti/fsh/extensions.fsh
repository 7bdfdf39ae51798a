// Extensions of the profiles. Values are plain codes where one list of codes is bound, so searches read `?direction=up`.

RuleSet: CodedExtension(binding)
* value[x] 1..1
* value[x] only code
* valueCode from {binding} (required)

Extension: ReferralDirectionExtension
Id: referral-direction
Title: "Referral direction 转诊方向"
Description: "Whether care goes up, down or sideways. 上转、下转或平转。"
Context: ServiceRequest
* insert CodedExtension(ReferralDirectionCodes)

Extension: GreenChannelExtension
Id: green-channel
Title: "Green channel 绿色通道"
Description: "The right to skip the queue. 优先就诊的资格。"
Context: ServiceRequest
* value[x] 1..1
* value[x] only boolean

Extension: SeverityTierExtension
Id: severity-tier
Title: "Severity tier 病情分级"
Description: "Urgency and difficulty, in the words of graded care. 分级诊疗中的病情分级。"
Context: ServiceRequest
* insert CodedExtension(SeverityTierCodes)

Extension: NetworkExtension
Id: network
Title: "Network 所属网络"
Description: "The consortium a referral runs under. 转诊所依托的医联体。"
Context: ServiceRequest
* value[x] 1..1
* value[x] only Reference(Organization)

Extension: ExternalExtension
Id: external
Title: "External referral 网络外转诊"
Description: "Requester and performer share no network; set by the server. 双方不在同一网络，由服务器标记。"
Context: ServiceRequest
* value[x] 1..1
* value[x] only boolean

Extension: CallbackExtension
Id: callback
Title: "Call-back 回拨联系方式"
Description: "Whom to telephone about this referral. 就此转诊可联系的电话。"
Context: ServiceRequest
* value[x] 1..1
* value[x] only ContactPoint

Invariant: lianti-div-1
Description: "行政区划代码须为 6 位数字 / A division code has six digits"
Severity: #error
Expression: "value.ofType(code).matches('^[0-9]{6}$')"

Extension: DivisionCodeExtension
Id: division-code
Title: "Division code 行政区划代码"
Description: "GB/T 2260 code of the district; on a request copied from the child's address. GB/T 2260 区划代码；申请上的代码取自患儿地址。"
Context: Address, ServiceRequest
* . obeys lianti-div-1
* value[x] 1..1
* value[x] only code

Extension: GbGenderExtension
Id: gb-gender
Title: "GB/T 2261.1 sex 国标性别代码"
Description: "The digit of GB/T 2261.1, which tells unknown from not stated. 国标性别代码，可区分未知与未说明。"
Context: Patient.gender, Patient
* insert CodedExtension(GbGenderCodes)

Extension: GbEthnicGroupExtension
Id: gb-ethnic-group
Title: "GB/T 3304 ethnic group 民族"
Description: "Ethnic group by GB/T 3304. 国标民族代码。"
Context: Patient
* insert CodedExtension(GbEthnicGroupCodes)

Extension: GuardianProofExtension
Id: guardian-proof
Title: "Proof of guardianship 监护关系证明"
Description: "The document that shows who the guardian is. 证明监护关系的文书。"
Context: RelatedPerson
* value[x] 1..1
* value[x] only Reference(DocumentReference)

Extension: SchoolExtension
Id: school
Title: "School 所在学校"
Description: "The school or kindergarten the child goes to. 儿童所在的学校或幼儿园。"
Context: Patient
* value[x] 1..1
* value[x] only Reference(Organization)

Extension: NameConfidenceExtension
Id: name-confidence
Title: "Confidence in the name 名称可信度"
Description: "Whether the name was read in a source, reconstructed, or invented for demonstration. 名称来源可查、重建或虚构。"
Context: Organization
* insert CodedExtension(NameConfidenceCodes)

Extension: ReferralCategoryExtension
Id: referral-category
Title: "Referral category 转诊类别"
Description: "Category of the request, copied to the task because a search parameter sees one resource. 申请的类别，复制到任务以便检索。"
Context: Task
* insert CodedExtension(ReferralCategoryCodes)

Extension: ResponsibleExtension
Id: responsible
Title: "Responsible person 经办人"
Description: "Who does the work; the owner of record stays the unit. 实际经办的人或团队；任务归属仍为单位。"
Context: Task
* value[x] 1..1
* value[x] only Reference(PractitionerRole or CareTeam)

Extension: RespondByExtension
Id: respond-by
Title: "Respond by 应答时限"
Description: "When the receiver must have answered; set by the server. 接收方的应答截止时间，由服务器设定。"
Context: Task
* value[x] 1..1
* value[x] only dateTime

Extension: BookByExtension
Id: book-by
Title: "Book by 预约时限"
Description: "When an appointment must have been made; set by the server. 完成预约的截止时间，由服务器设定。"
Context: Task
* value[x] 1..1
* value[x] only dateTime

Extension: EscalationLevelExtension
Id: escalation-level
Title: "Escalation level 升级级别"
Description: "How often the task was passed up for being late. 因超时上报的次数。"
Context: Task
* value[x] 1..1
* value[x] only integer

Extension: CycloplegiaExtension
Id: cycloplegia
Title: "Cycloplegia 睫状肌麻痹"
Description: "The drug that paralysed accommodation, or none. 是否及使用何种睫状肌麻痹剂。"
Context: Observation
* insert CodedExtension(CycloplegiaCodes)

Extension: GlassesTypeExtension
Id: glasses-type
Title: "Glasses worn 戴镜情况"
Description: "What the child wears to see. 戴镜情况。"
Context: Observation
* insert CodedExtension(GlassesTypeCodes)

Extension: VaNotationExtension
Id: va-notation
Title: "Acuity notation 视力记录法"
Description: "The notation of the source; the value is five-grade all the same. 来源所用记录法；存储值统一为五分记录。"
Context: Observation
* insert CodedExtension(VaNotationCodes)

Extension: MeasurementConfidenceExtension
Id: measurement-confidence
Title: "Confidence of a reading 读数可信度"
Description: "The reliability figure or sign a device puts beside one reading, as it gives it. 设备对单次读数给出的可信度，照录。"
Context: Observation, Observation.component
* value[x] 1..1
* value[x] only decimal or string

Extension: LegacyRawExtension
Id: legacy-raw
Title: "Raw cell 原始单元格"
Description: "The source cell, character for character. 来源单元格的原文。"
Context: Observation, Observation.component
* value[x] 1..1
* value[x] only string

Extension: RuleSetExtension
Id: rule-set
Title: "Rule set 规则集"
Description: "The rule set and version that decided, as canonical|version. 作出判断的规则集及版本。"
Context: Observation, ServiceRequest
* value[x] 1..1
* value[x] only canonical

Extension: OnBehalfOfExtension
Id: on-behalf-of
Title: "On behalf of 代为办理"
Description: "For whom the receiver or the server changed what belongs to someone else. 接收方或服务器代谁更改。"
Context: ServiceRequest, Task, Appointment
* value[x] 1..1
* value[x] only Reference(Organization or PractitionerRole or Practitioner or RelatedPerson)

Extension: MeetingLinkExtension
Id: meeting-link
Title: "Meeting 会议入口"
Description: "Where a remote consultation meets: an Endpoint, which keeps the address. Passwords are never stored. 远程会诊的会议入口（Endpoint）；不存储会议密码。"
Context: Appointment, Encounter
* value[x] 1..1
* value[x] only Reference(Endpoint)
