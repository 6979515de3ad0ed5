from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gongfang.accounts"
    verbose_name = "人员与机构"
