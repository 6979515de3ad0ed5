"""What the demonstration's workshops live from: crafts practised in the prefecture, and how each is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongfang.workshops.models import Category, OperatorKind


@dataclass(frozen=True, kw_only=True)
class Craft:
    """A craft, what it makes, how, and the look of its pictures.

    `item` is the heritage item it relies on, by its published name; empty where no list names the craft.
    `counties` are those where it is at home, all of them if empty. `motif` and `colours` are for `pictures`.
    """

    name: str
    short: str
    products: str
    process: str
    motif: str
    colours: tuple[str, str, str]
    category: Category = Category.CRAFTS
    item: str = ""
    counties: tuple[str, ...] = ()
    is_food: bool = False


CRAFTS = (
    Craft(
        name="花毡擀制技艺",
        short="花毡",
        products="花毡、毡包、毡艺摆件",
        process="选毛、弹毛、铺毛、洒水、擀压、剪花、缝缀",
        motif="horns",
        colours=("#8c2f2b", "#f2e3c6", "#d99a3d"),
    ),
    Craft(
        name="毡绣与布绣技艺",
        short="毡绣",
        products="毡绣壁挂、靠垫、民族服饰",
        process="制毡、画样、配线、锁绣、镶边",
        motif="rosettes",
        colours=("#2f4858", "#f4e4c1", "#c8553d"),
        category=Category.FINE_ARTS,
    ),
    Craft(
        name="传统冰淇淋制作",
        short="冰淇淋",
        products="手工冰淇淋、奶皮子",
        process="选奶、熬煮、冷却、冰桶手摇搅打、定型",
        motif="waves",
        colours=("#f3dfc1", "#a8553a", "#fff8ec"),
        item="传统冰淇淋制作技艺",
        counties=("654201", "654221"),
        is_food=True,
    ),
    Craft(
        name="手风琴维修与制作",
        short="手风琴",
        products="手风琴维修、琴键与风箱制作、教学用琴",
        process="选材、制簧、校音、风箱粘合、装键调律",
        motif="keys",
        colours=("#5b2333", "#f7f0e3", "#c9a227"),
        category=Category.MUSIC,
        item="塔城手风琴艺术",
        counties=("654201",),
    ),
    Craft(
        name="马头琴制作",
        short="马头琴",
        products="马头琴、托布秀尔",
        process="选木、刻头、挖膛、蒙面、拧弦、校音",
        motif="strings",
        colours=("#6b3e26", "#f0dcb4", "#2e6f63"),
        category=Category.MUSIC,
        item="蒙古族马头琴艺术",
        counties=("654221", "654226", "654202"),
    ),
    Craft(
        name="马具制作技艺",
        short="马具",
        products="马鞍、马鞭、皮雕挂件",
        process="制胎、裁皮、雕花、缝制、包银、上油",
        motif="lattice",
        colours=("#59341e", "#d9a05b", "#f3e2c7"),
        counties=("654224", "654225", "654203", "654226"),
    ),
    Craft(
        name="木器雕刻技艺",
        short="木雕",
        products="木碗、木勺、冬不拉琴身",
        process="阴干、粗削、旋制、雕花、打磨、上油",
        motif="rosettes",
        colours=("#7a4a24", "#ecc98f", "#3d5a3a"),
    ),
    Craft(
        name="银饰打制技艺",
        short="银饰",
        products="银腰带、头饰、耳环",
        process="熔银、锻片、錾花、掐丝、焊接、抛光",
        motif="lattice",
        colours=("#3b4a5a", "#d8dde0", "#b5413a"),
    ),
    Craft(
        name="奶制品制作技艺",
        short="奶制品",
        products="奶疙瘩、酸奶、酥油",
        process="挤奶、发酵、搅打、压榨、晾晒",
        motif="waves",
        colours=("#dfe7e2", "#4f7a6b", "#f7f1e1"),
        is_food=True,
    ),
    Craft(
        name="列巴烘焙技艺",
        short="列巴",
        products="列巴、果酱、格瓦斯",
        process="养酵、和面、醒发、整形、果木炉烘烤",
        motif="waves",
        colours=("#b5722f", "#f6e2bd", "#6e3b1c"),
        counties=("654201", "654221", "654225"),
        is_food=True,
    ),
    Craft(
        name="手工挂面制作技艺",
        short="挂面",
        products="手工挂面、拉条子",
        process="和面、盘条、上杆、分杆、晾晒、切面",
        motif="strings",
        colours=("#c69749", "#fff4da", "#8a3b2a"),
        counties=("654202", "654203"),
        is_food=True,
    ),
    Craft(
        name="柳编技艺",
        short="柳编",
        products="柳编筐、摇篮、家居用品",
        process="采条、剥皮、浸泡、打底、编帮、收边",
        motif="weave",
        colours=("#a9814c", "#f3e6c8", "#54663a"),
    ),
    Craft(
        name="剪纸",
        short="剪纸",
        products="剪纸、窗花、文创用品",
        process="构图、叠纸、起稿、刀剪、粘裱",
        motif="horns",
        colours=("#f6ead6", "#b3262a", "#7d1b1e"),
        category=Category.FINE_ARTS,
    ),
    Craft(
        name="芨芨草编织技艺",
        short="草编",
        products="芨芨草席、围帘、挂饰",
        process="采草、晾晒、缠毛线、排样、编结、锁边",
        motif="weave",
        colours=("#6d5a2c", "#e9d8a6", "#9b2f2f"),
        counties=("654224", "654225", "654226", "654203"),
    ),
)
FIRM_SUFFIXES: Mapping[str, str] = {
    OperatorKind.COMPANY: "民族手工艺有限公司",
    OperatorKind.COOPERATIVE: "手工艺农民专业合作社",
    OperatorKind.SOLE_TRADER: "手工作坊",
    OperatorKind.LEADER: "传承工作室",
    OperatorKind.WORKPLACE: "加工点",
}
FOOD_SUFFIXES: Mapping[str, str] = {
    **FIRM_SUFFIXES,
    OperatorKind.COMPANY: "食品有限公司",
    OperatorKind.COOPERATIVE: "农副产品专业合作社",
    OperatorKind.SOLE_TRADER: "食品作坊",
}
FIRM_NAMES = (
    "草原",
    "巴克图",
    "塔尔巴哈台",
    "库鲁斯台",
    "红楼",
    "毡房",
    "松拜",
    "江格尔",
    "乌拉斯台",
    "白桦",
    "金驼",
    "雪岭",
)
