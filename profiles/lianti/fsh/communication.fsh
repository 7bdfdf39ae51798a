Invariant: lianti-com-1
Description: "未送达的消息须写明原因 / A message that was not sent says why"
Severity: #error
Expression: "status = 'not-done' implies statusReason.exists()"

Invariant: lianti-com-2
Description: "已送达的消息须有发送时间 / A message that is completed was sent at some time"
Severity: #error
Expression: "status = 'completed' implies sent.exists()"

// iif(): a day and an instant of it cannot be compared, and that is no fault.
Invariant: lianti-com-3
Description: "消息收到不能早于发出 / A message is not received before it is sent"
Severity: #error
Expression: "iif(received < sent, false, true)"

Profile: LiantiCommunication
Parent: Communication
Id: lianti-communication
Title: "Message 消息"
Description: "One message to one recipient about a referral. In preparation it is the order to send. It tells no diagnosis and no values. 就一次转诊发给一人的消息；preparation 为待发；不含诊断与数值。"
* obeys lianti-com-1 and lianti-com-2 and lianti-com-3
* medium 1..1
* medium from MessageMediumCodes (required)
* about 1..*
* about only Reference(Task or ServiceRequest or Appointment)
* recipient 1..1
* payload 1..*
* payload.content[x] only string
* payload ^short = "Place, time, what to do; no diagnosis, no values"
