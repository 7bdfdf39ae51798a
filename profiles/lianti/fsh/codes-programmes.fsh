CodeSystem: SpineObservation
Id: spine-observation
Title: "Spine observation 脊柱检查项目"
Description: "Scoliosis screening; ATR is the angle of trunk rotation. 脊柱侧弯筛查项目；ATR 为躯干旋转角。"
* insert LocalCodes(spine-observation)
* insert Code(spine-atr-panel, Trunk rotation panel, 躯干旋转角组合)
* insert Code(atr-thoracic, ATR\, thoracic, 胸段躯干旋转角)
* insert Code(atr-thoracolumbar, ATR\, thoracolumbar, 胸腰段躯干旋转角)
* insert Code(atr-lumbar, ATR\, lumbar, 腰段躯干旋转角)
* insert Code(atr-thoracic-side, Side of thoracic rotation, 胸段旋转侧别)
* insert Code(atr-thoracolumbar-side, Side of thoracolumbar rotation, 胸腰段旋转侧别)
* insert Code(atr-lumbar-side, Side of lumbar rotation, 腰段旋转侧别)
* insert Code(adams-test, Adams forward bend test, 前屈试验)
* insert Code(general-exam, General examination, 一般检查)
* insert Code(sagittal-profile, Sagittal profile, 矢状面外观)
* insert Code(grade, Grade, 分度)

CodeSystem: NewbornObservation
Id: newborn-observation
Title: "Newborn screening observation 新生儿筛查项目"
Description: "Newborn disease and hearing screening. 新生儿疾病与听力筛查项目。"
* insert LocalCodes(newborn-observation)
* insert Code(nbs-panel, Newborn disease screening panel, 新生儿疾病筛查组合)
* insert Code(ch, Congenital hypothyroidism, 先天性甲状腺功能减低症)
* insert Code(pku, Phenylketonuria, 苯丙酮尿症)
* insert Code(g6pd, G6PD deficiency, 葡萄糖-6-磷酸脱氢酶缺乏症)
* insert Code(cah, Congenital adrenal hyperplasia, 先天性肾上腺皮质增生症)
* insert Code(hours-of-age, Age in hours, 采血时龄（小时）)
* insert Code(recall-reason, Reason for recall, 召回原因)
* insert Code(hearing-method, Method of hearing screening, 听力筛查方法)

CodeSystem: TransportObservation
Id: transport-observation
Title: "Transport observation 转运观察项目"
Description: "What a transport team must know of a newborn. 转运新生儿所需信息。"
* insert LocalCodes(transport-observation)
* insert Code(gestational-age, Gestational age, 胎龄)
* insert Code(birth-weight, Birth weight, 出生体重)
* insert Code(hours-of-age, Age in hours, 时龄（小时）)
* insert Code(respiratory-support, Respiratory support, 呼吸支持)
* insert Code(fio2, Inspired oxygen fraction, 吸入氧浓度)
* insert Code(incubator-need, Incubator needed, 是否需要暖箱)
* insert Code(escort-level, Escort level, 护送级别)
* insert Code(ventilator-mode, Ventilator mode, 呼吸机模式)
* insert Code(glucose, Blood glucose, 血糖)

CodeSystem: Programme
Id: programme
Title: "Programme 专案"
Description: "Programmes that children are followed up in. 儿童专案管理项目。"
* insert LocalCodes(programme)
* insert Code(high-risk-infant, Follow-up of high-risk infants, 高危儿随访)
* insert Code(newborn-screening, Newborn screening, 新生儿疾病筛查)
* insert Code(myopia-prevention, Myopia prevention, 近视防控)
* insert Code(scoliosis-screening, Scoliosis screening, 脊柱侧弯筛查)
* insert Code(child-health, Child health care, 儿童健康管理)

CodeSystem: ActivityKind
Id: activity-kind
Title: "Activity kind 活动种类"
Description: "What experts of a consortium do at member units. 医联体专家在成员单位开展的活动。"
* insert LocalCodes(activity-kind)
* insert Code(ward-round, Ward round, 查房)
* insert Code(clinic, Clinic, 坐诊)
* insert Code(lecture, Lecture, 讲座)
* insert Code(training, Training, 培训)
* insert Code(case-discussion, Case discussion, 疑难病例讨论)

CodeSystem: ScreeningFinding
Id: screening-finding
Title: "Screening finding 筛查单项结果"
Description: "The result of one test of a screening. 筛查单项检查的结果。"
* insert LocalCodes(screening-finding)
* insert Code(positive, Positive, 阳性)
* insert Code(negative, Negative, 阴性)
* insert Code(inconclusive, Inconclusive, 无法判定)

CodeSystem: BodySide
Id: body-side
Title: "Side of the body 身体侧别"
Description: "To which side. 左侧或右侧。"
* insert LocalCodes(body-side)
* insert Code(left, Left, 左侧)
* insert Code(right, Right, 右侧)

// The limits between the grades belong to a rule set, not to this list.
CodeSystem: SpineGrade
Id: spine-grade
Title: "Grade of trunk rotation 躯干旋转分度"
Description: "Three grades; their limits belong to the rule set. 三度；界值由规则集确定。"
* insert LocalCodes(spine-grade)
* insert Code(I, Grade I, Ⅰ度)
* insert Code(II, Grade II, Ⅱ度)
* insert Code(III, Grade III, Ⅲ度)

CodeSystem: HearingMethod
Id: hearing-method
Title: "Method of hearing screening 听力筛查方法"
Description: "How the hearing of a newborn was screened. 新生儿听力筛查的方法。"
* insert LocalCodes(hearing-method)
* insert Code(oae, Otoacoustic emissions, 耳声发射)
* insert Code(aabr, Automated auditory brainstem response, 自动听性脑干反应)

CodeSystem: SpecimenKind
Id: specimen-kind
Title: "Specimen kind 标本种类"
Description: "What was taken. 采集的标本。"
* insert LocalCodes(specimen-kind)
* insert Code(heel-blood, Heel blood on filter paper, 足跟血滤纸干血片)
* insert Code(venous-blood, Venous blood, 静脉血)
