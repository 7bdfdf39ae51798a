// One value set a code system (same id), then those that choose or join.

RuleSet: AllOf(system)
* include codes from system {system}

ValueSet: EyeObservationCodes
Id: eye-observation
Title: "Eye observation 眼部检查项目"
Description: "All codes of eye-observation."
* insert AllOf(EyeObservation)

ValueSet: RefractionMethodCodes
Id: refraction-method
Title: "Refraction method 验光方法"
Description: "All codes of refraction-method."
* insert AllOf(RefractionMethod)

ValueSet: CycloplegiaCodes
Id: cycloplegia
Title: "Cycloplegia 睫状肌麻痹"
Description: "All codes of cycloplegia."
* insert AllOf(Cycloplegia)

ValueSet: GlassesTypeCodes
Id: glasses-type
Title: "Glasses worn 戴镜情况"
Description: "All codes of glasses-type."
* insert AllOf(GlassesType)

ValueSet: VaNotationCodes
Id: va-notation
Title: "Acuity notation 视力记录法"
Description: "All codes of va-notation."
* insert AllOf(VaNotation)

ValueSet: VaCategoryCodes
Id: va-category
Title: "Acuity below the chart 视力表以下的视力"
Description: "All codes of va-category."
* insert AllOf(VaCategory)

ValueSet: EyeLateralityCodes
Id: eye-laterality
Title: "Eye 眼别"
Description: "All codes of eye-laterality."
* insert AllOf(EyeLaterality)

ValueSet: MyopiaGradeCodes
Id: myopia-grade
Title: "Myopia grade 近视分级"
Description: "All codes of myopia-grade."
* insert AllOf(MyopiaGrade)

ValueSet: GradeReasonCodes
Id: grade-reason
Title: "Reason of an indeterminate grade 无法判定的原因"
Description: "All codes of grade-reason."
* insert AllOf(GradeReason)

ValueSet: ScreeningResultCodes
Id: screening-result
Title: "Screening result 筛查结果"
Description: "All codes of screening-result."
* insert AllOf(ScreeningResult)

ValueSet: OrganizationKindCodes
Id: organization-kind
Title: "Organization kind 机构种类"
Description: "All codes of organization-kind."
* insert AllOf(OrganizationKind)

ValueSet: AffiliationKindCodes
Id: affiliation-kind
Title: "Affiliation kind 加入方式"
Description: "All codes of affiliation-kind."
* insert AllOf(AffiliationKind)

ValueSet: NameConfidenceCodes
Id: name-confidence
Title: "Confidence in a name 名称可信度"
Description: "All codes of name-confidence."
* insert AllOf(NameConfidence)

ValueSet: SpineObservationCodes
Id: spine-observation
Title: "Spine observation 脊柱检查项目"
Description: "All codes of spine-observation."
* insert AllOf(SpineObservation)

ValueSet: NewbornObservationCodes
Id: newborn-observation
Title: "Newborn screening observation 新生儿筛查项目"
Description: "All codes of newborn-observation."
* insert AllOf(NewbornObservation)

ValueSet: TransportObservationCodes
Id: transport-observation
Title: "Transport observation 转运观察项目"
Description: "All codes of transport-observation."
* insert AllOf(TransportObservation)

ValueSet: ProgrammeCodes
Id: programme
Title: "Programme 专案"
Description: "All codes of programme."
* insert AllOf(Programme)

ValueSet: ActivityKindCodes
Id: activity-kind
Title: "Activity kind 活动种类"
Description: "All codes of activity-kind."
* insert AllOf(ActivityKind)

ValueSet: BiometryMethodCodes
Id: biometry-method
Title: "Biometry method 眼生物测量方法"
Description: "All codes of biometry-method."
* insert AllOf(BiometryMethod)

ValueSet: TonometryMethodCodes
Id: tonometry-method
Title: "Tonometry method 眼压测量方法"
Description: "All codes of tonometry-method."
* insert AllOf(TonometryMethod)

ValueSet: HyperopiaReserveCodes
Id: hyperopia-reserve
Title: "Hyperopia reserve 远视储备"
Description: "All codes of hyperopia-reserve."
* insert AllOf(HyperopiaReserve)

ValueSet: CertaintyCodes
Id: certainty
Title: "Certainty of a grade 分级确定程度"
Description: "All codes of certainty."
* insert AllOf(Certainty)

ValueSet: ScreeningFindingCodes
Id: screening-finding
Title: "Screening finding 筛查单项结果"
Description: "All codes of screening-finding."
* insert AllOf(ScreeningFinding)

ValueSet: BodySideCodes
Id: body-side
Title: "Side of the body 身体侧别"
Description: "All codes of body-side."
* insert AllOf(BodySide)

