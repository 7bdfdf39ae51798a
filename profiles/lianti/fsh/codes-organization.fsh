CodeSystem: OrganizationKind
Id: organization-kind
Title: "Organization kind 机构种类"
Description: "The part an organization plays in a consortium. 机构在医联体中的角色。"
* insert LocalCodes(organization-kind)
* insert Code(consortium, Consortium, 医联体)
* insert Code(joint-team, Joint pediatric team, 儿科联合团队)
* insert Code(tertiary-hospital, Tertiary hospital, 三级医院)
* insert Code(district-hospital, District hospital, 区级医院)
* insert Code(mch-institution, Maternal and child health institution, 妇幼保健机构)
* insert Code(community-centre, Community health service centre, 社区卫生服务中心)
* insert Code(school, School, 学校)
* insert Code(kindergarten, Kindergarten, 幼儿园)
* insert Code(service-centre, Service centre of a hospital, 医院服务中心)
* insert Code(transport-team, Transport team, 转运队)
* insert Code(health-authority, Health authority, 卫生健康行政部门)
* insert Code(education-authority, Education authority, 教育行政部门)
* insert Code(development-centre, Hospital development centre, 医院发展中心)
* insert Code(university, University, 大学)
* insert Code(platform, Information platform, 信息平台)

CodeSystem: AffiliationKind
Id: affiliation-kind
Title: "Affiliation kind 加入方式"
Description: "How a unit belongs to a network; a unit may hold several. 单位在网络中的身份，可兼有多种。"
* insert LocalCodes(affiliation-kind)
* insert Code(core, Core hospital, 核心医院)
* insert Code(member, Member unit, 成员单位)
* insert Code(paired, Unit with paired experts, 专家结对单位)
* insert Code(gateway, Community gateway, 社区转诊门户)
* insert Code(screening-partner, Screening partner, 筛查合作单位)

CodeSystem: NameConfidence
Id: name-confidence
Title: "Confidence in a name 名称可信度"
Description: "How far the name of an organization can be trusted. 机构名称的可信程度。"
* insert LocalCodes(name-confidence)
* insert Code(confirmed, Read in a source, 来源可查)
* insert Code(reconstructed, Reconstructed from a garbled source, 由失真来源重建)
* insert Code(invented, Invented for demonstration, 演示虚构)

// The 1994 list of departments a Chinese hospital is licensed for, children's and eye and ENT part.
CodeSystem: Specialty
Id: specialty
Title: "Clinical specialty 诊疗科目"
Description: "Licensed departments (1994 list): pediatrics, pediatric surgery, child health, ophthalmology, ENT. 诊疗科目名录（1994）中的儿科、小儿外科、儿童保健、眼科与耳鼻咽喉科部分。"
* insert LocalCodes(pediatric-specialty)
* insert Code(07, Pediatrics, 儿科)
* insert Code(07.01, Neonatology, 新生儿专业)
* insert Code(07.02, Pediatric infectious diseases, 小儿传染病专业)
* insert Code(07.03, Pediatric gastroenterology, 小儿消化专业)
* insert Code(07.04, Pediatric respiratory medicine, 小儿呼吸专业)
* insert Code(07.05, Pediatric cardiology, 小儿心脏病专业)
* insert Code(07.06, Pediatric nephrology, 小儿肾病专业)
* insert Code(07.07, Pediatric haematology, 小儿血液病专业)
* insert Code(07.08, Pediatric neurology, 小儿神经病学专业)
* insert Code(07.09, Pediatric endocrinology, 小儿内分泌专业)
* insert Code(07.10, Pediatric genetics, 小儿遗传病专业)
* insert Code(07.11, Pediatric immunology, 小儿免疫专业)
* insert Code(07.12, Other pediatrics, 其他儿科专业)
* insert Code(08, Pediatric surgery, 小儿外科)
* insert Code(08.01, Pediatric general surgery, 小儿普通外科专业)
* insert Code(08.02, Pediatric orthopaedics, 小儿骨科专业)
* insert Code(08.03, Pediatric urology, 小儿泌尿外科专业)
* insert Code(08.04, Pediatric cardiothoracic surgery, 小儿胸心外科专业)
* insert Code(08.05, Pediatric neurosurgery, 小儿神经外科专业)
* insert Code(09, Child health care, 儿童保健科)
* insert Code(09.01, Child growth and development, 儿童生长发育专业)
* insert Code(09.02, Child nutrition, 儿童营养专业)
* insert Code(09.03, Child psychology, 儿童心理卫生专业)
* insert Code(09.04, Children's eye\, ear\, nose\, throat and mouth care, 儿童五官保健专业)
* insert Code(09.05, Child rehabilitation, 儿童康复专业)
* insert Code(10, Ophthalmology, 眼科)
* insert Code(11, Otorhinolaryngology, 耳鼻咽喉科)
* insert Code(11.01, Otology, 耳科专业)
* insert Code(11.02, Rhinology, 鼻科专业)
* insert Code(11.03, Laryngology, 咽喉科专业)

CodeSystem: ServiceCharacteristic
Id: service-characteristic
Title: "Service characteristic 服务特征"
Description: "What sets a service apart for referrals. 与转诊有关的服务特征。"
* insert LocalCodes(service-characteristic)
* insert Code(on-call, On call at all hours, 全天值班)
* insert Code(demonstration-outpatient, Demonstration outpatient clinic, 示范门诊)

CodeSystem: BedType
Id: bed-type
Title: "Bed type 床位类型"
Description: "The kind of ward a bed belongs to. 床位所属病区类型。"
* insert LocalCodes(bed-type)
* insert Code(nicu, Neonatal intensive care, 新生儿重症监护)
* insert Code(picu, Pediatric intensive care, 儿童重症监护)
* insert Code(general, General ward, 普通病区)
