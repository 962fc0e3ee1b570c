"""The step on the Upload page for a survey of another tool: its columns matched to our questions, its answers to ours, and the round."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from cdmon.database import open_database
from cdmon.returns.foreign import Foreign, answered, asked, foreign, is_foreign, read_mapping_table, say_counts, surveys
from cdmon.tables.known import Known
from cdmon.web import page
from cdmon.web.escape import plain
from cdmon.web.sending import Chosen, stop_if_left
from cdmon.web.view import View, set_up
from cdmon.workbooks.cells import Upload
from cdmon.workbooks.mapping import MISSING, NOT_USED, Match, SurveyMapping
from cdmon.workbooks.matching import place_named, rematched

LIKELY = 2  # questions that seem to be answered, from which on a file is taken for a survey unless the person says no
BESIDE = 3  # widgets in a row
TOLD = 6  # answers of a column that are told with it
OTHERWISE = {MISSING: "No answer was given", NOT_USED: "An answer that ours does not have: leave it out"}

Scheme = tuple[tuple[str, ...], tuple[str, ...], str]  # answers of ours, answers of theirs, and the column where it stands alone


def mapped(view: View, chosen: Chosen) -> Chosen | None:
    """Return a chosen file with the mapping that it is to be read by: as it is where it is ours, None until a mapping is confirmed."""
    offer = look(view.database.url, view.database.version_in_view(), chosen.upload.sha256, "", chosen.upload)
    if offer is None:
        return chosen
    likely = answered(offer.suggested, offer.survey) >= LIKELY
    if not st.toggle("It is a survey of another tool: match its columns to our questions", likely, key=f"foreign-{chosen.file_id}"):
        return chosen
    titles = {code: dataset.title for code, dataset in surveys().items()}
    code = offer.survey.dataset.code
    code = st.selectbox("Which survey it is a round of", list(titles), list(titles).index(code), titles.__getitem__, f"of-{chosen.file_id}")
    offer = look(view.database.url, view.database.version_in_view(), chosen.upload.sha256, code, chosen.upload) or offer
    key = f"mapping-{chosen.file_id}-{code}"
    draft: SurveyMapping = st.session_state.get(key, offer.suggested.mapping)
    if not draft.confirmed or is_open(offer, draft) or st.toggle("Change the matches", key=f"change-{key}"):
        _, places = view.now(set_up)
        with st.form(f"form-{key}", border=False):
            ask(offer, draft, places, key)
    return replace(chosen, upload=replace(chosen.upload, mapping=draft)) if draft.confirmed else None


@st.cache_data(max_entries=6, scope="session", show_spinner="Looking through the columns …")
def look(url: str, version: str, sha256: str, dataset: str, _upload: Upload) -> Foreign | None:
    """Return what may be the mapping of a file, to a survey or to the likeliest; None where the file is none of another tool."""
    with open_database(url).cursor() as cursor:
        known = Known(cursor)
        return foreign(known, _upload, dataset, stop_if_left) if is_foreign(known, _upload, stop_if_left) else None


def is_open(offer: Foreign, draft: SurveyMapping) -> bool:
    """Tell whether a mapping leaves an answer or a fact of the round open, or has two columns for one question."""
    questions = [match.question for match in draft.matches]
    facts = any(fact.required and not draft.round.get(fact.code) for fact in offer.survey.about.columns)
    return facts or len(set(questions)) < len(questions) or any("" in match.answers.values() for match in draft.matches)


def ask(offer: Foreign, draft: SurveyMapping, places: Mapping[str, str], key: str) -> None:
    """Draw the form: what is doubtful first, then the facts of the round, then what is matched, and what is not used."""
    if offer.followed:
        st.info(plain(f"Filled in as for {offer.followed}. Look through it: what is new in this file is not in it."))
    matched = {match.name: match for match in draft.matches}
    doubtful = [name for name in offer.found.sources if name in offer.suggested.doubtful]
    if doubtful:
        st.subheader(f"Columns that may answer a question ({len(doubtful)})", anchor=False)
        ask_columns(offer, matched, doubtful, key)
    apart = tuple(st.session_state.get(f"{key}-apart", ()))
    found = schemes(offer, draft, apart)
    unsure = {scheme: of for scheme, of in found.items() if any("" in match.answers.values() for match in of)}
    if unsure:
        st.subheader("Answers to be matched", anchor=False)
        ask_answers(offer, unsure, key)
    st.subheader("Facts of the round", anchor=False)
    ask_round(offer, draft, places, key)
    st.subheader(f"Columns that are matched ({len(matched)})", anchor=False)
    doubtful_first = sorted(draft.matches, key=lambda match: match.name not in doubtful)
    told = read_mapping_table(draft.model_copy(update={"matches": tuple(doubtful_first)}), offer.survey, offer.found.counts)
    page.table(told, alt="Columns that are matched, with their answers and ours")
    if draft.number_rows:
        st.markdown("No column tells respondents apart, so each is known by the number of the row.")
    with st.expander("Change a matched column"):
        ask_columns(offer, matched, [name for name in matched if name not in doubtful], key)
    with st.expander("Change a matched answer"):
        ask_answers(offer, {scheme: of for scheme, of in found.items() if scheme not in unsure}, key)
        names = [match.name for match in draft.matches if match.answers]
        st.multiselect("Columns whose answers are to be matched apart from the others'", names, format_func=plain, key=f"{key}-apart")
    rest = [name for name in offer.found.sources if name not in matched and name not in doubtful]
    if rest:
        st.markdown(f"*Not used ({len(rest)}):* {plain('; '.join(rest))}.")
    with st.expander("Use another column"):
        ask_columns(offer, matched, rest, key)
    st.form_submit_button("Accept these matches and check the file", type="primary", on_click=take, args=(offer, draft, key, apart))


def ask_columns(offer: Foreign, matched: Mapping[str, Match], names: Collection[str], key: str) -> None:
    """Ask of columns which question each answers."""
    titles = {"": "Not used"} | {code: asked(offer.survey, code) for code in offer.survey.columns}
    choices = list(titles)
    for name in names:
        label = f"{plain(name)} – {plain(say_counts(offer.found.counts[name], TOLD))}"
        before = matched[name].question if name in matched else ""
        st.selectbox(
            label, choices, choices.index(before), lambda code: asked(offer.survey, code) or "Not used", key=f"{key}-column-{name}"
        )


def schemes(offer: Foreign, draft: SurveyMapping, apart: Collection[str]) -> dict[Scheme, list[Match]]:
    """Return the matches with answers to be matched, those together that have the same answers to questions of the same answers."""
    found: dict[Scheme, list[Match]] = defaultdict(list)
    for match in draft.matches:
        if match.answers:
            options = offer.survey.columns[match.question].options
            ours = tuple(option.code for option in options if not option.scale or option.code in match.answers.values())
            found[ours, tuple(sorted(match.answers)), match.name if match.name in apart else ""].append(match)
    return found


def answer_key(key: str, scheme: Scheme, theirs: str) -> str:
    """Return the key of the widget for an answer."""
    return f"{key}-answer-{hash(scheme)}-{theirs}"


def ask_answers(offer: Foreign, found: Mapping[Scheme, list[Match]], key: str) -> None:
    """Ask what each answer of theirs stands for, once for all columns that have the same ones."""
    for scheme, matches in found.items():
        column = offer.survey.columns[matches[0].question]
        titles = {option.code: option.title for option in column.options if option.code in scheme[0]} | OTHERWISE
        if column.refers_to == "neighbourhoods":
            titles = {place: place for place in map(place_named, offer.places.values())} | OTHERWISE
        st.markdown("; ".join(f"{plain(match.name)} ({asked(offer.survey, match.question)})" for match in matches))
        of, cells = questions_of(matches), st.columns(BESIDE)
        for number, (theirs, ours) in enumerate(matches[0].answers.items()):
            count = sum(offer.found.counts[match.name][theirs] for match in matches)
            label = f"{f'“{plain(theirs)}”' if theirs else 'Empty cells'} of {of} ({count:,})"
            index = list(titles).index(ours) if ours in titles else None
            given: dict[str, Any] = {"key": answer_key(key, scheme, theirs), "placeholder": "Choose what it is"}
            cells[number % BESIDE].selectbox(label, list(titles), index, titles.__getitem__, **given)


def questions_of(matches: Collection[Match]) -> str:
    """Name the questions of some matches in a few words: "q1, q2 and 9 more"."""
    codes = [match.question for match in matches]
    return ", ".join(codes[:2]) + (f" and {len(codes) - 2} more" if len(codes) > 2 else "")


def ask_round(offer: Foreign, draft: SurveyMapping, places: Mapping[str, str], key: str) -> None:
    """Ask for the facts of the round."""
    cells = st.columns(BESIDE)
    for number, fact in enumerate(offer.survey.about.columns):
        label, before = f"{fact.title} (required)" if fact.required else fact.title, draft.round.get(fact.code, "")
        given: dict[str, Any] = {"help": fact.help, "key": f"{key}-round-{fact.code}"}
        cell = cells[number % BESIDE]
        if fact.refers_to or fact.options:
            titles = (
                {code: f"{code} {name}" for code, name in places.items()} if fact.refers_to else {o.code: o.title for o in fact.options}
            )
            index = list(titles).index(before) if before in titles else None
            cell.selectbox(label, list(titles), index, titles.__getitem__, placeholder="Choose", **given)
        elif fact.type == "date":
            cell.date_input(label, date.fromisoformat(before) if before else None, format="DD/MM/YYYY", **given)
        elif fact.type == "integer":
            cell.number_input(label, 1, int(fact.maximum or 1), int(before) if before else None, step=1, **given)
        else:
            cell.text_input(label, before, max_chars=fact.longest, **given)


def take(offer: Foreign, draft: SurveyMapping, key: str, apart: Collection[str]) -> None:
    """Keep what the form says as the mapping of the file, confirmed; what is new in it is asked about next."""
    state, found = st.session_state, schemes(offer, draft, apart)
    before = {match.name: match for match in draft.matches}
    questions = {name: state.get(f"{key}-column-{name}", before[name].question if name in before else "") for name in offer.found.sources}
    said = {
        match.name: {theirs: state.get(answer_key(key, scheme, theirs)) or "" for theirs in match.answers}
        for scheme, matches in found.items()
        for match in matches
    }
    answered_now = [match.model_copy(update={"answers": said.get(match.name, match.answers)}) for match in draft.matches]
    facts = {fact.code: as_typed(state.get(f"{key}-round-{fact.code}")) for fact in offer.survey.about.columns}
    now = draft.model_copy(update={"matches": tuple(answered_now), "round": facts, "confirmed": True})
    state[key] = rematched(now, questions, offer.found, offer.survey, offer.places)


def as_typed(value: object) -> str:
    """Return a fact of the round as people type it."""
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
