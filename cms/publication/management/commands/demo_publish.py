"""``demo_publish``: put every draft live in a demo, recorded as such. Nowhere else."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from api.delivery import store
from catalog.imports.drafts import noted_once
from cms.publication import sources
from cms.publication.unit import unit
from cms.workflow.digest import digest
from cms.workflow.models import Approval


class Command(BaseCommand):
    help = "見本として、承認を経ずに下書きをすべて公開します (TOMOSHIBI_DEMO=1 のときだけ)。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.TOMOSHIBI_DEMO:
            raise CommandError("見本の公開は TOMOSHIBI_DEMO=1 のときだけできます。公開には承認が要ります。")
        published = 0
        with unit(door="demo", at=timezone.now()) as inside:
            store.mark_demo()
            for model in sources.ENTRY_MODELS:
                # What was live before is the editors' own; a second run of the demo leaves it alone.
                for entry in model.objects.filter(live=False, first_published_at__isnull=True).order_by("pk"):
                    revision = entry.latest_revision
                    if revision is None or entry.problems():
                        continue
                    Approval(
                        content_id=entry.content_id,
                        digest=digest(revision.as_object()),
                        step="demo",
                        revision=revision,
                        at=inside.at,
                    ).save()
                    with noted_once(entry):
                        entry.publish(revision)
                    published += 1
        self.stdout.write(f"見本として公開しました: {published}件")
