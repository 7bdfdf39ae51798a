Invariant: lianti-grp-1
Description: "班级名单须注明学校 / A class belongs to a school"
Severity: #error
Expression: "managingEntity.exists(reference.matches('(^|/)Organization/') or type = 'Organization')"

Invariant: lianti-grp-2
Description: "名单成员应注明入班时间，以便查询某日名单 / A member says since when, so that the roster of a day can be told"
Severity: #warning
Expression: "member.all(period.start.exists())"

Profile: LiantiGroupClass
Parent: Group
Id: lianti-group-class
Title: "Class 班级"
Description: "The children of a class or grade, each with the time he or she belonged to it. 班级或年级的儿童名单，含各自在班时间。"
* obeys lianti-grp-1 and lianti-grp-2
* type = #person
* actual = true
* name 1..1
* managingEntity only Reference(Organization)
* managingEntity ^short = "The school or kindergarten"
* member.entity only Reference(Patient)
