"""One-line faults that must not go unnoticed, and the named test that notices each of them."""

from dataclasses import dataclass

APPROVAL = "tests/publication/test_approval_page.py::"
PUBLISHES = "tests/publication/test_approval_publishes.py::"
BYTES = "tests/publication/test_byte_stability.py::"
WITHDRAWAL = "tests/publication/test_withdrawal.py::"
EMERGENCY = "tests/override/test_emergency.py::"
DUE = "tests/publication/test_due.py::"
IN_THE_HOUSE = "tests/pages/test_pages_in_the_house.py::"
LINKS = "tests/pages/test_links.py::"
FINDING = "tests/search/test_finding.py::"
KEPT = "tests/delivery/test_kept.py::"


@dataclass(frozen=True)
class Mutation:
    """``old`` stands exactly once in ``path`` and becomes ``new``; ``killer`` is the test that then fails."""

    name: str
    path: str
    old: str
    new: str
    killer: str


MUTATIONS = (
    Mutation(
        "skip the head lock",
        "api/delivery/log.py",
        "Head.objects.select_for_update().get()",
        "Head.objects.get()",
        "tests/delivery/test_writers.py::"
        "test_with_sixteen_writers_nothing_is_missed_nothing_comes_twice_and_the_copy_equals_the_database",
    ),
    Mutation(
        "unit without a transaction",
        "cms/publication/unit.py",
        "with _mutual_waits_refused(), transaction.atomic(durable=True):",
        "with _mutual_waits_refused():",
        PUBLISHES + "test_nothing_is_public_before_the_last_yes_and_everything_after_it",
    ),
    Mutation(
        "a failing builder is passed over",
        "cms/publication/publish.py",
        '        raise PublicationRefused(\n            gettext(\n                "公開用',
        '        return []\n        raise PublicationRefused(\n            gettext(\n                "公開用',
        PUBLISHES + "test_a_failing_builder_leaves_nothing_live_and_loses_nothing",
    ),
    Mutation(
        "the kids' builder is given the source's words",
        "cms/publication/builders/__init__.py",
        "words_of(kids_text))",
        "words_of(KidsText(title=source.name_ja, text=source.summary_ja)))",
        BYTES + "test_no_adult_text_is_in_the_kids_document",
    ),
    Mutation(
        "approve one's own work",
        "cms/workflow/authorship.py",
        "return {*since, *same, *hands_in(content_id, boundary, digest_)}",
        "return set()",
        APPROVAL + "test_an_author_cannot_approve_even_after_another_person_saved",
    ),
    Mutation(
        "only the last author counts",
        "cms/workflow/authorship.py",
        'since = rows.filter(pk__gt=boundary).values_list("person_id", flat=True)',
        'since = rows.filter(pk__gt=boundary).order_by("-pk").values_list("person_id", flat=True)[:1]',
        APPROVAL + "test_an_author_whose_text_was_changed_by_another_still_cannot_approve",
    ),
    Mutation(
        "compare ids instead of digests",
        "cms/workflow/approve.py",
        "if digest(entry) != seen_digest:",
        "if fresh.revision_id is None:",
        APPROVAL + "test_a_page_that_autosave_has_overtaken_approves_nothing",
    ),
    Mutation(
        "publish the latest draft instead of the approved revision",
        "cms/workflow/finish.py",
        "revision = last.revision",
        "revision = workflow_state.content_object.get_latest_revision()",
        APPROVAL + "test_a_page_that_autosave_has_overtaken_approves_nothing",
    ),
    Mutation(
        "autosave rewrites a submitted revision",
        "catalog/publishable.py",
        "            and self._is_held(overwrite_revision)",
        "            and not self.pk",
        APPROVAL + "test_the_submitted_revision_is_never_rewritten",
    ),
    Mutation(
        "a bare translated field",
        "cms/publication/builders/texts.py",
        "own, japanese = source.text_in(field, self.language), source.text_in(field, JAPANESE)",
        "own, japanese = getattr(source, field), source.text_in(field, JAPANESE)",
        BYTES + "test_the_active_language_and_the_base_columns_play_no_part",
    ),
    Mutation(
        "references unfiltered by channel",
        "api/delivery/queries.py",
        "WHERE s.channel = %s AND s.language = %s AND s.content_id IN ({targets})",
        "WHERE %s <> '' AND %s <> '' AND s.content_id IN ({targets})",
        "tests/delivery/test_details.py::test_references_are_stubs_of_what_stands_in_the_same_channel",
    ),
    Mutation(
        "a replacement in another channel is named",
        "api/delivery/queries.py",
        "stubs = Standing.objects.filter(content_id=OuterRef(column), channel=place.channel, language=place.language)",
        "stubs = Standing.objects.filter(content_id=OuterRef(column))",
        "tests/delivery/test_details.py::test_a_replacement_that_does_not_stand_in_the_channel_is_not_named",
    ),
    Mutation(
        "what is not live is listed",
        "cms/publication/sources.py",
        "        rows = rows.filter(live=True)",
        "        rows = rows.all()",
        WITHDRAWAL + "test_two_people_take_a_service_out_of_every_channel",
    ),
    Mutation(
        "an old approval brings back what was withdrawn",
        "cms/workflow/door.py",
        "rows = rows.filter(pk__gt=last.approval_boundary)",
        "rows = rows.all()",
        WITHDRAWAL + "test_what_was_withdrawn_does_not_return_by_its_old_approval",
    ),
    Mutation(
        "confirm one's own withdrawal",
        "cms/publication/withdraw.py",
        "if withdrawal.proposed_by_id == person.pk:",
        "if withdrawal.proposed_by_id is None:",
        WITHDRAWAL + "test_nobody_confirms_their_own_proposal",
    ),
    Mutation(
        "a removal without a tombstone",
        "cms/publication/publish.py",
        "if (channel, language) not in kept",
        "if (channel, language) in kept",
        WITHDRAWAL + "test_two_people_take_a_service_out_of_every_channel",
    ),
    Mutation(
        "the crisis route may go",
        "cms/publication/gates.py",
        "        if gone:",
        "        if gone is None:",
        WITHDRAWAL + "test_an_edit_cannot_take_a_crisis_contact_away_either",
    ),
    Mutation(
        "two authors take their own text live in an emergency",
        "cms/override/take.py",
        "            all(person.pk in authors for person in pair),",
        "            False,",
        EMERGENCY + "test_one_of_the_two_may_have_written_it_and_the_record_says_so_but_not_both",
    ),
    Mutation(
        "an emergency counts again when its text returns",
        "cms/override/take.py",
        "        confirmed_by__isnull=False,\n        live_boundary=last.pk if last else 0,",
        "        confirmed_by__isnull=False,",
        EMERGENCY + "test_a_confirmed_emergency_counts_once",
    ),
    Mutation(
        "the last crisis contact of a channel leaves by a tick",
        "cms/publication/gates.py",
        "        if had and not has:",
        "        if had is None:",
        "tests/publication/test_withdrawal_impact.py::test_the_last_crisis_contact_of_a_channel_stays_whatever_the_way",
    ),
    Mutation(
        "an unapproved schedule is accepted",
        "cms/publication/doors.py",
        "            door.require_approval(action.revision.as_object())",
        "            door.missing_steps(action.revision.as_object())",
        DUE + "test_an_unapproved_schedule_is_refused",
    ),
    Mutation(
        "one broken item stops the next",
        "cms/publication/due.py",
        '            yield _failed(entry, "live", error)',
        "            raise",
        DUE + "test_a_broken_item_does_not_stop_the_next",
    ),
    Mutation(
        "a copy keeps its public identity",
        "pages/entry_page.py",
        '        "content_id",\n        "public_slug",',
        '        "public_slug",',
        IN_THE_HOUSE + "test_a_copy_is_another_source_and_a_draft",
    ),
    Mutation(
        "a FAQ speaks to kids in its own words",
        "cms/publication/builders/__init__.py",
        "words_of(kids_text))",
        'words_of(KidsText(title=kids_text.title, text=str(getattr(source, "answer_ja", kids_text.text)))))',
        IN_THE_HOUSE + "test_what_a_question_says_to_kids_is_their_own_text_alone",
    ),
    Mutation(
        "rich text leaves as it was stored",
        "cms/publication/builders/rich_texts.py",
        "RichText(html=rich.html, text=rich.text)",
        "RichText(html=stored, text=rich.text)",
        LINKS + "test_other_addresses_stay_or_leave_their_words",
    ),
    Mutation(
        "a link is not among the references",
        "cms/publication/builders/rich_texts.py",
        "links.extend(rich.references)",
        "links.extend(())",
        IN_THE_HOUSE + "test_related_items_are_found_from_both_sides",
    ),
    Mutation(
        "notices are remembered although one changed",
        "api/delivery/notices.py",
        'still_right=lambda seen, _: log_since.untouched_since(seen, channel.key, ("notice",), ()),',
        "still_right=lambda seen, _: True,",
        DUE + "test_a_notice_stands_beside_every_list_from_its_hour_to_its_end",
    ),
    Mutation(
        "the picture of a draft is served to everybody",
        "cms/admin/picture_file.py",
        'if not person.has_perm("wagtailadmin.access_admin") or kind is None or not _is_of_a_picture(name):',
        "if person is None or kind is None or not _is_of_a_picture(name):",
        "tests/publication/test_pictures.py::"
        "test_a_drafts_picture_is_at_no_address_until_it_is_published_and_is_gone_a_day_after_it_is_not",
    ),
    Mutation(
        "what expires stays",
        "cms/publication/due.py",
        "model.objects.filter(live=True, expire_at__lte=at)",
        "model.objects.filter(live=True, expire_at__lt=at)",
        DUE + "test_what_is_scheduled_stands_from_its_hour_to_its_end_and_not_a_second_longer",
    ),
    Mutation(
        "a field of FAQs that nobody approves",
        "cms/workflow/digest.py",
        'translated=("question", "answer", "search_words"),',
        'translated=("question", "search_words"),',
        "tests/rules/test_types_complete.py::test_approval_covers_every_field_that_holds_content",
    ),
    Mutation(
        "readers are counted by digests without a key",
        "api/delivery/client.py",
        "hashlib.blake2b(_household(text), key=self._key, digest_size=DIGEST_BYTES)",
        "hashlib.blake2b(_household(text), digest_size=DIGEST_BYTES)",
        "tests/delivery/test_throttling.py::test_two_processes_know_a_reader_by_different_digests",
    ),
    Mutation(
        "the memory does not look at the head",
        "api/delivery/kept.py",
        "return head if head is self._head else self._follow()",
        "return head if self._head is not None else self._follow()",
        KEPT + "test_a_change_elsewhere_leaves_an_answer_and_a_change_of_what_it_shows_does_not",
    ),
    Mutation(
        "what is at hand does not look at the head",
        "api/delivery/kept.py",
        "if self._look() is not self._head:",
        "if self._head is None:",
        KEPT + "test_a_change_elsewhere_leaves_an_answer_and_a_change_of_what_it_shows_does_not",
    ),
    Mutation(
        "what is at hand is given after it was dropped",
        "api/delivery/kept.py",
        "if not entry.stands:",
        "if False:",
        KEPT + "test_what_another_thread_drops_while_one_looks_is_not_given",
    ),
    Mutation(
        "what is at hand says for too long that it holds a minute",
        "api/delivery/kept.py",
        "if ready is None or ready.until <= at:",
        "if ready is None:",
        KEPT + "test_an_answer_ends_at_the_moment_that_it_names",
    ),
    Mutation(
        "the memory forgets the language",
        "api/delivery/kept.py",
        'language = _language(spoken) if path.startswith(_NEGOTIATED_PATHS) else ""',
        'language = ""',
        KEPT + "test_every_language_has_its_own_answer",
    ),
    Mutation(
        "an error is kept",
        "api/delivery/answers.py",
        'keepable = bool(environ.get("tomoshibi.keepable")) and answer.status in {200, 301}',
        "keepable = True",
        KEPT + "test_an_error_is_made_anew_although_the_log_says_nothing",
    ),
    Mutation(
        "an answer is kept under a later head than it was made under",
        "api/delivery/kept.py",
        "if head is not None and head == self._head:",
        "if head is not None:",
        KEPT + "test_an_answer_that_others_have_overtaken_is_not_kept",
    ),
    Mutation(
        "an answer outlives the moment at which it ends",
        "api/delivery/kept.py",
        "if finished.until is not None and finished.until <= now:",
        "if False:",
        KEPT + "test_an_answer_ends_at_the_moment_that_it_names",
    ),
    Mutation(
        "the look at SQLite takes every row for the same",
        "api/delivery/heads.py",
        "if row != before.row:",
        "if before.row is None:",
        KEPT + "test_the_look_finds_every_commit_and_nothing_else",
    ),
    Mutation(
        "the look at SQLite takes every index of the log for the same",
        "api/delivery/heads.py",
        "if index is not None and index[:INDEX_HEADER] == mark:",
        "if index is not None and mark is not None:",
        "tests/delivery/test_heads.py::test_a_look_sees_each_commit_of_another_process_at_once",
    ),
    Mutation(
        "answers are kept on under a log that was played back",
        "api/delivery/log_since.py",
        "if seen.seq and not (rows and (rows[0][0], bytes(rows[0][1])) == (seen.seq, seen.hash)):",
        "if False:",
        "tests/delivery/test_log_since.py::test_a_log_with_another_change_in_that_place_is_another_log",
    ),
    Mutation(
        "what is remembered holds under a log that was played back",
        "api/delivery/log_since.py",
        "if seen.seq and not Change.objects.filter(seq=seen.seq, hash=seen.hash).exists():",
        "if False:",
        "tests/delivery/test_log_since.py::test_a_log_with_another_change_in_that_place_is_another_log",
    ),
    Mutation(
        "documents that are remembered miss the first change",
        "api/delivery/log_since.py",
        "if row[0] > seen.seq)",
        "if row[0] > seen.seq + 1)",
        "tests/delivery/test_log_since.py::test_what_changed_is_told_from_the_first_change_on",
    ),
    Mutation(
        "changes beyond those that are looked through are passed over",
        "api/delivery/kept.py",
        "if not seen.seq < head.seq <= seen.seq + log_since.MOST_CHANGES:",
        "if not seen.seq < head.seq:",
        KEPT + "test_after_more_changes_than_are_looked_through_nothing_is_kept",
    ),
    Mutation(
        "who is overtaken adds to what is known of a later log",
        "api/delivery/going_along.py",
        "return known[1] if known is not None and known[0] == head else self._empty()",
        "return known[1] if known is not None else self._empty()",
        "tests/delivery/test_remembered_by_threads.py::"
        "test_who_is_overtaken_while_he_asks_leaves_nothing_with_those_who_know_more",
    ),
    Mutation(
        "a reference to what does not stand is remembered for good",
        "api/delivery/references.py",
        "int(digits, 16)) for digits in ids]",
        "int(digits, 16)) for digits in ids if digits in standing]",
        KEPT + "test_what_a_document_named_before_it_stood_is_there_once_it_stands",
    ),
    Mutation(
        "notes that are not whole are trusted",
        "api/delivery/reading.py",
        "            not self.complete\n            or not signs",
        "            not signs",
        "tests/delivery/test_reading.py::test_what_was_read_without_notes_is_touched_by_every_change",
    ),
    Mutation(
        "what other channels say of names touches nothing here",
        "api/delivery/reading.py",
        ", (self.channel, ANY), (ANY, ANY))",
        ", (self.channel, ANY))",
        KEPT + "test_a_name_that_another_channel_gives_is_known_here_at_once",
    ),
    Mutation(
        "what is at hand is what another thread has replaced",
        "api/delivery/kept.py",
        "if entry is None or entry.finished is not finished or asked in self._ready:",
        "if entry is None or asked in self._ready:",
        KEPT + "test_what_is_at_hand_is_what_is_kept_and_not_what_another_thread_has_replaced",
    ),
    Mutation(
        "the index of search forgets the channel",
        "api/search/terms.py",
        'f"{channel}\\0{language}\\0{term}"',
        'f"{language}\\0{term}"',
        FINDING + "test_each_channel_finds_its_own",
    ),
    Mutation(
        "who follows changes is shown what was before the look",
        "api/delivery/views.py",
        "None if is_late else head, self.now",
        "head, self.now",
        KEPT + "test_who_says_who_asks_and_who_follows_changes_are_not_shown_what_was_before_the_look",
    ),
    Mutation(
        "a document that a search found stays open after it has closed",
        "api/search/remembered.py",
        "for (_, number), document in known.items() if document.holds(moment)}",
        "for (_, number), document in known.items()}",
        "tests/search/test_asking.py::test_what_is_open_is_said_anew_where_it_was_found_before",
    ),
    Mutation(
        "words of a question are a key of the memory while it is answered",
        "api/delivery/kept.py",
        """    if in_own_words(environ):
        return None
""",
        "",
        "tests/search/test_asking.py::test_words_of_a_question_are_no_key_of_the_memory_even_while_it_is_answered",
    ),
    Mutation(
        "a guard of a crisis is passed over",
        "api/search/patterns.py",
        "around = guards.get(concept, ())",
        "around = ()",
        "tests/search/test_asking.py::test_guards_and_chance_are_no_crisis",
    ),
    Mutation(
        "what left its channel stays in the index of search",
        "cms/publication/publish.py",
        "changes += store.tombstone(gone, at=unit.at, cause_id=cause)",
        "store.tombstone(gone, at=unit.at, cause_id=cause)",
        "tests/search/test_publication.py::test_a_publication_is_found_at_once_and_a_withdrawal_at_once_no_more",
    ),
    Mutation(
        "a fault of search tells what was typed",
        "api/search/views.py",
        "if kind is None or not isinstance(error, Exception) or isinstance(error, Refused):",
        "if error is None or kind is not None or isinstance(error, Refused):",
        "tests/search/test_nothing_is_kept.py::test_a_thousand_searches_leave_no_trace",
    ),
    Mutation(
        "a translation overwrites what somebody else saved meanwhile",
        "cms/translation/saving.py",
        "if moved.target_moved or (moved.japanese_moved and not keeps):",
        "if moved.japanese_moved and not keeps:",
        "tests/translation/test_beside.py::test_two_people_at_once_lose_nothing",
    ),
    Mutation(
        "a row that was mixed up is taken for another text",
        "cms/translation/spreadsheet.py",
        "if not constant_time_compare(seal, row.seal):",
        "if not seal:",
        "tests/translation/test_spreadsheet.py::test_rows_that_somebody_mixed_up_are_not_used",
    ),
    Mutation(
        "a document that was laid by before its topic changed is shown",
        "api/delivery/shown.py",
        "all(changed.get(sign, 0) <= age for sign in signs)",
        "changed.get(signs[0], 0) <= age",
        "tests/delivery/test_shown.py::test_only_what_changed_is_made_anew",
    ),
    Mutation(
        "what a reader of an older log lays by is shown to those who saw a later one",
        "api/delivery/shown.py",
        "places = dict(self._places)",
        "places = self._places",
        "tests/delivery/test_remembered_by_threads.py::"
        "test_what_is_first_made_of_a_place_after_a_change_that_nobody_noted_there_is_known_to_nobody_who_saw_it",
    ),
    Mutation(
        "a document that was laid by says for ever what was open",
        "api/delivery/shown.py",
        "self.since <= moment and (self.until is None or moment < self.until)",
        "self.since <= moment",
        "tests/delivery/test_shown.py::test_what_opens_meanwhile_is_made_anew",
    ),
    Mutation(
        "another document lies in the slot and is taken for the one that was asked for",
        "api/delivery/slots.py",
        "held[0] == life and held[1] == number:",
        "held[0] == life:",
        "tests/delivery/test_slots.py::test_what_comes_back_was_put_last_or_nothing_does",
    ),
    Mutation(
        "a copy of the process writes into the same file",
        "api/delivery/slots.py",
        "os.register_at_fork(after_in_child=_begin_all)",
        "os.register_at_fork(after_in_child=list)",
        "tests/delivery/test_slots.py::test_a_copy_of_the_process_has_a_file_of_its_own",
    ),
    Mutation(
        "half of a document that was laid by is another version of it",
        "api/delivery/slots.py",
        "if zlib.crc32(packed) == crc else None",
        "if crc else None",
        "tests/delivery/test_slots.py::test_a_record_of_which_only_a_part_was_written_is_none",
    ),
)
