"""The editors' site works in a real browser under the strict policy: no script in a page, no other host."""

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Service
from tests.chromium import Browser
from tests.editors import House, a_service, an_organization

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "とても長い合言葉です"


@pytest.fixture
def editor(house: House, browser: Browser) -> Browser:
    browser.sign_in(house.writer.username, PASSWORD)
    return browser


def test_dashboard_and_lists_open_without_a_complaint(editor: Browser) -> None:
    for path in ("/admin/", "/admin/snippets/catalog/service/", "/admin/snippets/pages/kidstext/", "/admin/account/"):
        editor.open(path)
    assert editor.complaints == []


def test_a_service_is_written_with_every_widget(house: House, editor: Browser) -> None:
    house.save_draft(an_organization())
    page = editor.open("/admin/snippets/catalog/service/add/")

    # The organization is chosen in a dialogue.
    page.locator("#id_provider-chooser [data-chooser-action-choose]:visible").first.click()
    expect(page.locator(".modal-body")).to_contain_text("よりそい支援センター")
    page.locator(".modal-body").get_by_role("link", name="よりそい支援センター").click()
    expect(page.locator("#id_provider-title")).to_have_text("よりそい支援センター")
    calendar_opens(page, "#id_closure_from")

    # A contact point that is added has what was there from the start.
    page.get_by_role("tab", name="連絡先").click()
    forms = page.locator("#id_contact_points-FORMS > *")
    before = forms.count()
    page.click("#id_contact_points-ADD")
    expect(forms).to_have_count(before + 1)
    added = forms.nth(before)
    added.locator(f"#id_contact_points-{before}-value").fill("0120-000-000")
    added.get_by_text("臨時休止").first.click()
    calendar_opens(page, f"#id_contact_points-{before}-closure_from")
    assert editor.complaints == []


def calendar_opens(page: Page, field: str) -> None:
    page.locator(field).click()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
    page.keyboard.press("Tab")


def test_a_draft_that_was_typed_is_kept(house: House, editor: Browser) -> None:
    service = house.save_draft(a_service())
    page = editor.open(f"/admin/snippets/catalog/service/edit/{service.pk}/")
    page.fill("#id_name_ja", "書きかけの名前")
    page.click("button.action-save:visible")
    page.wait_for_load_state("networkidle")
    kept = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
    assert kept.name_ja == "書きかけの名前"
    assert kept.contact_points.count() == 1
    assert editor.complaints == []


def test_a_script_that_got_into_a_page_does_not_run(editor: Browser) -> None:
    page = editor.open("/admin/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.stolen = true";
            document.body.append(script);
            const started = document.createElement("template");
            started.dataset.editorsStart = "eval";
            started.dataset.editorsArguments = '["window.stolen = true"]';
            document.body.append(started);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.stolen === undefined")
    assert any("Content Security Policy" in complaint for complaint in editor.complaints)
    assert any("No widget is called eval" in complaint for complaint in editor.complaints)