ValueSet: SpineGradeCodes
Id: spine-grade
Title: "Grade of trunk rotation 躯干旋转分度"
Description: "All codes of spine-grade."
* insert AllOf(SpineGrade)

ValueSet: HearingMethodCodes
Id: hearing-method
Title: "Method of hearing screening 听力筛查方法"
Description: "All codes of hearing-method."
* insert AllOf(HearingMethod)

ValueSet: SpecimenKindCodes
Id: specimen-kind
Title: "Specimen kind 标本种类"
Description: "All codes of specimen-kind."
* insert AllOf(SpecimenKind)

ValueSet: DeviceKindCodes
Id: device-kind
Title: "Device kind 设备种类"
Description: "All codes of device-kind."
* insert AllOf(DeviceKind)

ValueSet: ConsentCategoryCodes
Id: consent-category
Title: "Consent category 同意类别"
Description: "All codes of consent-category."
* insert AllOf(ConsentCategory)

ValueSet: MessageMediumCodes
Id: message-medium
Title: "Message medium 消息渠道"
Description: "All codes of message-medium."
* insert AllOf(MessageMedium)

ValueSet: DocumentKindCodes
Id: document-kind
Title: "Document kind 文书种类"
Description: "All codes of document-kind."
* insert AllOf(DocumentKind)

ValueSet: LegacyMissingCodes
Id: legacy-missing
Title: "Missing in a legacy file 旧数据缺失原因"
Description: "All codes of legacy-missing."
* insert AllOf(LegacyMissing)

ValueSet: GbGenderCodes
Id: gb2261-1
Title: "GB/T 2261.1 sex 人的性别代码"
Description: "All codes of gb2261-1."
* insert AllOf(GbGender)

ValueSet: GbEthnicGroupCodes
Id: gb3304
Title: "GB/T 3304 ethnic groups 民族代码"
Description: "All codes of gb3304."
* insert AllOf(GbEthnicGroup)

ValueSet: GbFamilyRelationCodes
Id: gbt4761
Title: "GB/T 4761 family relation 家庭关系代码"
Description: "All codes of gbt4761."
* insert AllOf(GbFamilyRelation)

ValueSet: PatientIdTypeCodes
Id: patient-id-type
Title: "Identity document 身份证件类别"
Description: "All codes of cv02-01-101."
* insert AllOf(IdentityDocumentKind)

ValueSet: ServiceCharacteristicCodes
Id: service-characteristic
Title: "Service characteristic 服务特征"
Description: "All codes of service-characteristic."
* insert AllOf(ServiceCharacteristic)

ValueSet: BedTypeCodes
Id: bed-type
Title: "Bed type 床位类型"
Description: "All codes of bed-type."
* insert AllOf(BedType)

ValueSet: FamilyRelationCodes
Id: family-relation
Title: "Relation of a guardian 监护人关系"
Description: "Who may answer for a child: GB/T 4761, or v3 RoleCode. 可作监护人的关系：国标家庭关系代码，或 v3 RoleCode。"
* GbFamilyRelation#50
* GbFamilyRelation#51
* GbFamilyRelation#52
* GbFamilyRelation#57
* GbFamilyRelation#58
* GbFamilyRelation#60
* GbFamilyRelation#61
* GbFamilyRelation#62
* GbFamilyRelation#63
* GbFamilyRelation#64
* GbFamilyRelation#70
* GbFamilyRelation#71
* GbFamilyRelation#73
* GbFamilyRelation#75
* GbFamilyRelation#77
* GbFamilyRelation#97
* GbFamilyRelation#99
* $v3-RoleCode#PRN
* $v3-RoleCode#FTH
* $v3-RoleCode#MTH
* $v3-RoleCode#STPFTH
* $v3-RoleCode#STPMTH
* $v3-RoleCode#ADOPTF
* $v3-RoleCode#ADOPTM
* $v3-RoleCode#GRPRN
* $v3-RoleCode#PGRFTH
* $v3-RoleCode#PGRMTH
* $v3-RoleCode#MGRFTH
* $v3-RoleCode#MGRMTH
* $v3-RoleCode#SIB
* $v3-RoleCode#BRO
* $v3-RoleCode#SIS
* $v3-RoleCode#FAMMEMB
* $v3-RoleCode#GUARD

ValueSet: ReferralCategoryCodes
Id: referral-category
Title: "Referral category 转诊类别"
Description: "All codes of referral-category."
* insert AllOf(ReferralCategory)

ValueSet: ScreeningCategoryCodes
Id: screening-category
Title: "Screening category 筛查类别"
Description: "All codes of screening-category."
* insert AllOf(ScreeningCategory)

ValueSet: ReferralDirectionCodes
Id: referral-direction
Title: "Referral direction 转诊方向"
Description: "All codes of referral-direction."
* insert AllOf(ReferralDirection)

