CodeSystem: EyeObservation
Id: eye-observation
Title: "Eye observation 眼部检查项目"
Description: "What is observed at an eye examination: panels, measurements, their components, and assessments. 眼部检查的组合、测量项、分项与评估项。"
* insert LocalCodes(eye-observation)
* insert Code(screening-panel, Eye screening panel, 眼部筛查组合)
* insert Code(refraction, Refraction, 屈光检查)
* insert Code(sphere, Sphere, 球镜)
* insert Code(cylinder, Cylinder, 柱镜)
* insert Code(axis, Axis, 轴位)
* insert Code(spherical-equivalent, Spherical equivalent, 等效球镜)
* insert Code(va-uncorrected, Uncorrected visual acuity, 裸眼视力)
* insert Code(va-corrected, Corrected visual acuity, 矫正视力)
* insert Code(va-decimal, Decimal acuity, 小数视力)
* insert Code(va-logmar, LogMAR acuity, LogMAR 视力)
* insert Code(test-distance, Test distance, 检查距离)
* insert Code(correction-type, Correction worn, 矫正方式)
* insert Code(optotype, Optotype, 视标)
* insert Code(pupil-diameter, Pupil diameter, 瞳孔直径)
* insert Code(pupillary-distance, Pupillary distance, 瞳距)
* insert Code(vertex-distance, Vertex distance, 镜眼距)
* insert Code(gaze-horizontal, Horizontal gaze, 水平注视)
* insert Code(gaze-vertical, Vertical gaze, 垂直注视)
* insert Code(red-reflex, Red reflex, 红光反射)
* insert Code(ocular-alignment, Ocular alignment, 眼位)
* insert Code(axial-length, Axial length, 眼轴长度)
* insert Code(keratometry, Keratometry, 角膜曲率)
* insert Code(k1, Flat keratometry, 平坦角膜曲率 K1)
* insert Code(k1-axis, Axis of flat keratometry, K1 轴位)
* insert Code(k2, Steep keratometry, 陡峭角膜曲率 K2)
* insert Code(k2-axis, Axis of steep keratometry, K2 轴位)
* insert Code(anterior-chamber-depth, Anterior chamber depth, 前房深度)
* insert Code(central-corneal-thickness, Central corneal thickness, 中央角膜厚度)
* insert Code(iop, Intraocular pressure, 眼压)
* insert Code(myopia-grade, Myopia grade, 近视分级)
* insert Code(worst-eye, Worse eye, 较差眼)
* insert Code(hyperopia-reserve-status, Hyperopia reserve, 远视储备)
* insert Code(certainty, Certainty, 确定程度)
* insert Code(grade-reason, Reason for the grade, 分级说明)
* insert Code(route, Route proposed, 建议去向)
* insert Code(rule, Rule applied, 适用规则)
* insert Code(confidence, Confidence of the device, 设备可信度)
* insert Code(refraction-archive-entry, Entry of the refraction archive, 屈光档案条目)

CodeSystem: RefractionMethod
Id: refraction-method
Title: "Refraction method 验光方法"
Description: "How a refraction was measured. 屈光的测量方法。"
* insert LocalCodes(refraction-method)
* insert Code(autorefractor, Autorefractor, 电脑验光)
* insert Code(photoscreener, Photoscreener, 屈光筛查仪)
* insert Code(retinoscopy, Retinoscopy, 检影验光)
* insert Code(subjective, Subjective refraction, 主觉验光)
* insert Code(lensometer, Lensometer, 焦度计)
* insert Code(wavefront, Wavefront aberrometry, 波前像差)
* insert Code(legacy-unspecified, Not stated in the old record, 旧记录未注明)

CodeSystem: Cycloplegia
Id: cycloplegia
Title: "Cycloplegia 睫状肌麻痹"
Description: "The drug that paralysed accommodation, if any. Without it a grade is only suspected. 是否及使用何种睫状肌麻痹剂；未麻痹时的分级只能视为疑似。"
* insert LocalCodes(cycloplegia)
* insert Code(none, None, 未使用)
* insert Code(unknown, Unknown, 不详)
* insert Code(atropine, Atropine, 阿托品)
* insert Code(cyclopentolate, Cyclopentolate, 环喷托酯)
* insert Code(tropicamide, Tropicamide, 托吡卡胺)
* insert Code(other, Other, 其他)

CodeSystem: GlassesType
Id: glasses-type
Title: "Glasses worn 戴镜情况"
Description: "What the child wears to see. 戴镜情况。"
* insert LocalCodes(glasses-type)
* insert Code(none, None, 不佩戴)
* insert Code(frame, Spectacles, 框架眼镜)
* insert Code(contact, Contact lenses, 隐形眼镜)
* insert Code(orthokeratology, Overnight orthokeratology lenses, 夜戴角膜塑形镜)
* insert Code(unknown, Unknown, 不详)

