CodeSystem: ReferralCategory
Id: referral-category
Title: "Referral category 转诊类别"
Description: "The process a referral follows. Requests with one of these categories are held to the referral state tables. 转诊所走的流程；带有这些类别的申请受转诊状态表约束。"
* insert LocalCodes(referral-category)
* insert Code(outpatient, Outpatient, 门诊)
* insert Code(inpatient, Inpatient, 住院)
* insert Code(emergency, Emergency, 急诊)
* insert Code(neonatal-transport, Neonatal transport, 新生儿转运)
* insert Code(consultation, Remote consultation, 远程会诊)
* insert Code(case-discussion, Case discussion, 疑难病例讨论)
* insert Code(refraction, Refraction, 屈光)
* insert Code(rehabilitation, Rehabilitation, 康复)
* insert Code(screening-recall, Screening recall, 筛查召回)

CodeSystem: ScreeningCategory
Id: screening-category
Title: "Screening category 筛查类别"
Description: "Marks what belongs to a screening: the order of a screening day, and what was measured there. 标明属于筛查的内容：筛查日任务单，以及当日的测量结果。"
* insert LocalCodes(screening-category)
* insert Code(screening-order, Screening order, 筛查任务单)
* insert Code(screening, Measured at a screening, 筛查测量)

CodeSystem: ReferralDirection
Id: referral-direction
Title: "Referral direction 转诊方向"
Description: "Up to a higher level of care, down to the community, or sideways. 上转、下转或平转。"
* insert LocalCodes(referral-direction)
* insert Code(up, Up-referral, 上转)
* insert Code(down, Down-referral, 下转)
* insert Code(lateral, Lateral referral, 平转)

CodeSystem: SeverityTier
Id: severity-tier
Title: "Severity tier 病情分级"
Description: "Graded care by urgency and difficulty. 按轻重缓急和难易程度分级。"
* insert LocalCodes(severity-tier)
* insert Code(minor, Minor illness, 小病)
* insert Code(chronic, Chronic disease, 慢性病)
* insert Code(common, Common disease, 常见病)
* insert Code(difficult, Difficult case, 疑难病)
* insert Code(critical, Critical illness, 危重症)

CodeSystem: ReferralReason
Id: referral-reason
Title: "Referral reason 转诊原因"
Description: "Why a child is referred, in the words rules and reports use. 规则与报表所用的转诊原因。"
* insert LocalCodes(referral-reason)
* insert Code(respiratory, Respiratory disease, 呼吸系统疾病)
* insert Code(digestive, Digestive disease, 消化系统疾病)
* insert Code(neonatal-critical, Critically ill newborn, 新生儿危重症)
* insert Code(critical-care, Critical or intensive care, 危重症监护)
* insert Code(growth-development, Growth and development, 生长发育)
* insert Code(low-myopia-reminder, Low myopia: reminder to be checked, 低度近视提醒就诊)
* insert Code(high-myopia-green, High myopia: green referral, 高度近视绿色转诊)
* insert Code(early-onset, Early-onset myopia, 早发性近视)
* insert Code(low-vision-unexplained, Low vision not explained by refraction, 屈光不能解释的视力低下)
* insert Code(strabismus-suspected, Suspected strabismus, 疑似斜视)
* insert Code(not-measurable, Not measurable, 无法测量)
* insert Code(amblyopia-risk, Amblyopia risk, 弱视危险因素)
* insert Code(anisometropia, Anisometropia, 屈光参差)
* insert Code(other-refractive, Other refractive finding, 其他屈光问题)
* insert Code(ear, Ear, 耳部疾病)
* insert Code(nose, Nose, 鼻部疾病)
* insert Code(throat, Throat, 咽喉部疾病)
* insert Code(scoliosis-positive, Scoliosis screening positive, 脊柱侧弯筛查阳性)
* insert Code(nbs-positive, Newborn screening positive, 新生儿疾病筛查阳性)
* insert Code(hearing-refer, Hearing screening not passed, 听力筛查未通过)
* insert Code(injury, Accidental injury, 意外伤害)
* insert Code(remote-opinion, Opinion from afar, 远程会诊意见)
* insert Code(other, Other, 其他)

