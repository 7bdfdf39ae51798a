Invariant: lianti-vit-1
Description: "体重用 g 或 kg，身长和头围用 cm，体温用 Cel，血氧用 %，心率和呼吸用 /min / Weight is in g or kg, lengths in cm, temperature in Cel, saturation in %, rates in /min"
Severity: #error
Expression: "value.ofType(Quantity).exists() implies (value.ofType(Quantity).system = 'http://unitsofmeasure.org' and (code.coding.exists(code in ('29463-7' | 'birth-weight')) implies value.ofType(Quantity).code in ('g' | 'kg')) and (code.coding.exists(code in ('8302-2' | '9843-4')) implies value.ofType(Quantity).code = 'cm') and (code.coding.exists(code = '39156-5') implies value.ofType(Quantity).code = 'kg/m2') and (code.coding.exists(code = '8310-5') implies value.ofType(Quantity).code = 'Cel') and (code.coding.exists(code in ('2708-6' | 'fio2')) implies value.ofType(Quantity).code = '%') and (code.coding.exists(code in ('9279-1' | '8867-4')) implies value.ofType(Quantity).code = '/min'))"

Invariant: lianti-gro-1
Description: "身高体重超出儿童范围，请核对 / Height or weight is out of the range of children: check it"
Severity: #warning
Expression: "value.ofType(Quantity).where(code = 'kg').all(value > 0.3 and value < 150) and value.ofType(Quantity).where(code = 'g').all(value > 300 and value < 150000) and value.ofType(Quantity).where(code = 'cm').all(value > 15 and value < 220)"

Profile: LiantiGrowth
Parent: Observation
Id: lianti-growth
Title: "Growth 生长发育"
Description: "Weight, height, head circumference or body mass index of a child. 儿童体重、身高（长）、头围或体质指数。"
* insert VitalSign
* obeys lianti-obs-3 and lianti-vit-1 and lianti-gro-1
* code from GrowthCodes (required)
* value[x] only Quantity

Profile: LiantiTransportVitals
Parent: Observation
Id: lianti-transport-vitals
Title: "Transport observation 转运生命体征"
Description: "A vital sign or a fact a transport team must know, one each. 转运队所需的生命体征或情况，一项一条。"
* insert VitalSign
* obeys lianti-obs-3 and lianti-vit-1
* code from TransportVitalCodes (required)
* value[x] only Quantity or CodeableConcept or boolean or string
