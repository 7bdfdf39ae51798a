// What encounters share.

Invariant: lianti-enc-3
Description: "已结束的就诊应填写结束时间 / A finished encounter should have an end"
Severity: #warning
Expression: "status = 'finished' implies period.end.exists()"

Invariant: lianti-enc-4
Description: "开始时间不能晚于结束时间 / An encounter cannot end before it starts"
Severity: #error
Expression: "period.start.exists() and period.end.exists() implies period.start <= period.end"
