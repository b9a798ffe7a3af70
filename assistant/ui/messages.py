"""What the pages say, in Japanese with its English twin."""

from __future__ import annotations

from assistant.datamodels import Language

LANGUAGES: tuple[Language, Language] = ("ja", "en")

MESSAGES: dict[str, tuple[str, str]] = {
    # the frame
    "title": ("DX計画アシスタント", "DX Plan Assistant"),
    "tagline": (
        "自治体のDX推進計画について質問すると、計画の原文を示して答えます。",
        "Ask about municipal DX plans; every answer shows the words of the plan it rests on.",
    ),
    "page_chat": ("資料の質問", "Ask the plans"),
    "page_projects": ("事業一覧", "Projects"),
    "page_project": ("事業", "Project"),
    "page_compare": ("比較", "Compare"),
    "page_glossary": ("用語集", "Glossary"),
    "page_documents": ("資料", "Documents"),
    "page_source": ("出典", "Source"),
    "language": ("表示言語 / Language", "表示言語 / Language"),
    "covered": ("対象の資料: {cities}（{count}件）", "Covered: {cities} ({count} documents)"),
    # opening and building
    "building": (
        "索引を作成しています。初回は数分かかることがあります。",
        "Building the index. The first time may take a few minutes.",
    ),
    "building_why": ("理由: {reason}", "Reason: {reason}"),
    "corpus_changed": ("資料が変わっています。", "The documents have changed."),
    "building_step": ("{step}（{done}/{total}）", "{step} ({done}/{total})"),
    "built": ("索引を作成しました。", "The index is built."),
    "build_failed": ("索引を作成できませんでした。", "The index could not be built."),
    "build_elsewhere": (
        "別の画面で索引を作成中です。終わり次第、この画面も使えるようになります。",
        "The index is being built elsewhere. This page goes on as soon as it is done.",
    ),
    "retry": ("もう一度試す", "Try again"),
    "store_failed": (
        "会話を保存できません（{reason}）。この画面を閉じると会話は失われます。",
        "Conversations cannot be stored ({reason}); they are lost when this page closes.",
    ),
    "unexpected": (
        "予期しない問題が起きました（{reason}）。直らない場合は管理者に知らせてください。",
        "Something unexpected happened ({reason}). If it comes again, tell whoever runs this.",
    ),
    # chat
    "ask_placeholder": (
        "計画について質問してください（例: 担当課、目標値、スケジュール）",
        "Ask about the plans (a department, a target, a schedule)",
    ),
    "starters": ("質問の例", "Questions to start with"),
    "thinking": ("資料を調べています…", "Looking through the plans…"),
    "sources": ("出典（{count}件）", "Sources ({count})"),
    "also_found": (
        "ほかに見つかった箇所（{count}件、回答には使っていません）",
        "Also found ({count}, not used in the answer)",
    ),
    "open_source": ("原文で開く", "Open in the source"),
    "page_number": ("{page}ページ", "p. {page}"),
    "projects_found": ("該当する事業（{count}件）", "Projects ({count})"),
    "follow_ups": ("続けて聞く", "Ask next"),
    "trace": ("この回答の根拠", "How this answer came about"),
    "trace_elapsed": ("所要時間: {elapsed} ミリ秒", "Time taken: {elapsed} ms"),
    "trace_how": (
        "回答は、下の資料の原文にある値だけを組み合わせたものです。文章生成AIは使っていません。",
        "The answer holds only values that the sources state; no text-generating AI is used.",
    ),
    "not_told": ("資料に記載なし", "Not stated in the plans"),
    "question_too_long": (
        "質問は{limit}字以内で入力してください（入力: {length}字）。",
        "Please keep the question within {limit} characters (it has {length}).",
    ),
    # filters
    "filters": ("対象をしぼる", "Narrow down"),
    "filter_city": ("自治体", "Municipality"),
    "filter_document": ("資料", "Document"),
    "filtered_to": ("対象: {names}", "Within: {names}"),
    # conversations
    "new_conversation": ("新しい会話", "New conversation"),
    "history": ("会話の履歴", "Conversations"),
    "history_search": ("履歴を検索", "Search conversations"),
    "history_none": ("まだ会話はありません。", "No conversations yet."),
    "history_no_match": ("「{text}」を含む会話はありません。", "No conversation holds “{text}”."),
    "rename": ("名前を変更", "Rename"),
    "rename_label": ("会話の名前", "Name of the conversation"),
    "save": ("保存", "Save"),
    "delete": ("削除", "Delete"),
    "delete_confirm": (
        "この会話を削除しますか。元には戻せません。",
        "Delete this conversation? This cannot be undone.",
    ),
    "manage": ("「{title}」の操作", "Actions for “{title}”"),
    "conversation_missing": (
        "この会話は見つかりません。削除されたか、URLが正しくない可能性があります。",
        "This conversation was not found. It may have been deleted, or the address is wrong.",
    ),
    "share": ("この会話のURL", "Address of this conversation"),
    # feedback
    "feedback": ("この回答は役に立ちましたか", "Was this answer useful?"),
    "feedback_reason": ("理由", "Reason"),
    "feedback_wrong": ("内容が誤っている", "It is wrong"),
    "feedback_incomplete": ("足りない事業・値がある", "Something is missing"),
    "feedback_source": ("出典が合っていない", "The source does not fit"),
    "feedback_unclear": ("分かりにくい", "Hard to understand"),
    "feedback_comment": ("ご意見（任意）", "Comment (optional)"),
    "feedback_send": ("送信", "Send"),
    "feedback_thanks": ("ありがとうございます。記録しました。", "Thank you, it is recorded."),
    # taking away
    "take_away": ("コピー・保存", "Copy and save"),
    "take_answer": ("この回答", "This answer"),
    "take_conversation": ("会話全体", "The whole conversation"),
    "copy_markdown": (
        "Markdown（右上のボタンでコピー）",
        "Markdown (copy with the button at the top right)",
    ),
    "as_word": ("Word (.docx)", "Word (.docx)"),
    "as_excel": ("Excel (.xlsx)", "Excel (.xlsx)"),
    "as_markdown": ("Markdown (.md)", "Markdown (.md)"),
    "as_csv": ("CSV", "CSV"),
    # source view
    "outline": ("目次", "Contents"),
    "source_text": ("本文", "Text"),
    "previous_passage": ("前の箇所", "Previous passage"),
    "next_passage": ("次の箇所", "Next passage"),
    "permalink": ("この箇所のURL", "Address of this passage"),
    "ask_about": ("この資料について質問する", "Ask about this document"),
    "source_unknown": ("指定された箇所は見つかりません", "There is no such passage"),
    "source_unknown_why": (
        "ID「{id}」の箇所は、今の資料にありません。"
        "資料が更新されたか、URLが途中で切れている可能性があります。言葉で探すこともできます。",
        "The documents hold no passage “{id}”. They may have changed, or the address was cut off. "
        "You can search by words instead.",
    ),
    "source_none": (
        "出典を開くには、回答の番号を選ぶか、ここで言葉を探してください。",
        "Choose a number in an answer, or search here for words.",
    ),
    "source_search": ("資料の中の言葉を探す", "Search the documents"),
    "source_search_in": ("この資料の中を探す", "Search in this document"),
    "source_hits": ("「{text}」: {count}箇所", "“{text}”: {count} places"),
    "source_no_hits": (
        "「{text}」は見つかりませんでした。別の言い方でも試してください。",
        "“{text}” was not found. Try another word.",
    ),
    "source_window": (
        "長い資料のため、この箇所の前後だけを表示しています。",
        "The document is long; only what stands around this passage is shown.",
    ),
    "terms_here": ("この箇所に出てくる用語", "Terms in this passage"),
    "kind_period": ("{start}〜{end}年度", "fiscal {start}–{end}"),
    "draft": ("{edition}", "{edition}"),
    # projects
    "city": ("自治体", "Municipality"),
    "plan": ("計画", "Plan"),
    "project": ("事業", "Project"),
    "department": ("担当", "Department"),
    "theme": ("分野・位置づけ", "Theme"),
    "mark": ("区分", "Mark"),
    "rating": ("評価", "Rating"),
    "year": ("年度", "Fiscal year"),
    "number": ("番号", "No."),
    "indicators": ("指標", "Indicators"),
    "targets": ("目標値", "Targets"),
    "schedule": ("スケジュール", "Schedule"),
    "free_text": ("言葉で探す", "Search by words"),
    "sort": ("並び順", "Sort by"),
    "sort_document": ("資料の順", "Order of the plan"),
    "sort_name": ("名前", "Name"),
    "sort_department": ("担当", "Department"),
    "sort_rating": ("評価", "Rating"),
    "projects_count": ("{count}件 / 全{total}件", "{count} of {total}"),
    "projects_none": (
        "条件に合う事業はありません。条件を減らしてください。",
        "No project fits. Take a condition away.",
    ),
    "projects_open_hint": (
        "行を選ぶと、その事業のページへのリンクが出ます。",
        "Choose a row to open the project's page.",
    ),
    "projects_open": ("「{name}」を開く", "Open “{name}”"),
    "project_unknown": ("この事業は見つかりません", "There is no such project"),
    "back_to_projects": ("事業一覧に戻る", "Back to the projects"),
    "no_projects": (
        "資料から読み取れた事業はありません。",
        "No projects were found in the documents.",
    ),
    "indicator": ("指標", "Indicator"),
    "kind": ("種別", "Kind"),
    "value": ("値", "Value"),
    "source": ("出典", "Source"),
    "baseline": ("基準値", "Baseline"),
    "target": ("目標値", "Target"),
    "actual": ("実績値", "Actual"),
    "chart_of": ("{name}の推移", "Course of {name}"),
    "no_chart": (
        "数値として比べられる値が少ないため、図は省いています。",
        "Too few values are numbers, so there is no chart.",
    ),
    "timeline": ("年度別の予定", "By fiscal year"),
    "schedule_item": ("項目", "Item"),
    "similar": ("ほかの自治体の似た事業", "Similar projects elsewhere"),
    "all_fields": ("記載内容", "What the plan says"),
    "hierarchy": ("位置づけ", "Place in the plan"),
    "unnamed": ("（名称の記載なし）", "(no name given)"),
    # comparison
    "compare_lead": (
        "自治体とテーマを選ぶと、計画の記載を並べます。",
        "Choose municipalities and a theme to set their plans side by side.",
    ),
    "compare_cities": ("比べる自治体", "Municipalities"),
    "compare_theme": ("テーマまたは質問", "Theme or question"),
    "compare_example": ("例: 書かない窓口、職員研修", "e.g. 書かない窓口"),
    "compare_run": ("比べる", "Compare"),
    "compare_empty": ("記載を確認できません", "Not found in the plan"),
    "compare_choose_two": (
        "自治体を2つ以上選んでください。",
        "Choose at least two municipalities.",
    ),
    "compare_projects": ("関連する事業", "Projects"),
    "compare_answer": ("記載", "What it says"),
    # glossary
    "terms_count": ("{count}語", "{count} terms"),
    "term": ("用語", "Term"),
    "definition": ("説明", "Definition"),
    "term_search": ("用語を探す", "Search terms"),
    "terms_several": ("複数の資料に説明がある用語だけ", "Only terms that several documents define"),
    "terms_none": ("該当する用語はありません。", "No such term."),
    "also_called": ("別の書き方: {names}", "Also: {names}"),
    "inline_definition": ("本文中の説明", "in running text"),
    "used_in": ("使われている箇所: {count}", "Used in {count} passages"),
    # documents
    "documents_count": ("{count}件の資料", "{count} documents"),
    "document": ("資料", "Document"),
    "edition": ("版", "Edition"),
    "published": ("公表", "Published"),
    "period": ("計画期間", "Period"),
    "characters": ("文字数", "Characters"),
    "passages": ("箇所", "Passages"),
    "terms": ("用語", "Terms"),
    "projects": ("事業", "Projects"),
    "warnings": ("読み取りの注意（{count}件）", "Warnings ({count})"),
    "no_warnings": ("読み取りの注意はありません。", "No warnings."),
    "index_generation": ("索引: {generation}", "Index: {generation}"),
    "index_built": ("作成日時: {built}", "Built: {built}"),
    "index_model": ("検索モデル: {model}", "Model: {model}"),
    "manage_off": (
        "資料の追加と再作成は、この環境では管理者だけが行えます（設定 manage_corpus）。",
        "Only the administrator may add documents here (setting manage_corpus).",
    ),
    "add_files": ("資料を追加する", "Add documents"),
    "add_saved": ("「{name}」を保存しました。", "“{name}” was saved."),
    "add_exists": (
        "「{name}」は既にあります。置き換えずに残しました。",
        "“{name}” is already there and was kept.",
    ),
    "add_bad_name": ("「{name}」は使えないファイル名です。", "“{name}” is not a usable file name."),
    "rebuild": ("索引を作り直す", "Rebuild the index"),
    "rebuild_changes": (
        "変更: 追加 {added}件、更新 {changed}件、削除 {removed}件",
        "Changed: {added} added, {changed} changed, {removed} removed",
    ),
    "empty_corpus": ("資料がまだありません。", "There are no documents yet."),
    "open_document": ("本文を読む", "Read"),
}


def say(key: str, language: Language = "ja", **values: object) -> str:
    """The message under `key`, its places filled with `values`."""
    return MESSAGES[key][LANGUAGES.index(language)].format(**values)
