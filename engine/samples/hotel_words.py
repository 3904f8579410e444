"""What guests of a hotel like, say and complain about."""

from __future__ import annotations

COMPLAINTS = {
    "物品丢失或被盗": ("放在床头的手表不见了", "寄存的包少了一件"),
    "客衣洗涤事故": ("衬衫洗缩了", "洗回来掉了扣子"),
    "设施设备": ("空调一夜没凉", "淋浴水忽冷忽热"),
    "服务态度": ("前台爱理不理", "催我们退房"),
    "其他管理原因": ("半夜走廊太吵", "账单多了一笔"),
    "客人自身": ("自己记错了日期",),
}
REMEDIES = ("道歉", "更换", "赔偿", "折让", "查找")
HOBBIES = ("高尔夫", "书法", "摄影", "游泳", "品茶", "听戏")
PREFERENCES = ("高层安静房", "荞麦枕头", "无糖早餐", "靠湖的房间", "一天两份报纸")
TABOOS = ("对花粉过敏", "不吃海鲜", "不住尾房", "不喝冰水")
HAPPY = ("孩子结婚", "银婚纪念", "乔迁")
ROOMS = tuple(f"{floor}{room:02d}" for floor in range(5, 19) for room in (1, 6, 8, 12, 16))
AGREED = ("plan check_in history", "plan room check_in", "plan room turndown")
