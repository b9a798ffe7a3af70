"""How an answer came about: query, slots, candidates with their scores, what was chosen."""

from __future__ import annotations

from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn

SHOWN = 8


def trace_of(turn: Turn, draft: Draft) -> dict[str, object]:
    """Plain values, fit for JSON."""
    query = turn.query
    return {
        "query": {
            "asks": list(query.asks),
            "forms": sorted(query.forms),
            "terms": [
                {
                    "lemma": t.lemma,
                    "weight": t.weight,
                    "alternatives": [" ".join(a) for a in t.alternatives],
                }
                for t in query.terms
            ],
            "municipalities": list(query.municipalities),
            "unknown_places": list(query.unknown_places),
            "documents": list(query.scope),
            "within": list(query.within),
            "years": list(query.years),
            "departments": list(query.departments),
            "marks": list(query.marks),
            "ratings": list(query.ratings),
            "hierarchy": list(query.hierarchy),
            "focus": list(query.focus),
        },
        "candidates": [
            {
                "kind": item.fact.kind,
                "document_id": item.fact.document_id,
                "text": item.fact.text[:120],
                "context": item.fact.context[:60],
                "score": round(item.score, 4),
                "relevance": round(item.relevance, 4),
                "coverage": round(item.coverage, 4),
                "bm25_score": round(item.bm25_score, 4),
                "dense_score": round(item.dense_score, 4),
                "name_score": round(item.name_score, 4),
                "fit": item.fit,
                "missing": list(item.missing),
            }
            for item in turn.ranked[:SHOWN]
        ],
        "chosen": {"kind": draft.kind, "confidence": round(draft.confidence, 4)},
    }