CodeSystem: DeclineReason
Id: decline-reason
Title: "Reason for a task status 状态原因"
Description: "Why a referral was declined, stopped, paused or failed; text always goes with it. 转诊被拒、终止、暂停或失败的原因，须同时写明文字说明。"
* insert LocalCodes(decline-reason)
* insert Code(capacity-full, Capacity full, 床位或号源已满)
* insert Code(out-of-area, Out of area, 超出服务区域)
* insert Code(out-of-scope, Out of scope, 超出服务范围)
* insert Code(incomplete-information, Incomplete information, 资料不全)
* insert Code(duplicate, Duplicate, 重复申请)
* insert Code(family-declined, Family declined, 家属拒绝)
* insert Code(child-improved, Child improved, 患儿好转)
* insert Code(child-died, Child died, 患儿死亡)
* insert Code(unfit-to-move, Unfit to be moved, 病情不宜转运)
* insert Code(not-reachable, Not reachable, 无法联系)
* insert Code(booked-elsewhere, Booked elsewhere, 已在他处预约)
* insert Code(staff-unavailable, Staff unavailable, 医务人员不在岗)
* insert Code(ward-closed, Ward closed, 病区关闭)
* insert Code(sent-in-error, Sent in error, 误发)
* insert Code(expired, Expired, 已过期)
* insert Code(no-show, Did not come, 未就诊)
* insert Code(lost-to-follow-up, Lost to follow-up, 失访)
* insert Code(technical, Technical failure, 技术故障)
* insert Code(other, Other, 其他)

CodeSystem: TaskKind
Id: task-kind
Title: "Task kind 任务种类"
Description: "What a task of the referral workflow is for. 转诊流程中任务的用途。"
* insert LocalCodes(task-kind)
* insert Code(fulfill, Fulfil the referral, 执行转诊)
* insert Code(reminder-followup, Follow up a reminder, 提醒随访)
* insert Code(recall, Recall after screening, 筛查召回)
* insert Code(cancel-referral, Cancel a referral, 取消转诊)
* insert Code(identity-question, Identity question, 身份核对)

CodeSystem: TaskEvent
Id: task-event
Title: "Task event 任务事件"
Description: "The events of the referral state tables. 转诊状态表中的事件。"
* insert LocalCodes(task-event)
* insert Code(record, Record, 补录)
* insert Code(create, Create, 新建)
* insert Code(submit, Submit, 提交)
* insert Code(receive, Receive, 接收)
* insert Code(accept, Accept, 接受)
* insert Code(accept-book, Accept and book, 接受并预约)
* insert Code(claim, Claim, 认领)
* insert Code(decline, Decline, 拒绝)
* insert Code(redirect, Redirect, 改派)
* insert Code(ask-info, Ask for information, 要求补充资料)
* insert Code(give-info, Give information, 补充资料)
* insert Code(book, Book, 预约)
* insert Code(unbook, Cancel the booking, 取消预约)
* insert Code(no-show, Did not come, 未就诊)
* insert Code(start, Arrive or start, 到诊)
* insert Code(visit-done, Visit done, 就诊完成)
* insert Code(complete, Complete, 办结)
* insert Code(fail, Fail, 失败)
* insert Code(hand-back, Hand back, 退回)
* insert Code(close-unseen, Close unseen, 未诊关闭)
* insert Code(withdraw, Withdraw, 撤回)
* insert Code(ask-cancel, Ask to cancel, 申请取消)
* insert Code(answer-cancel, Answer a cancellation, 答复取消)
* insert Code(expire, Expire, 过期)
* insert Code(void, Enter in error, 作废)
* insert Code(reassign, Reassign, 转交)
* insert Code(escalate, Escalate, 升级上报)
* insert Code(amend, Amend the report, 更正报告)
* insert Code(follow-up-due, Follow-up due, 随访到期)
* insert Code(record-visit, Record a visit, 登记随访)
* insert Code(lose, Lose to follow-up, 失访)
* insert Code(re-refer-up, Re-refer up, 再次上转)
* insert Code(call, Call, 呼叫)
* insert Code(reserve-bed, Reserve a bed, 预留床位)
* insert Code(dispatch, Dispatch the team, 出车)
* insert Code(at-origin, At origin, 到达转出医院)
* insert Code(depart, Depart, 离开转出医院)
* insert Code(divert, Divert, 改送)
* insert Code(hand-over, Hand over, 交接)
* insert Code(abort, Abort, 中止)
* insert Code(break, Break off, 中断)
* insert Code(resume, Resume, 恢复)
* insert Code(opinion, Give an opinion, 出具意见)
* insert Code(adopt, Adopt the opinion, 采纳意见)
* insert Code(not-answered, Not answered, 未答复)
* insert Code(send, Send, 发送)
* insert Code(open, Open, 打开)
* insert Code(remind, Remind, 再次提醒)

