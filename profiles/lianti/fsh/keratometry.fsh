Invariant: lianti-ker-1
Description: "角膜曲率轴位须为 1 至 180 的整数 / An axis is a whole number from 1 to 180"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('k1-axis' | 'k2-axis'))).value.ofType(Quantity).value.all($this >= 1 and $this <= 180 and $this mod 1 = 0)"

Invariant: lianti-ker-2
Description: "K1（平坦）不应大于 K2（陡峭） / K1 is the flat one: it is not above K2"
Severity: #warning
Expression: "component.where(code.coding.exists(code = 'k1')).value.ofType(Quantity).exists() and component.where(code.coding.exists(code = 'k2')).value.ofType(Quantity).exists() implies component.where(code.coding.exists(code = 'k1')).value.ofType(Quantity).value.first() <= component.where(code.coding.exists(code = 'k2')).value.ofType(Quantity).value.first()"

Invariant: lianti-ker-3
Description: "须有 K1 或 K2，或注明缺失原因 / Give K1 or K2, or say why they are missing"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('k1' | 'k2'))).value.exists() or dataAbsentReason.exists()"

Profile: LiantiKeratometry
Parent: Observation
Id: lianti-keratometry
Title: "Keratometry 角膜曲率"
Description: "The curvature of one cornea: K1 flat, K2 steep, in dioptres. 单眼角膜曲率：K1 平坦、K2 陡峭，单位屈光度。"
* insert OneEye
* obeys lianti-eye-2 and lianti-ker-1 and lianti-ker-2 and lianti-ker-3
* code = EyeObservation#keratometry
* value[x] 0..0
* method from BiometryMethodCodes (extensible)
* insert Components
* component contains k1 0..1 and k1-axis 0..1 and k2 0..1 and k2-axis 0..1
* insert MeasuredComponent(EyeObservation, k1, [diop])
* insert MeasuredComponent(EyeObservation, k1-axis, deg)
* insert MeasuredComponent(EyeObservation, k2, [diop])
* insert MeasuredComponent(EyeObservation, k2-axis, deg)
