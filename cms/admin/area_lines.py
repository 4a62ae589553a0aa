"""The areas of a listing in the editors' form: one a line, by name or code, found by a script as one types.

A box of all two thousand areas would be most of the page, and one careless click in it takes all others away.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from catalog.models import Area

#: 全国地方公共団体コード, with or without its check digit, at the end of a line; in brackets or not.
CODE = re.compile(r"^(?P<name>.*?)[(]?(?P<code>\d{6}|\d{5})[)]?$")
# stays Japanese: what people write between two areas
BETWEEN = re.compile(r"[\n、,;]")
NAMES_FOR = 3600  # seconds for which a browser keeps the names; areas are loaded by a command, a few times a year


def line_of(area: Area) -> str:
    """Return an area as a line of the form: its whole name, with its code."""
    # stays Japanese: an area's name, as it is read back
    return f"{_whole_name(area)}({area.code})"


def _whole_name(area: Area) -> str:
    names = []
    above: Area | None = area
    while above is not None:
        names.append(above.name_ja)
        above = above.parent
    return "".join(reversed(names))


def _with_those_above(areas: QuerySet[Area]) -> QuerySet[Area]:
    return areas.select_related("parent__parent").order_by("code")


class AreaLines(forms.Textarea):
    """Areas as lines of text: it works without scripts, and `area_lines.js` puts a field above it that finds them."""

    class Media:
        js = ("editors/area_lines.js",)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        own = {
            "rows": 4,
            "data-area-names": reverse("area_names"),
            "data-area-label": gettext("地域をさがして加える"),
            "data-area-add": gettext("加える"),
            "data-area-added": gettext("{area}を加えました。"),
            "data-area-unknown": gettext("「{area}」という地域は見つかりません。候補から選んでください。"),
        }
        return super().get_context(name, value, {**(attrs or {}), **own})


class AreasField(forms.ModelMultipleChoiceField):
    """Lines of areas; gives areas. What cannot be read is named, and stays in the form as it was typed."""

    widget = AreaLines
    default_error_messages = {
        "unknown": _(
            "「%(line)s」がどの地域か分かりません。「東京都新宿区」のような都道府県からの名前か、"
            "6けたのコードを、1行に1つ入れてください。"
        ),
        "several": _("「%(line)s」は、いくつもあります。都道府県からの名前か、6けたのコードで入れてください。"),
        "contrary": _("「%(line)s」は、名前とコードが合っていません。どちらかを消すか、直してください。"),
        "closed": _("「%(line)s」は、いまはない地域です。いまの地域の名前で入れてください。"),
    }

    def prepare_value(self, value: Any) -> Any:
        """Rows or their numbers as lines; what was typed as it was typed."""
        if value is None or isinstance(value, str):
            return value
        numbers = [getattr(one, "pk", one) for one in value]
        return "\n".join(line_of(area) for area in _with_those_above(Area.objects.filter(pk__in=numbers)))

    def clean(self, value: Any) -> QuerySet[Area]:
        """Raises ValidationError, with each line that names no area, several, or one that is gone."""
        numbers = self._numbers(value or "")
        if self.required and not numbers:
            raise ValidationError(self.error_messages["required"], code="required")
        return Area.objects.filter(pk__in=numbers)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other areas are named than before; lines that cannot be read are a change."""
        try:
            return {getattr(one, "pk", one) for one in initial or ()} != {*self._numbers(data or "")}
        except ValidationError:
            return True

    def _numbers(self, text: str) -> list[int]:
        lines = [line.strip() for line in BETWEEN.split(unicodedata.normalize("NFKC", text))]
        lines = [line for line in lines if line]
        if not lines:
            return []
        areas = {area.pk: area for area in _with_those_above(_named_in(lines))}
        allowed = {*self.queryset.values_list("pk", flat=True)} if self.queryset is not None else {*areas}
        by_name = _by_name(area for area in areas.values() if area.pk in allowed)
        found: dict[int, None] = {}
        errors: list[ValidationError] = []
        for line in lines:
            number, fault = _read(line, areas.values(), by_name)
            if number is not None and number not in allowed:
                fault = "closed"
            if fault:
                errors.append(ValidationError(self.error_messages[fault], code=fault, params={"line": line[:60]}))
            elif number is not None:
                found[number] = None
        if errors:
            raise ValidationError(errors)
        return [*found]


def _named_in(lines: Iterable[str]) -> QuerySet[Area]:
    """Return the areas that lines may name: where each has a whole code, as the form writes them, only those."""
    codes = [coded["code"] if (coded := CODE.match(line)) else "" for line in lines]
    return Area.objects.filter(code__in=codes) if all(len(code) == 6 for code in codes) else Area.objects.all()


def _read(line: str, areas: Iterable[Area], by_name: Mapping[str, set[int]]) -> tuple[int | None, str]:
    """Return the number of the area that a line names, or what is wrong with it."""
    coded = CODE.match(line)
    if coded is None:
        numbers = by_name.get(_bare(line), set())
        return (next(iter(numbers)), "") if len(numbers) == 1 else (None, "several" if numbers else "unknown")
    area = next((area for area in areas if area.code.startswith(coded["code"])), None)
    if area is None:
        return None, "unknown"
    name = _bare(coded["name"])
    return (area.pk, "") if not name or name in _names(area) else (None, "contrary")


def _bare(name: str) -> str:
    return re.sub(r"[\s()]", "", name)


def _names(area: Area) -> Iterator[str]:
    """Return what an area is called: by itself, with what it lies in, and with the prefecture of that too."""
    name = unicodedata.normalize("NFKC", area.name_ja)
    yield name
    above = area.parent
    while above is not None:
        name = unicodedata.normalize("NFKC", above.name_ja) + name
        yield name
        above = above.parent


def _by_name(areas: Iterable[Area]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for area in areas:
        for name in _names(area):
            found.setdefault(name, set()).add(area.pk)
    return found


class AreaNames(View):
    """The lines of all areas of today, with their readings: what `area_lines.js` proposes. The same for everybody."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Raises PermissionDenied for whoever writes no services."""
        if not any(request.user.has_perm(f"catalog.{right}_service") for right in ("add", "change")):
            raise PermissionDenied
        areas = _with_those_above(Area.objects.filter(valid_to=None))
        answer = JsonResponse({"areas": [[line_of(area), area.name_kana] for area in areas]})
        patch_cache_control(answer, private=True, max_age=NAMES_FOR)
        return answer