ValueSet: SeverityTierCodes
Id: severity-tier
Title: "Severity tier 病情分级"
Description: "All codes of severity-tier."
* insert AllOf(SeverityTier)

ValueSet: ReferralReasonCodes
Id: referral-reason
Title: "Referral reason 转诊原因"
Description: "All codes of referral-reason."
* insert AllOf(ReferralReason)

ValueSet: DeclineReasonCodes
Id: decline-reason
Title: "Reason for a task status 状态原因"
Description: "All codes of decline-reason."
* insert AllOf(DeclineReason)

ValueSet: TaskKindCodes
Id: task-kind
Title: "Task kind 任务种类"
Description: "All codes of task-kind."
* insert AllOf(TaskKind)

ValueSet: TaskEventCodes
Id: task-event
Title: "Task event 任务事件"
Description: "All codes of task-event."
* insert AllOf(TaskEvent)

ValueSet: ReferralInputCodes
Id: referral-input
Title: "Referral task input 转诊任务输入"
Description: "All codes of referral-input."
* insert AllOf(ReferralInput)

ValueSet: ReferralOutputCodes
Id: referral-output
Title: "Referral task output 转诊任务输出"
Description: "All codes of referral-output."
* insert AllOf(ReferralOutput)

ValueSet: ReferralBusinessStatusCodes
Id: referral-business-status
Title: "Referral business status 转诊业务状态"
Description: "All codes of referral-business-status."
* insert AllOf(ReferralBusinessStatus)

ValueSet: PediatricSpecialtyCodes
Id: pediatric-specialty
Title: "Specialties of the consortium 医联体诊疗科目"
Description: "Pediatrics, pediatric surgery, child health, ophthalmology and ENT. 儿科、小儿外科、儿童保健、眼科与耳鼻咽喉科。"
* insert AllOf(Specialty)

ValueSet: ReferralPriorityCodes
Id: referral-priority
Title: "Referral priority 转诊优先级"
Description: "Clinical time: routine, urgent, asap, stat. 临床时限：常规、加急、尽快、立即。"
* $request-priority#routine
* $request-priority#urgent
* $request-priority#asap
* $request-priority#stat

ValueSet: ReferralIntentCodes
Id: referral-intent
Title: "Referral intent 转诊意图"
Description: "A referral is proposed, planned or ordered. 建议、计划或医嘱。"
* $request-intent#proposal
* $request-intent#plan
* $request-intent#order

ValueSet: ReferralSubjectCodes
Id: referral-code
Title: "What is referred 转诊内容"
Description: "A referral reason or the specialty asked for. 转诊原因，或所需的诊疗科目。"
* include codes from system ReferralReason
* include codes from system Specialty

ValueSet: ReferralDiagnosisCodes
Id: referral-diagnosis
Title: "Diagnosis of a referral 转诊诊断"
Description: "ICD-10, also in its Chinese editions, or a referral reason where there is no diagnosis yet. ICD-10（含国内版本）；尚无诊断时用转诊原因。"
* include codes from system $icd10
* include codes from system ReferralReason

ValueSet: RefractionReferralReasonCodes
Id: refraction-referral-reason
Title: "Reason of a refraction referral 屈光转诊原因"
Description: "The referral reasons the routing rules for refraction give. 屈光分流规则给出的转诊原因。"
* ReferralReason#low-myopia-reminder
* ReferralReason#high-myopia-green
* ReferralReason#early-onset
* ReferralReason#low-vision-unexplained
* ReferralReason#strabismus-suspected
* ReferralReason#not-measurable
* ReferralReason#amblyopia-risk
* ReferralReason#anisometropia
* ReferralReason#other-refractive

ValueSet: StatusReasonCodes
Id: statusreason-codes
Title: "Reasons of a task status 任务状态原因"
Description: "Every reason a referral task may give for its status. 转诊任务状态的全部原因。"
* include codes from system DeclineReason

ValueSet: ReferralTaskStatusCodes
Id: referral-task-status
Title: "Status of a referral task 转诊任务状态"
Description: "The task states of the referral tables; `ready` is not one of them. 转诊状态表中的任务状态，不含 ready。"
* $task-status#draft
* $task-status#requested
* $task-status#received
* $task-status#accepted
* $task-status#rejected
* $task-status#in-progress
* $task-status#on-hold
* $task-status#cancelled
* $task-status#completed
* $task-status#failed
* $task-status#entered-in-error

ValueSet: ReferralTaskOutputCodes
Id: referral-task-output
Title: "Output or milestone of a referral task 转诊任务的输出或节点"
Description: "What a task gave back, or an event of it with its instant. 任务的结果，或带时刻的事件。"
* include codes from system ReferralOutput
* include codes from system TaskEvent

