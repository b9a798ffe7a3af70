"""The chat: questions, answers with their sources, and what comes next."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assistant import export
from assistant.answering.limits import limits_of
from assistant.datamodels import Answer, Asked
from assistant.errors import QuestionError
from assistant.ui import frame, markup, opening, scope, takeaway
from assistant.ui.conversations import Conversation, Turn
from assistant.ui.frame import say

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from assistant.retrieval.catalogue import Catalogue

STARTERS = 6
MANY_PROJECTS = 5  # from here on a table is easier to read than a list
REMEMBERED = 8  # earlier questions that a follow-up may refer to
UNDERSTOOD = {
    "municipalities": "city",
    "documents": "plan",
    "years": "year",
    "departments": "department",
    "marks": "mark",
    "ratings": "rating",
    "hierarchy": "theme",
}
# Brings the first marked words of a long quote into view, when its card opens as well.
SHOW_EVIDENCE = """
const show = card => card.querySelectorAll('blockquote').forEach(quote => {
  const mark = quote.querySelector('mark');
  if (mark) quote.scrollTop += mark.getBoundingClientRect().top
    - quote.getBoundingClientRect().top - 60;
});
document.querySelectorAll('.card').forEach(show);
if (!window.showsEvidence) document.addEventListener('toggle', event => {
  if (event.target.matches?.('.card')) show(event.target);
}, true);
window.showsEvidence = true;
"""
TRACE_COLUMNS = ("text", "context", "score", "bm25_score", "dense_score")


def page() -> None:
    """The chat, on the conversation that the address names. A question is answered in the same
    run: a rerun in between would undo a step to another page."""
    frame.begin(say("title"))
    assistant = opening.assistant()
    conversation = _conversation()
    with st.bottom:
        filters = st.container()
        typed = st.chat_input(say("ask_placeholder"), key="question")
    question = typed or st.session_state.pop("asked", None)
    menu = st.container()
    if conversation is None and not question:
        _welcome(assistant)
    if conversation:
        for turn in conversation.turns:
            if question and turn.number == st.session_state.get("replaces"):
                break
            is_last = turn is conversation.turns[-1] and not question
            _show(turn, conversation, assistant.catalogue, is_last=is_last)
    if question and (answered := _answer(assistant, question, conversation)):
        conversation = answered
    if conversation:
        with menu:
            takeaway.conversation_menu(conversation)
        frame.run_script(f"/* {len(conversation.turns)} */" + SHOW_EVIDENCE)
    with filters:
        scope.choose(assistant.catalogue)


def _conversation() -> Conversation | None:
    identity = st.query_params.get("c") or st.session_state.get("conversation")
    if not identity:
        return None
    found = opening.store().get(identity)
    if found is None:
        st.warning(say("conversation_missing"))
        st.session_state.pop("conversation", None)
        st.query_params.pop("c", None)
        return None
    st.session_state["conversation"] = identity
    frame.keep_in_address("c", identity)
    return found


def _welcome(assistant: Assistant) -> None:
    catalogue = assistant.catalogue
    st.title(say("title"))
    st.markdown(say("tagline"))
    cities = (", " if frame.language() == "en" else "、").join(
        dict.fromkeys(d.municipality for d in catalogue.documents.values() if d.municipality)
    )
    st.caption(frame.plain(say("covered", cities=cities, count=len(catalogue.documents))))
    st.subheader(say("starters"), anchor=False)
    _questions(assistant.starters(frame.language())[:STARTERS], "starter")
    with st.container(horizontal=True, key="ways"):
        for page in ("projects", "compare", "glossary"):
            frame.link(page, say(f"go_{page}"), icon=":material/arrow_outward:")


def _questions(questions: tuple[str, ...], key: str) -> None:
    for number, question in enumerate(questions):
        st.button(
            frame.plain(question),
            key=f"{key}-{number}",
            icon=":material/arrow_forward:",
            on_click=_take,
            args=(question,),
        )


def _take(question: str, replaces: int | None = None) -> None:
    st.session_state["asked"] = question
    st.session_state["replaces"] = replaces


def _answer(
    assistant: Assistant, question: str, conversation: Conversation | None
) -> Conversation | None:
    place = st.empty()
    try:
        with place.container():
            with st.chat_message("user", avatar=":material/person:"):
                st.text(question)
            with st.spinner(say("thinking")):
                identity = _ask(assistant, question, conversation)
    except QuestionError as error:
        st.error(frame.plain(str(error)))
        return None
    except Exception as error:  # the reader keeps the conversation and can ask again
        frame.unexpected(error)
        return None
    st.session_state["conversation"] = identity
    frame.keep_in_address("c", identity)
    answered = opening.store().get(identity)
    if answered:
        turn = answered.turns[-1]
        with place.container():
            _show(turn, answered, assistant.catalogue, is_last=True)
        # More than once, for Streamlit itself moves to the end of the page.
        frame.run_script(
            "for (const wait of [200, 600, 1200]) setTimeout(() => document"
            f".getElementById('turn-{turn.number}')?.scrollIntoView({{block: 'start'}}), wait);"
        )
    return answered


def _ask(assistant: Assistant, question: str, conversation: Conversation | None) -> str:
    """Asks and keeps the answer; the conversation's id. From the asking on nothing touches
    Streamlit, so that the answer is kept also where the reader has gone on meanwhile."""
    store, reader = opening.store(), frame.reader()
    if scope.follow(question, assistant.catalogue):
        st.toast(say("filter_followed"), icon=":material/filter_alt:")
    chosen = scope.chosen(assistant.catalogue)
    replaced = st.session_state.pop("replaces", None)
    earlier = _before(conversation, replaced)[-REMEMBERED:]
    history = [Asked(turn.question, turn.scope.documents) for turn in earlier]
    answer = assistant.ask(question, history, chosen.documents)
    known = conversation.conversation_id if conversation else None
    return store.append(known, reader, answer, chosen, replaced)


def _before(conversation: Conversation | None, replaced: int | None) -> tuple[Turn, ...]:
    turns = conversation.turns if conversation else ()
    return tuple(turn for turn in turns if replaced is None or turn.number < replaced)


def _show(turn: Turn, conversation: Conversation, catalogue: Catalogue, *, is_last: bool) -> None:
    st.html(f'<span id="turn-{turn.number}" class="anchor"></span>')
    with st.chat_message("user", avatar=":material/person:"):
        st.text(turn.question)
        if turn.scope.names:
            st.caption(frame.plain(say("filtered_to", names="、".join(turn.scope.names))))
        if is_last:
            _limits(turn, catalogue)
    with st.chat_message("assistant", avatar=":material/description:"):
        show_answer(turn.answer)
        takeaway.actions(turn, conversation)
        if is_last and turn.answer.suggestions:
            st.caption(say("follow_ups"))
            _questions(turn.answer.suggestions, f"follow-{turn.number}")


def _limits(turn: Turn, catalogue: Catalogue) -> None:
    """What the question narrowed itself to, each a chip that asks again without it."""
    limits = limits_of(turn.question, catalogue)
    if not limits:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"limits-{turn.number}"):
        st.html(f'<span class="quiet">{escape(say("from_question"))}</span>', width="content")
        for limit in limits:
            if limit.without:
                st.button(
                    frame.plain(limit.name),
                    key=f"limit-{turn.number}-{limit.name}",
                    icon=":material/close:",
                    icon_position="right",
                    help=frame.plain(say("ask_without", question=limit.without)),
                    on_click=_take,
                    args=(limit.without, turn.number),
                )
            else:
                st.badge(frame.plain(limit.name), color="gray")


def show_answer(answer: Answer) -> None:
    """The answer with its table, its sources, what else was found, and how it came about."""
    if not answer.answerable:
        st.badge(say("not_told"), icon=":material/info:", color="gray")
    _table_of_projects(answer)
    text = export.without_table(answer.text, answer.table)
    if text:
        linked = markup.link_markers(text, answer.citations)
        st.markdown(linked.replace("\n", "  \n"))  # each line of the answer stays a line
    if answer.table:
        st.html(markup.answer_table(answer.table, answer.citations))
    labels = {"open": say("open_source"), "page": say("page_number", page="{page}")}
    if answer.citations:
        st.markdown(f"**{say('sources', count=len(answer.citations))}**")
        st.html(f'<div class="cards">{markup.cards(answer.citations, labels)}</div>')
    if answer.also_found:
        with st.expander(say("also_found", count=len(answer.also_found))):
            st.html(f'<div class="cards">{markup.cards(answer.also_found, labels, 0)}</div>')
    with st.expander(say("trace")):
        _trace(answer)


def _table_of_projects(answer: Answer) -> None:
    """The way to the table with targets and departments, where projects of one city are listed."""
    cities = {project.municipality for project in answer.projects}
    if len(answer.projects) >= MANY_PROJECTS and len(cities) == 1 and cities != {""}:
        city = cities.pop()
        label = say("projects_as_table", city=city)
        frame.link("projects", label, icon=":material/table_chart:", city=city)


def _trace(answer: Answer) -> None:
    st.caption(say("trace_how"))
    st.caption(say("trace_elapsed", elapsed=round(answer.elapsed_ms)))
    candidates = answer.trace.get("candidates")
    if isinstance(candidates, list) and candidates:
        columns = [name for name in TRACE_COLUMNS if name in candidates[0]]
        head = [escape(say(f"trace_{name}")) for name in columns]
        rows = [[escape(str(item.get(name, ""))) for name in columns] for item in candidates]
        st.markdown(f"**{say('trace_candidates')}**")
        st.html(markup.html_table(head, rows, kind="dense list"))
    if query := _understood(answer.trace.get("query")):
        st.html(f'<dl class="facts">{query}</dl>')
    rest = {name: part for name, part in answer.trace.items() if name != "candidates"}
    if rest:
        st.json(rest, expanded=False)


def _understood(query: object) -> str:
    """What was read from the question, for a reader: municipalities, years and the like."""
    if not isinstance(query, dict):
        return ""
    return "".join(
        f"<dt>{escape(say(label))}</dt><dd>{escape('、'.join(map(str, query[name])))}</dd>"
        for name, label in UNDERSTOOD.items()
        if query.get(name)
    )
