// Eye examinations: old headers, LOINC, SNOMED CT.

Instance: legacy-header-to-element
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(legacy-header-to-element, LegacyHeaderToElement, Column header to observation 旧表列名映射, Headers of screening workbooks and exports to what they hold; which eye stands in bodySite. The mappings of imports decide\, this map explains. 筛查表与导出表的列名到检查项目；眼别另存于 bodySite。导入以 mappings 为准。)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/legacy-header"
* group[=].target = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* insert Row(裸眼（右）, 裸眼（右）)
* insert To(va-uncorrected, wider)
* insert Row(矫正（右）, 矫正（右）)
* insert To(va-corrected, wider)
* insert Row(球镜（右）, 球镜（右）)
* insert To(sphere, wider)
* insert Row(柱镜（右）, 柱镜（右）)
* insert To(cylinder, wider)
* insert Row(轴位（右）, 轴位（右）)
* insert To(axis, wider)
* insert Row(裸眼（左）, 裸眼（左）)
* insert To(va-uncorrected, wider)
* insert Row(矫正（左）, 矫正（左）)
* insert To(va-corrected, wider)
* insert Row(球镜（左）, 球镜（左）)
* insert To(sphere, wider)
* insert Row(柱镜（左）, 柱镜（左）)
* insert To(cylinder, wider)
* insert Row(轴位（左）, 轴位（左）)
* insert To(axis, wider)
* insert Row(YYQJ, 右眼球镜)
* insert To(sphere, wider)
* insert Row(YYZJ, 右眼柱镜)
* insert To(cylinder, wider)
* insert Row(YYZW, 右眼轴位)
* insert To(axis, wider)
* insert Row(ZYQJ, 左眼球镜)
* insert To(sphere, wider)
* insert Row(ZYZJ, 左眼柱镜)
* insert To(cylinder, wider)
* insert Row(ZYZW, 左眼轴位)
* insert To(axis, wider)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/legacy-header"
* group[=].target = "http://loinc.org"
* insert Row(身高（单位CM）, 身高)
* insert To(8302-2, equivalent)
* insert Row(体重（单位KG）, 体重)
* insert To(29463-7, equivalent)

Instance: eye-local-to-loinc
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(eye-local-to-loinc, EyeLocalToLoinc, Eye observation to LOINC 眼部检查到 LOINC, What of the eye observations has a LOINC code that was read in a source. All others have none here. 有来源可查的 LOINC 对应；其余不给代码。)
* sourceUri = "https://lianti.dev/fhir/ValueSet/eye-observation"
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* group[=].target = "http://loinc.org"
* insert Row(refraction, Refraction)
* insert To(79895-9, wider)
* insert Row(iop, Intraocular pressure)
* insert To(56844-4, equivalent)
* insert Row(va-uncorrected, Uncorrected visual acuity)
* insert ToNothing(The value is five-grade; LOINC would be read as decimal)
* insert Row(va-corrected, Corrected visual acuity)
* insert ToNothing(The value is five-grade; LOINC would be read as decimal)
* insert Row(axial-length, Axial length)
* insert ToNothing(No code confirmed; published examples use those of the pressure)
* insert Row(spherical-equivalent, Spherical equivalent)
* insert ToNothing(No code confirmed)
* insert Row(k1, Flat keratometry)
* insert ToNothing(No code confirmed)
* insert Row(k2, Steep keratometry)
* insert ToNothing(No code confirmed)

Instance: eye-local-to-snomed
InstanceOf: ConceptMap
Usage: #definition
* insert MapHead(eye-local-to-snomed, EyeLocalToSnomed, Eye codes to SNOMED CT 眼部代码到 SNOMED CT, Local eye codes to SNOMED CT concepts that were read in HL7 eye-care guides. Sending them needs a licence. 本地眼科代码到 SNOMED CT；使用需授权。)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-observation"
* group[=].target = "http://snomed.info/sct"
* insert Row(refraction, Refraction)
* insert To(251794006, equivalent)
* insert Row(sphere, Sphere)
* insert To(251795007, equivalent)
* insert Row(cylinder, Cylinder)
* insert To(251797004, equivalent)
* insert Row(axis, Axis)
* insert To(251799001, equivalent)
* insert Row(iop, Intraocular pressure)
* insert To(41633001, equivalent)
* insert Row(va-uncorrected, Uncorrected visual acuity)
* insert ToNothing(The value is five-grade; SNOMED CT would be read as decimal)
* insert Row(spherical-equivalent, Spherical equivalent)
* insert ToNothing(No concept confirmed)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/eye-laterality"
* group[=].target = "http://snomed.info/sct"
* insert Row(right, Right eye)
* insert To(362502000, equivalent)
* insert Row(left, Left eye)
* insert To(362503005, equivalent)
* insert Row(both, Both eyes)
* insert To(362508001, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/refraction-method"
* group[=].target = "http://snomed.info/sct"
* insert Row(autorefractor, Autorefractor)
* insert To(397250001, equivalent)
* insert Row(subjective, Subjective refraction)
* insert To(397277005, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/tonometry-method"
* group[=].target = "http://snomed.info/sct"
* insert Row(non-contact, Non-contact tonometry)
* insert To(389150000, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/glasses-type"
* group[=].target = "http://snomed.info/sct"
* insert Row(frame, Spectacles)
* insert To(50121007, equivalent)
* insert Row(contact, Contact lenses)
* insert To(57368009, equivalent)
* group[+].source = "https://lianti.dev/fhir/CodeSystem/va-category"
* group[=].target = "http://snomed.info/sct"
* insert Row(hand-motion, Hand motion)
* insert To(260295004, equivalent)
* insert Row(light-perception, Light perception)
* insert To(260296003, equivalent)
* insert Row(no-light-perception, No light perception)
* insert To(63063006, equivalent)
