"""The accounts of the demo town that the login page offers: one for each role, all with one password.

The user name is the key of the role (config/roles.py).
"""

from typing import NamedTuple

DEMO_PASSWORD = "Fengqiao-2026"  # noqa: S105 (shown on the demo's own login page)


class DemoAccount(NamedTuple):
    """Who it is, on which post, and what to try with it."""

    username: str
    post: str
    name: str
    does: str


DEMO_ACCOUNTS = (
    DemoAccount("receptionist", "接待员（首问）", "苏雨晴", "登记来访、当场答复、回访"),
    DemoAccount("dispatcher", "分流员（值班长）", "贺志强", "分流转办、转调解、作废、导入"),
    DemoAccount("director", "中心主任", "陆望川", "看全镇、解除要紧情况、封闭事项、出月报"),
    DemoAccount("duty_leader", "分管（值班）领导", "孟德顺", "看全镇、处置要紧情况"),
    DemoAccount("chief", "书记、镇长", "唐志远", "看全镇和运行看板"),
    DemoAccount("petition_officer", "信访专员", "林小满", "登记信访、经办检举控告"),
    DemoAccount("unit_head", "部门负责人", "冯立言", "农业农村办公室：签收、退回、办理"),
    DemoAccount("handler", "部门承办人", "许长河", "农业农村办公室：签收、办理、提交结果"),
    DemoAccount("committee_head", "司法所长、调委会主任", "周玉兰", "指定调解员、调解、终止"),
    DemoAccount("mediator", "人民调解员", "顾明礼", "记调解、达成协议"),
    DemoAccount("grid_chief", "网格长", "沈阿妹", "桃坞村：签收、办理、登记"),
    DemoAccount("grid_worker", "专职网格员", "柏春生", "桃坞第二网格：登记发现的事项"),
    DemoAccount("liaison", "微网格联络员", "杜秋禾", "桃坞第二网格一组：登记发现的事项"),
    DemoAccount("watch_keeper", "值守员", "章守夜", "值守时登记事项"),
    DemoAccount("supervisor", "督办专员", "卢见微", "看全镇期限、出月报"),
    DemoAccount("legal_officer", "法律服务人员", "温如言", "看交给自己的事项"),
    DemoAccount("counsellor", "心理咨询员", "乐知秋", "接案、疏导；记录只有本人看得到"),
    DemoAccount("care_officer", "关爱专管员", "温知暖", "全镇关爱对象：拟纳入、调整、结束"),
    DemoAccount("care_head", "老年人和妇女儿童工作委员会主任", "程秀兰", "桃坞村关爱对象：走访、补访"),
    DemoAccount("care_member", "老年人和妇女儿童工作委员会委员", "孙玉梅", "桃坞村关爱对象：走访"),
    DemoAccount("archivist", "档案员", "简素心", "查阅全镇事项、补出文书"),
    DemoAccount("system_admin", "系统管理员", "邬建平", "机构、人员、岗位、日历、后台任务"),
    DemoAccount("security_admin", "安全管理员", "骆安邦", "授予任职、解锁账号；启用用 security_admin_2"),
    DemoAccount("auditor", "安全审计员", "关察远", "查看记录、校验经过"),
)
