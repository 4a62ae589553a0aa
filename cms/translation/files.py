"""The screens for translators' files: writing one, bringing one back, looking at what it would do, taking it in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from catalog.languages import translations
from catalog.translated import text_digest
from cms.translation import incoming, spreadsheet, texts
from cms.translation.beside import STATES, address, may_bring, may_see
from cms.translation.models import Delivery, KeptJapanese, Work
from cms.translation.screens import EXPORT_LIMIT, Screen, WorkFilter, after, chosen_work, type_name
from cms.translation.spreadsheet import FileRefused, SheetRow
from cms.translation.texts import MODELS, plain

KEPT_FOR: Final = timedelta(days=90)
ROWS_PER_PAGE: Final = 200
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Export(View):
    """The chosen work of one language as a file."""

    def get(self, request: HttpRequest, language: str) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        if language not in translations():
            raise Http404
        filters = WorkFilter(request.GET)
        chosen = after(chosen_work(language, filters, at=timezone.now()), request.GET.get("after", ""))
        rows = list(rows_for(list(chosen[:EXPORT_LIMIT]), whole=filters.chosen("state") == "done"))
        left_out = [f"{row.item} {row.label}" for row in rows if spreadsheet.too_long(row)]
        file = spreadsheet.make((row for row in rows if not spreadsheet.too_long(row)), left_out=left_out)
        answer = HttpResponse(file, content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="translation-{language}.xlsx"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def rows_for(work: list[Work], *, whole: bool) -> Iterator[SheetRow]:
    """The texts of these items: those that need work, or all of them. Their Japanese is kept, to show what changed."""
    kept: dict[str, str] = {}
    rows = []
    for one in work:
        model: Any = MODELS[one.type]._default_manager
        source = model.filter(content_id=one.content_id).first()
        draft = source.get_latest_revision_as_object() if source else None
        with override(settings.LANGUAGE_CODE):  # a file is the same, whoever writes it
            for held in texts.held(draft, one.language) if draft else ():
                if whole or (held.state != "checked" and not (held.optional and held.state == "missing")):
                    rows += [_row(one, held, part) for part in held.parts]
                    kept |= {text_digest(part.japanese): part.japanese for part in held.parts if part.key == held.key}
    KeptJapanese.objects.bulk_create(
        [KeptJapanese(digest=digest, text=text) for digest, text in sorted(kept.items())],  # as work.py does
        ignore_conflicts=True,
        batch_size=200,
    )
    yield from rows


def _row(work: Work, held: texts.Held, part: texts.Part) -> SheetRow:
    return SheetRow(
        type=work.type,
        content_id=str(work.content_id),
        key=part.key,
        language=work.language,
        seen=part.seen,
        kind=type_name(work.type),
        item=work.name,
        label=part.label,
        japanese=texts.normal(part.kind, part.japanese),
        before=plain(part.kind, part.before or "") if texts.is_behind(part) else "",
        target=texts.normal(part.kind, part.target),
        state=str(STATES[held.state]),
    )


class FilesScreen(Screen):
    def may_enter(self, person: Any) -> bool:
        return may_bring(person)


class Files(FilesScreen):
    """Bringing a file back, and the ones that were brought."""

    template_name = "editors/translation/files.html"
    page_title = _("翻訳会社から戻ったファイル")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Delivery.objects.filter(person_id=self.request.user.pk).order_by("-at").only("id", "name", "at")
        return super().get_context_data(files=mine[:20], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = request.FILES.get("file")
        try:
            if file is None:
                raise FileRefused(gettext("ファイルを選んでから、押してください。"))
            read = spreadsheet.read(file, size=file.size or 0)  # type: ignore[arg-type]
            if not read:
                raise FileRefused(gettext("このファイルには、訳の行が1つもありません。"))
        except FileRefused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)), status=400)
        at = timezone.now()
        incoming.forget_older_than(at - KEPT_FOR)
        person: Any = request.user
        rows = incoming.judge(read, person=person)
        delivery = Delivery.objects.create(person=person, name=(file.name or "")[:200], at=at, rows=rows)
        return redirect("translation_file", delivery.pk)


class OneFile(FilesScreen):
    """What a file would do, row by row; and, once it was taken in, what it did."""

    template_name = "editors/translation/file.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Delivery.objects.filter(pk=kwargs["file_id"], person_id=request.user.pk).first()
        if found is None:
            raise Http404
        self.delivery = found

    def get_page_title(self) -> str:
        return gettext("ファイル: %(name)s") % {"name": self.delivery.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("translation_files"), "label": Files.page_title}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sorted(self.delivery.rows, key=incoming.sort_key)
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        items, position = incoming.items_of(self.delivery), self.delivery.position
        return super().get_context_data(
            delivery=self.delivery,
            page=page,
            rows=[_linked(row) for row in page],
            sums=list(incoming.sums(rows)),
            behind=sum(1 for row in rows if row["outcome"] == "japanese"),
            begun=position > 0,
            rest=len(items) - position,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begun = self.delivery.position > 0
        keep_behind = self.delivery.keep_behind if begun else request.POST.get("keep_behind") == "yes"
        taken = incoming.take(self.delivery, person=request.user, keep_behind=keep_behind)
        if taken:
            messages.success(
                request,
                gettext("%(taken)s行を下書きとして取り込みました。結果は下の表のとおりです。") % {"taken": taken},
            )
        else:
            messages.info(request, gettext("取り込めるものはありませんでした。"))
        return redirect(request.path)


def _linked(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the way to its item, where the row can be trusted to name one."""
    if row["outcome"] == "fault":
        return {**row, "said": incoming.in_words(row), "url": ""}
    return {**row, "said": incoming.in_words(row), "url": address(row["type"], row["content_id"], row["language"])}
