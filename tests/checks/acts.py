"""What the rights of the checks let somebody do, done over HTTP: for the matrix of roles."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from cms.checks import steps
from cms.checks.models import Round, WordRule

FIELDS = {"kind": "hurtful", "unless": "", "reason": "傷つけます。", "instead": "つらい", "active": "on"}


def sees_words(scene: Any) -> bool:
    return bool(scene.client.get(reverse("check_words:index")).status_code == 200)


def adds_words(scene: Any) -> bool:
    scene.client.post(reverse("check_words:add"), {**FIELDS, "word": "新しいことば"})
    return WordRule.objects.filter(word="新しいことば").exists()


def changes_words(scene: Any) -> bool:
    word = WordRule.objects.create(kind="hurtful", word="古いことば")
    scene.client.post(reverse("check_words:edit", args=[word.pk]), {**FIELDS, "word": "直したことば"})
    return WordRule.objects.filter(pk=word.pk, word="直したことば").exists()


def deletes_words(scene: Any) -> bool:
    word = WordRule.objects.create(kind="hurtful", word="要らないことば")
    scene.client.post(reverse("check_words:delete", args=[word.pk]), {})
    return not WordRule.objects.filter(pk=word.pk).exists()


def starts_rounds(scene: Any) -> bool:
    Round.objects.all().delete()
    scene.client.post(reverse("checks_start"))
    return steps.running() is not None or steps.latest() is not None


def reads_findings(scene: Any) -> bool:
    return bool(scene.client.get(reverse("checks_report")).status_code == 200)


#: key of the line in ``cms.workflow.roles_table`` -> what is done.
ACTS: dict[str, Callable[[Any], bool]] = {
    "content_checks": reads_findings,
    "checks.view_wordrule": sees_words,
    "checks.add_wordrule": adds_words,
    "checks.change_wordrule": changes_words,
    "checks.delete_wordrule": deletes_words,
    "checks.start_round": starts_rounds,
}