CodeSystem: ReferralInput
Id: referral-input
Title: "Referral task input 转诊任务输入"
Description: "What a referral task was given besides its request. 转诊任务除申请外的输入。"
* insert LocalCodes(referral-input)
* insert Code(additional-content, Additional content, 补充内容)
* insert Code(previous-task, Previous task, 前一任务)
* insert Code(previous-state, State before, 此前状态)
* insert Code(consent, Consent, 知情同意)

CodeSystem: ReferralOutput
Id: referral-output
Title: "Referral task output 转诊任务输出"
Description: "What a referral task gave back. 转诊任务的结果。"
* insert LocalCodes(referral-output)
* insert Code(report, Report, 报告)
* insert Code(no-report, No report\, with reason, 无报告并说明原因)
* insert Code(appointment, Appointment, 预约)
* insert Code(encounter, Encounter, 就诊)
* insert Code(bed, Bed, 床位)
* insert Code(suggested-performer, Suggested performer, 建议承接单位)
* insert Code(new-request, New request, 新申请)

CodeSystem: ReferralBusinessStatus
Id: referral-business-status
Title: "Referral business status 转诊业务状态"
Description: "The fine steps of a referral task. 转诊任务的细分步骤。"
* insert LocalCodes(referral-business-status)
* insert Code(created, Created\, not sent, 已填写未发送)
* insert Code(submitted, Submitted, 已提交)
* insert Code(received, Received, 已接收)
* insert Code(accepted, Accepted, 已接受)
* insert Code(declined, Declined, 已拒绝)
* insert Code(redirected, Redirected, 已改派)
* insert Code(more-info-requested, More information requested, 待补充资料)
* insert Code(booked, Booked, 已预约)
* insert Code(no-show, Did not come, 未就诊)
* insert Code(appointment-cancelled, Appointment cancelled, 预约已取消)
* insert Code(arrived, Arrived, 已到诊)
* insert Code(seen, Seen, 已就诊)
* insert Code(cancel-requested, Cancellation requested, 申请取消中)
* insert Code(withdrawn, Withdrawn, 已撤回)
* insert Code(report-returned, Report returned, 报告已回传)
* insert Code(handed-back, Handed back, 已退回)
* insert Code(report-amended, Report amended, 报告已更正)
* insert Code(expired, Expired, 已过期)
* insert Code(lost-to-follow-up, Lost to follow-up, 失访)
* insert Code(technical-failure, Technical failure, 技术故障)
* insert Code(re-referred-up, Re-referred up, 已再次上转)
* insert Code(bed-reserved, Bed reserved, 床位已预留)
* insert Code(team-dispatched, Team dispatched, 转运队已出发)
* insert Code(team-at-origin, Team at origin, 转运队已到转出医院)
* insert Code(en-route, En route, 转运途中)
* insert Code(handed-over, Handed over, 已交接)
* insert Code(aborted, Aborted, 已中止)
* insert Code(consult-in-progress, Consultation in progress, 会诊中)
* insert Code(opinion-issued, Opinion issued, 已出具意见)
* insert Code(opinion-adopted, Opinion adopted, 意见已采纳)
* insert Code(not-answered, Not answered, 未答复)
* insert Code(rehab-in-progress, Rehabilitation in progress, 康复中)
* insert Code(follow-up-due, Follow-up due, 随访到期)
* insert Code(reminder-sent, Reminder sent, 提醒已发送)
* insert Code(reminder-opened, Reminder opened, 提醒已打开)
* insert Code(reminder-booked, Booked after reminder, 提醒后已预约)
