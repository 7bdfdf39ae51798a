CodeSystem: ConsentCategory
Id: consent-category
Title: "Consent category 同意类别"
Description: "What a guardian consents to. 监护人同意的事项。"
* insert LocalCodes(consent-category)
* insert Code(referral-sharing, Sharing for referral, 转诊信息共享)
* insert Code(screening, Screening, 筛查)
* insert Code(telehealth, Telehealth, 远程医疗)
* insert Code(wechat-notification, Notices by WeChat, 微信通知)
* insert Code(school-status, Telling the school that a check is due, 向学校告知需复查)
* insert Code(research, Research, 科研)

CodeSystem: MessageMedium
Id: message-medium
Title: "Message medium 消息渠道"
Description: "How a message reaches a person or a system. 消息送达的渠道。"
* insert LocalCodes(message-medium)
* insert Code(wechat, WeChat, 微信)
* insert Code(sms, SMS, 短信)
* insert Code(phone, Telephone, 电话)
* insert Code(email, E-mail, 电子邮件)
* insert Code(rest-hook, REST hook, 接口推送)

CodeSystem: DocumentKind
Id: document-kind
Title: "Document kind 文书种类"
Description: "The documents a consortium exchanges. 医联体交换的文书。"
* insert LocalCodes(document-kind)
* insert Code(referral-form, Referral form, 转诊单)
* insert Code(discharge-summary, Discharge summary, 出院小结)
* insert Code(outpatient-note, Outpatient note, 门诊病历)
* insert Code(consult-opinion, Consultation opinion, 会诊意见)
* insert Code(screening-report, Screening report, 筛查报告)
* insert Code(refraction-archive, Refraction archive, 屈光档案)
* insert Code(agreement, Agreement, 协议)
* insert Code(guardian-proof, Proof of guardianship, 监护关系证明)
* insert Code(consent-form, Consent form, 知情同意书)
* insert Code(legacy-raw-file, Raw file of a legacy system, 旧系统原始文件)

CodeSystem: LegacyMissing
Id: legacy-missing
Title: "Missing in a legacy file 旧数据缺失原因"
Description: "Why a cell of an old file holds no value. 旧文件单元格无值的原因。"
* insert LocalCodes(legacy-missing)
* insert Code(not-done, Not done, 未查)
* insert Code(refused, Refused, 拒查)
* insert Code(uncooperative, Uncooperative, 不配合)
* insert Code(not-measurable, Not measurable, 测不出)
* insert Code(not-applicable, Not applicable, 无)
* insert Code(unreadable, Unreadable, 无法辨认)

// A national code system that no published package carries: its four codes, under its own OID.
CodeSystem: GbGender
Id: gb2261-1
Title: "GB/T 2261.1 sex 人的性别代码"
Description: "Codes for the sex of persons of GB/T 2261.1. 《个人基本信息分类与代码 第1部分：人的性别代码》。"
* ^url = $gb2261
* insert LocalCodes(gb2261-1)
* insert Code(0, Unknown, 未知的性别)
* insert Code(1, Male, 男性)
* insert Code(2, Female, 女性)
* insert Code(9, Not stated, 未说明的性别)

CodeSystem: DeviceKind
Id: device-kind
Title: "Device kind 设备种类"
Description: "The devices of a consortium. 医联体所用设备。"
* insert LocalCodes(device-kind)
* insert Code(autorefractor, Autorefractor, 电脑验光仪)
* insert Code(photoscreener, Photoscreener, 双目视力筛查仪)
* insert Code(lensometer, Lensometer, 焦度计)
* insert Code(acuity-chart, Acuity chart, 视力表)
* insert Code(biometer, Optical biometer, 光学生物测量仪)
* insert Code(tonometer, Tonometer, 眼压计)
* insert Code(scoliometer, Scoliometer, 脊柱侧弯测量尺)
* insert Code(hearing-screener, Hearing screener, 听力筛查仪)
* insert Code(transport-incubator, Transport incubator, 转运暖箱)
* insert Code(software, Software or platform, 软件或平台)