CodeSystem: VaNotation
Id: va-notation
Title: "Acuity notation 视力记录法"
Description: "The notation the acuity was recorded in at its source. 来源所用的视力记录法。"
* insert LocalCodes(va-notation)
* insert Code(five-grade, Five-grade notation, 五分记录)
* insert Code(decimal, Decimal, 小数记录)
* insert Code(logmar, LogMAR, LogMAR)
* insert Code(etdrs, ETDRS letters, ETDRS 字母数)
* insert Code(snellen-feet, Snellen in feet, 斯内伦（英尺）)
* insert Code(snellen-metre, Snellen in metres, 斯内伦（米）)

CodeSystem: VaCategory
Id: va-category
Title: "Acuity below the chart 视力表以下的视力"
Description: "Acuity that no chart can express. 视力表无法表达的视力。"
* insert LocalCodes(va-category)
* insert Code(counting-fingers, Counting fingers, 指数)
* insert Code(hand-motion, Hand motion, 手动)
* insert Code(light-perception, Light perception, 光感)
* insert Code(no-light-perception, No light perception, 无光感)

CodeSystem: EyeLaterality
Id: eye-laterality
Title: "Eye 眼别"
Description: "Which eye. 眼别。"
* insert LocalCodes(eye-laterality)
* insert Code(right, Right eye, 右眼)
* insert Code(left, Left eye, 左眼)
* insert Code(both, Both eyes, 双眼)

CodeSystem: MyopiaGrade
Id: myopia-grade
Title: "Myopia grade 近视分级"
Description: "The grade a rule set gives to a refraction. 规则集给出的屈光分级。"
* insert LocalCodes(myopia-grade)
* insert Code(none, No myopia, 无近视)
* insert Code(pre-myopia, Pre-myopia, 近视前期)
* insert Code(low, Low myopia, 低度近视)
* insert Code(moderate, Moderate myopia, 中度近视)
* insert Code(high, High myopia, 高度近视)
* insert Code(hyperopia, Hyperopia, 远视)
* insert Code(emmetropia, Emmetropia, 正视)
* insert Code(indeterminate, Indeterminate, 无法判定)

CodeSystem: GradeReason
Id: grade-reason
Title: "Reason of an indeterminate grade 无法判定的原因"
Description: "Why no grade could be given. 无法给出分级的原因。"
* insert LocalCodes(grade-reason)
* insert Code(treated-myopia, Treated myopia, 近视治疗中)
* insert Code(out-of-range, Out of the device's range, 超出设备量程)
* insert Code(missing-eye, An eye is missing, 缺少一眼数据)

CodeSystem: ScreeningResult
Id: screening-result
Title: "Screening result 筛查结果"
Description: "The outcome of one sitting. 一次筛查的结果。"
* insert LocalCodes(screening-result)
* insert Code(pass, Pass, 通过)
* insert Code(refer, Refer, 转诊)
* insert Code(recheck, Recheck, 复查)
* insert Code(unable, Unable to be screened, 无法完成)
* insert Code(refused, Refused, 拒绝筛查)
* insert Code(absent, Absent, 缺席)

CodeSystem: BiometryMethod
Id: biometry-method
Title: "Biometry method 眼生物测量方法"
Description: "How the length or curvature of an eye was measured. 眼轴或角膜曲率的测量方法。"
* insert LocalCodes(biometry-method)
* insert Code(optical-biometry, Optical biometry, 光学生物测量)
* insert Code(ultrasound, Ultrasound A-scan, A 型超声)
* insert Code(autokeratometer, Autokeratometer, 自动角膜曲率计)
* insert Code(topography, Corneal topography, 角膜地形图)
* insert Code(legacy-unspecified, Not stated in the old record, 旧记录未注明)

CodeSystem: TonometryMethod
Id: tonometry-method
Title: "Tonometry method 眼压测量方法"
Description: "How the intraocular pressure was measured. 眼压的测量方法。"
* insert LocalCodes(tonometry-method)
* insert Code(non-contact, Non-contact tonometry, 非接触式眼压计)
* insert Code(rebound, Rebound tonometry, 回弹式眼压计)
* insert Code(applanation, Applanation tonometry, 压平式眼压计)
* insert Code(legacy-unspecified, Not stated in the old record, 旧记录未注明)

CodeSystem: HyperopiaReserve
Id: hyperopia-reserve
Title: "Hyperopia reserve 远视储备"
Description: "Whether the reserve is enough for the age. Without cycloplegia it is only possible that it is not. 远视储备是否充足；未散瞳时只能提示可能不足。"
* insert LocalCodes(hyperopia-reserve)
* insert Code(sufficient, Sufficient, 充足)
* insert Code(insufficient, Insufficient, 不足)
* insert Code(possibly-insufficient, Possibly insufficient, 可能不足)

CodeSystem: Certainty
Id: certainty
Title: "Certainty of a grade 分级确定程度"
Description: "Confirmed with cycloplegia, else suspected. 散瞳后为确定，否则为疑似。"
* insert LocalCodes(certainty)
* insert Code(confirmed, Confirmed, 确定)
* insert Code(suspected, Suspected, 疑似)
