"""What is wrong with an input, in both languages: titles by status, reasons by the kind of error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liuke.foundation.words import Words

_TITLES: Final = {
    400: Words("无法读取", "Cannot be read"),
    401: Words("未验证身份", "Not authenticated"),
    403: Words("没有权限", "Not permitted"),
    404: Words("没有找到", "Not found"),
    405: Words("不支持的方法", "Method not allowed"),
    409: Words("与现状冲突", "Conflict"),
    410: Words("已不存在", "Gone"),
    413: Words("内容过大", "Too large"),
    415: Words("不支持的格式", "Unsupported media type"),
    422: Words("内容有误", "Invalid input"),
    503: Words("暂时不可用", "Unavailable"),
}
_BROKEN: Final = Words("系统错误", "Our mistake")
_REASONS: Final = {
    "missing": Words("请填写此项。", "This is required."),
    "extra_forbidden": Words("没有这个字段。", "There is no such field."),
    "string_type": Words("须为文字。", "This must be text."),
    "string_too_short": Words("至少 {min_length} 个字。", "At least {min_length} characters."),
    "string_too_long": Words("最多 {max_length} 个字。", "At most {max_length} characters."),
    "string_pattern_mismatch": Words("格式不对。", "This does not have the right form."),
    "string_unicode": Words("含有无法显示的字符。", "It holds characters that cannot be printed."),
    "literal_error": Words("只能是：{expected}。", "Choose one of: {expected}."),
    "int_type": Words("须为整数。", "This must be a whole number."),
    "int_parsing": Words("须为整数。", "This must be a whole number."),
    "bool_type": Words("须为 true 或 false。", "This must be true or false."),
    "bool_parsing": Words("须为 true 或 false。", "This must be true or false."),
    "float_type": Words("须为数字。", "This must be a number."),
    "list_type": Words("须为列表。", "This must be a list."),
    "dict_type": Words("须为对象。", "This must be an object."),
    "model_type": Words("须为对象。", "This must be an object."),
    "model_attributes_type": Words("须为对象。", "This must be an object."),
    "too_long": Words("最多 {max_length} 项。", "At most {max_length} items."),
    "too_short": Words("至少 {min_length} 项。", "At least {min_length} items."),
    "greater_than_equal": Words("不能小于 {ge}。", "Not less than {ge}."),
    "less_than_equal": Words("不能大于 {le}。", "Not more than {le}."),
    "finite_number": Words("须为有限的数字。", "This must be a finite number."),
}
_OTHERWISE: Final = Words("内容不对。", "This is not right.")


def title(status: int) -> Words:
    """The short name of what went wrong."""
    return _TITLES.get(status, _BROKEN)


def reason(found: Mapping[str, Any]) -> Words:
    """Why a field was refused. Our own checks bring both languages along."""
    context = found.get("ctx") or {}
    if "zh" in context:
        return Words(str(context["zh"]), str(context["en"]))
    return _REASONS.get(str(found.get("type")), _OTHERWISE).filled(**context)
