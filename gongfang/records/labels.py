"""What the entries of the access log are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "reveal": _("查看个人信息"),
    "open_file": _("打开受限文件"),
    "export": _("导出列表"),
    "verify_chain": _("核验记录链"),
    "open_round": _("开启申报批次"),
    "close_round": _("提前截止申报批次"),
    "open_paper_draft": _("开始录入纸质申报"),
    "load_calendar": _("录入放假通知"),
    "create_admin": _("建立管理员账号"),
    "create_account": _("建立账号"),
    "disable_account": _("停用账号"),
    "enable_account": _("启用账号"),
    "reset_password": _("重置密码"),
    "assign_role": _("授予角色"),
    "reset_second_factor": _("重置双因素认证"),
    "change": _("修改专家信息"),
    "import": _("导入专家"),
    "describe_workshop": _("编辑工坊介绍"),
    "add_photo": _("上传工坊照片"),
    "remove_photo": _("移除工坊照片"),
    "assign_holder": _("指定工坊的办理账号"),
    "enter_county_workshop": _("登记县级工坊"),
    "import_county_workshops": _("导入县级工坊"),
    "correct_county_workshop": _("更正县级工坊"),
    "withdraw_county_workshop": _("撤回县级工坊"),
    "upload_register": _("上传脱贫人口名单"),
    "apply_register": _("更新脱贫人口登记库"),
    "drop_register": _("放弃脱贫人口名单"),
    "match_rosters": _("比对就业名单"),
    "record_policy": _("登记扶持政策"),
    "grant_policy": _("登记政策落实情况"),
    "record_training": _("登记技能培训"),
    "share_training": _("登记参训情况"),
    "archive": _("制作档案包"),
    "discard_product": _("删除产品草稿"),
    "plan_fair": _("登记展会"),
    "place_product": _("登记进驻"),
    "withdraw_placement": _("登记撤出"),
    "create_token": _("建立访问令牌"),
    "revoke_token": _("停用访问令牌"),
    "create_webhook": _("登记变化推送"),
    "end_webhook": _("停止变化推送"),
    "archive_with_personal_data": _("制作含个人信息的档案包"),
}


def action_label(action: str) -> str:
    """Return what an entry's action is called; an unknown one by its own name."""
    return str(ACTIONS.get(action, action))


def actions_offered() -> list[tuple[str, str]]:
    """Return the actions one can narrow the log to, with their labels."""
    return [(name, str(label)) for name, label in ACTIONS.items()]
