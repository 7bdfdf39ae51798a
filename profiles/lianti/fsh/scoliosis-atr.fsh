Invariant: lianti-atr-1
Description: "躯干旋转角须在 0 至 45 度之间 / A trunk rotation lies between 0 and 45 degrees"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('atr-thoracic' | 'atr-thoracolumbar' | 'atr-lumbar'))).value.ofType(Quantity).value.all($this >= 0 and $this <= 45)"

Invariant: lianti-atr-2
Description: "大于 0 度的节段须注明侧别 / A segment that is rotated says to which side"
Severity: #error
Expression: "(component.where(code.coding.exists(code = 'atr-thoracic')).value.ofType(Quantity).value.where($this > 0).exists() implies component.exists(code.coding.exists(code = 'atr-thoracic-side'))) and (component.where(code.coding.exists(code = 'atr-thoracolumbar')).value.ofType(Quantity).value.where($this > 0).exists() implies component.exists(code.coding.exists(code = 'atr-thoracolumbar-side'))) and (component.where(code.coding.exists(code = 'atr-lumbar')).value.ofType(Quantity).value.where($this > 0).exists() implies component.exists(code.coding.exists(code = 'atr-lumbar-side')))"

Invariant: lianti-atr-3
Description: "须有任一节段的旋转角或前屈试验结果，或注明缺失原因 / Give a rotation or the forward bend test, or say why there is none"
Severity: #error
Expression: "component.where(code.coding.exists(code in ('atr-thoracic' | 'atr-thoracolumbar' | 'atr-lumbar' | 'adams-test'))).value.exists() or dataAbsentReason.exists()"

Profile: LiantiScoliosisAtr
Parent: Observation
Id: lianti-scoliosis-atr
Title: "Scoliosis screening 脊柱侧弯筛查"
Description: "The angle of trunk rotation of each segment, with its side, and the forward bend test. 各节段躯干旋转角与侧别，及前屈试验。"
* insert Examination
* obeys lianti-atr-1 and lianti-atr-2 and lianti-atr-3
* code = SpineObservation#spine-atr-panel
* bodySite 0..0
* value[x] 0..0
* insert Components
* component contains
    atr-thoracic 0..1 and
    atr-thoracic-side 0..1 and
    atr-thoracolumbar 0..1 and
    atr-thoracolumbar-side 0..1 and
    atr-lumbar 0..1 and
    atr-lumbar-side 0..1 and
    adams-test 0..1 and
    general-exam 0..* and
    sagittal-profile 0..1 and
    grade 0..1
* insert MeasuredComponent(SpineObservation, atr-thoracic, deg)
* insert CodedComponent(SpineObservation, atr-thoracic-side, BodySideCodes)
* insert MeasuredComponent(SpineObservation, atr-thoracolumbar, deg)
* insert CodedComponent(SpineObservation, atr-thoracolumbar-side, BodySideCodes)
* insert MeasuredComponent(SpineObservation, atr-lumbar, deg)
* insert CodedComponent(SpineObservation, atr-lumbar-side, BodySideCodes)
* insert CodedComponent(SpineObservation, adams-test, ScreeningFindingCodes)
* component[general-exam].code = SpineObservation#general-exam
* component[general-exam].value[x] only CodeableConcept
* component[general-exam] ^short = "One flag each: shoulders, scapulae, waist, pelvis"
* component[sagittal-profile].code = SpineObservation#sagittal-profile
* component[sagittal-profile].value[x] only CodeableConcept
* insert CodedComponent(SpineObservation, grade, SpineGradeCodes)
