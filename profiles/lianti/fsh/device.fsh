Invariant: lianti-dev-1
Description: "设备应有序列号或编号，以便追溯测量来源 / A device has a serial number or an identifier, so that a reading can be traced to it"
Severity: #warning
Expression: "serialNumber.exists() or identifier.exists()"

Invariant: lianti-dev-2
Description: "软件须注明版本 / Software gives its version"
Severity: #error
Expression: "type.coding.exists(system = 'https://lianti.dev/fhir/CodeSystem/device-kind' and code = 'software') implies version.exists()"

Profile: LiantiDevice
Parent: Device
Id: lianti-device
Title: "Device 设备"
Description: "An instrument that measures, an incubator of a transport, or a platform. 测量仪器、转运暖箱或平台软件。"
* obeys lianti-dev-1 and lianti-dev-2
* deviceName 1..*
* type 1..1
* type from DeviceKindCodes (extensible)
* owner 1..1
* owner ^short = "The organization that keeps it"
