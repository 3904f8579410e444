"""The words that texts are held against, language by language; a business adds its own.

What a holiday greeting may not speak of and what nobody may say come from the practices; which
words count as such is common usage, and a list is never complete.
"""

from __future__ import annotations

from collections.abc import Mapping

from careplay.model.business import Words

USUAL: Mapping[str, Words] = {
    "zh": Words(
        promotion=(
            "活动", "优惠", "促销", "折扣", "打折", "特价", "特惠", "满减", "买一送一", "抽奖",
            "秒杀", "代金券", "礼券", "会员日", "会员专享", "降价", "新品", "新款", "上市",
            "选购", "抢购", "团购", "到店", "推出", "下单",
        ),
        arrival=(
            "新品", "新款", "上市", "上新", "新到", "到货", "首发", "新装", "当季款", "推出",
        ),
        forbidden=(
            "我不知道", "不归我管", "这是公司规定", "你自己看", "不可能", "你听我说",
            "你弄错了", "您弄错了",
            "找领导去", "没办法", "随便你", "爱买不买", "不关我事",
        ),
        promise=(
            "保证收益", "保证回报", "保证赚", "承诺收益", "承诺回报", "稳赚", "包赚",
            "只赚不赔", "零风险",
            "没有风险", "没有任何风险", "无风险", "保本保",
            "保底收益", "一定会涨", "肯定会涨", "不会亏",
        ),
        allowed=(
            "活动活动", "不保证收益", "不承诺收益", "不承诺回报", "不保证回报", "没有不可能",
            "不是没有风险", "并非没有风险", "不是零风险", "并非零风险",
            "不是无风险", "并非无风险",
        ),
    ),
    "en": Words(
        promotion=(
            "sale", "sales", "discount", "discounts", "promotion", "promotions", "coupon",
            "coupons", "voucher", "deal", "deals", "special offer", "special offers",
            "percent off", "bargain", "bargains", "new arrivals", "new collection",
        ),
        arrival=(
            "new arrival", "new arrivals", "new collection", "new model", "new models",
            "new in", "just in", "just arrived", "launch", "in store now",
        ),
        forbidden=(
            "not my job", "company policy", "calm down", "you are wrong", "you're wrong",
            "i don't know", "there is nothing i can do", "take it or leave it",
        ),
        promise=(
            "guaranteed return", "guaranteed returns", "guaranteed profit", "risk-free",
            "risk free", "no risk", "without risk", "cannot lose", "can't lose", "sure profit",
        ),
        allowed=("no guaranteed return", "no guaranteed returns", "not risk-free"),
    ),
}  # fmt: skip


def words_for(language: str, own: Words) -> Words:
    """The usual words of the language and the business's own."""
    usual = USUAL.get(language, Words())
    return Words(
        usual.promotion + own.promotion,
        usual.arrival + own.arrival,
        usual.forbidden + own.forbidden,
        usual.promise + own.promise,
        usual.allowed + own.allowed,
        own.sms_units,
    )
