"""What the demonstration's workshops live from: crafts practised in the prefecture, by category."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Craft:
    """A craft: its category among the ten of the heritage list, what it is called and what it makes.

    `item` is the heritage item a workshop relies on, by its published name; empty where it relies on a
    traditional craft only.
    """

    category: str
    name: str
    products: str
    item: str = ""


CRAFTS = (
    Craft("传统技艺", "传统冰淇淋制作", "手工冰淇淋、奶疙瘩、奶皮子", "传统冰淇淋制作技艺"),
    Craft("传统音乐", "手风琴维修与制作", "手风琴维修、琴键与风箱制作", "塔城手风琴艺术"),
    Craft("传统音乐", "马头琴制作", "马头琴、托布秀尔琴", "蒙古族马头琴艺术"),
    Craft("传统美术", "毡绣与布绣", "毡绣壁挂、靠垫、民族服饰"),
    Craft("传统技艺", "花毡擀制", "花毡、毡包、毡艺摆件"),
    Craft("传统技艺", "马具制作", "马鞍、马鞭、皮雕"),
    Craft("传统技艺", "木器雕刻", "木碗、木勺、冬不拉琴身"),
    Craft("传统技艺", "银饰打制", "银腰带、头饰、耳环"),
    Craft("传统技艺", "奶制品制作", "酸奶疙瘩、奶酒、酥油"),
    Craft("传统技艺", "列巴烘焙", "列巴、果酱、格瓦斯"),
    Craft("传统技艺", "手工挂面", "手工挂面、拉条子"),
    Craft("传统技艺", "柳编", "柳编筐、摇篮、家居用品"),
    Craft("传统美术", "剪纸", "剪纸、窗花、文创"),
    Craft("传统技艺", "芦苇编织", "芨芨草席、围帘、挂饰"),
)
FIRM_SUFFIXES = {
    "enterprise": "民族手工艺有限公司",
    "cooperative": "手工艺农民专业合作社",
    "sole_trader": "手工作坊",
    "leader": "传承工作室",
    "production_point": "加工点",
}
FIRM_NAMES = ("草原", "巴克图", "塔尔巴哈台", "库鲁斯台", "红楼", "毡房", "松拜", "江格尔", "乌拉斯台", "白桦", "金驼", "雪岭")