ValueSet: ExaminationStatusCodes
Id: examination-status
Title: "Status of an examination 检查状态"
Description: "The observation states an examination goes through. 检查结果所用的状态。"
* $observation-status#preliminary
* $observation-status#final
* $observation-status#amended
* $observation-status#corrected
* $observation-status#cancelled
* $observation-status#entered-in-error

ValueSet: VisualAcuityCodes
Id: visual-acuity-code
Title: "Kind of acuity 视力种类"
Description: "Uncorrected or corrected. 裸眼或矫正。"
* EyeObservation#va-uncorrected
* EyeObservation#va-corrected

ValueSet: ConsultationCategoryCodes
Id: consultation-category
Title: "Category of a consultation 会诊类别"
Description: "Remote consultation or case discussion. 远程会诊或疑难病例讨论。"
* ReferralCategory#consultation
* ReferralCategory#case-discussion

ValueSet: ConsultationCodes
Id: consultation-code
Title: "What a consultation asks for 会诊内容"
Description: "An opinion from afar. 远程会诊意见。"
* ReferralReason#remote-opinion

ValueSet: OutpatientClassCodes
Id: outpatient-class
Title: "Class of an outpatient encounter 门诊就诊类别"
Description: "At the clinic or from afar. 到诊或远程。"
* $v3-ActCode#AMB
* $v3-ActCode#VR

// Components of the eye examinations, for forms and for search.
ValueSet: EyeComponentCodes
Id: eye-components
Title: "Eye components 眼部检查分项"
Description: "What stands in components of refraction, acuity, axial length and keratometry. 屈光、视力、眼轴与角膜曲率的分项。"
* EyeObservation#sphere
* EyeObservation#cylinder
* EyeObservation#axis
* EyeObservation#spherical-equivalent
* EyeObservation#pupil-diameter
* EyeObservation#pupillary-distance
* EyeObservation#vertex-distance
* EyeObservation#confidence
* EyeObservation#va-decimal
* EyeObservation#va-logmar
* EyeObservation#test-distance
* EyeObservation#correction-type
* EyeObservation#optotype
* EyeObservation#anterior-chamber-depth
* EyeObservation#central-corneal-thickness
* EyeObservation#k1
* EyeObservation#k1-axis
* EyeObservation#k2
* EyeObservation#k2-axis

ValueSet: NewbornScreeningCodes
Id: newborn-screening-code
Title: "Newborn screening panel 新生儿疾病筛查组合"
Description: "The panel by its local code or by LOINC. 本地代码或 LOINC。"
* NewbornObservation#nbs-panel
* $loinc#54089-8

ValueSet: NewbornHearingCodes
Id: newborn-hearing-code
Title: "Ear of a hearing screening 听力筛查耳别"
Description: "Left or right ear, LOINC. 左耳或右耳（LOINC）。"
* $loinc#54108-6
* $loinc#54109-4

ValueSet: HearingResultCodes
Id: hearing-result
Title: "Result of a hearing screening 听力筛查结果"
Description: "LOINC answers: pass, refer, not performed, refused. LOINC 答案：通过、转诊、未做、拒绝。"
* $loinc#LA10392-1
* $loinc#LA10393-9
* $loinc#LA7304-4
* $loinc#LA6644-4

ValueSet: GrowthCodes
Id: growth-code
Title: "Growth 生长发育指标"
Description: "Weight, height, head circumference, body mass index: LOINC of the R4 vital signs. 体重、身高、头围、体质指数。"
* $loinc#29463-7
* $loinc#8302-2
* $loinc#9843-4
* $loinc#39156-5

ValueSet: TransportVitalCodes
Id: transport-vital-code
Title: "Transport observations 转运观察项目与生命体征"
Description: "The vital signs of R4 by LOINC, and what is special to a transport by local codes. R4 生命体征（LOINC）与转运专用项目（本地代码）。"
* $loinc#29463-7
* $loinc#8310-5
* $loinc#2708-6
* $loinc#9279-1
* $loinc#8867-4
* include codes from system TransportObservation

ValueSet: ProvenanceActivityCodes
Id: provenance-activity
Title: "Activity of a provenance 溯源活动"
Description: "An event of a task, or a v3 data operation. 任务事件，或 v3 数据操作。"
* include codes from system TaskEvent
* include codes from system http://terminology.hl7.org/CodeSystem/v3-DataOperation

ValueSet: AuditTypeCodes
Id: audit-type
Title: "Type of an audit event 审计事件类型"
Description: "A request, an import or export, a sign-in, the start or stop of the server. 接口请求、导入导出、登录、服务启停。"
* http://terminology.hl7.org/CodeSystem/audit-event-type#rest
* http://dicom.nema.org/resources/ontology/DCM#110100
* http://dicom.nema.org/resources/ontology/DCM#110106
* http://dicom.nema.org/resources/ontology/DCM#110107
* http://dicom.nema.org/resources/ontology/DCM#110114
