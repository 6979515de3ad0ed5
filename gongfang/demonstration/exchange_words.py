"""What the departments write to each other in the demonstration."""

from .people import MARK

QUESTION = f"请协助了解名单中这位务工人员目前在哪里登记、是否正在办理手续，方便时回复即可。{MARK}"
REGISTER_CHECKED = f"登记库截至上月底，本月新识别人员尚未录入。{MARK}"
EXPLAINED = "已电话了解"
SETTLED = f"已与工坊、村委会了解清楚。{MARK}"
PURPOSE = f"购置生产设备{MARK}"
SPENT_FOR = f"设备及安装{MARK}"
NOT_ENTERED = f"带动就业计划尚未完善，完善后重新推送。{MARK}"
POLICIES = (
    (f"吸纳就业社会保险补贴{MARK}", "吸纳脱贫人口、监测帮扶对象就业的工坊", "按规定给予社会保险补贴。"),
    (f"非遗工坊创业担保贷款贴息{MARK}", "带头人和新设工坊", "按规定给予贷款贴息。"),
)
GIVEN = ("落实社会保险补贴", "落实贷款贴息")
TRAINING = f"毡绣技能提升班{MARK}"
OCCUPATION = "手工刺绣"
PLACE = "塔城市"
