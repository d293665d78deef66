"""Many answers at once: one row per request, from a table or a CSV, each judged by the very form that takes a single answer."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django import forms
from django.utils.translation import gettext as _

from star57.hub.domain.refusals import Invalid
from star57.hub.portal.forms.answer import AnswerForm
from star57.hub.portal.forms.plain import Moment
from star57.hub.portal.forms.response import Resolve
from star57.wire.answers import AnswerKind

MAX_ROWS = 500
MAX_CSV_BYTES = 2_000_000
Row = Mapping[str, str]

# column -> the field of the answer form; name and country go to the field that the answer has for them
COLUMNS: Mapping[str, str] = MappingProxyType({
    "request": "", "answer": "kind", "name": "", "country": "abroad_country", "customer_kind": "customer_kind",
    "action_taken": "action_taken", "systems": "searched_systems", "searched_since": "searched_since",
    "searched_until": "searched_until", "records_expired": "records_expired", "reason": "declined_reason", "started_at": "started_at",
    "duration_s": "duration_s", "called_on_wire": "called_on_wire", "calling_on_wire": "calling_on_wire", "call_id": "call_id",
    "trunk": "trunk", "attestation": "attestation", "comment": "comment",
})  # fmt: skip
NAME_FIELD: Mapping[str, str] = MappingProxyType({
    AnswerKind.RECEIVED_FROM_PROVIDER.value: "upstream_name", AnswerKind.OWN_CUSTOMER.value: "customer_name",
    AnswerKind.RECEIVED_FROM_ABROAD.value: "abroad_name", AnswerKind.NOT_OUR_NUMBER.value: "served_name",
})  # fmt: skip


def rows_of_csv(content: bytes) -> list[Row]:
    """The rows of an uploaded CSV, UTF-8, with our columns in any order. Raises Invalid (field "file")."""
    if len(content) > MAX_CSV_BYTES:
        raise Invalid("This file is larger than 2 MB. Send it in parts.", "file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("This file is not UTF-8 text. Save it as CSV UTF-8.", "file") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    unknown = [name for name in reader.fieldnames or () if name and name.strip().lower() not in COLUMNS]
    if unknown or "request" not in [(name or "").strip().lower() for name in reader.fieldnames or ()]:
        raise Invalid("The first line names the columns. Known ones: %(columns)s. Take the template.", "file", columns=", ".join(COLUMNS))
    try:
        rows = [_plain(row) for row in reader]
    except csv.Error as wrong:
        raise Invalid("Line %(line_num)s cannot be read: %(wrong)s.", "file", line_num=reader.line_num, wrong=str(wrong)) from None
    return _few_enough([row for row in rows if any(row.values())])


def rows_of_json(text: str) -> list[Row]:
    """The rows that a preview carried. Raises Invalid."""
    try:
        found = json.loads(text)
        return _few_enough([_plain(row) for row in found])
    except (ValueError, AttributeError, TypeError):
        raise Invalid("The preview was changed on its way. Begin again.") from None


def json_of_rows(rows: Iterable[Row]) -> str:
    """The rows for a preview to carry."""
    return json.dumps([dict(row) for row in rows], ensure_ascii=False)


def template_csv() -> str:
    """The header and one line of each kind to show how."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerow({"request": "R-2222-2222-2222", "answer": "received_from_provider", "name": "Harbor Voice", "trunk": "ICT-7"})
    writer.writerow({"request": "R-3333-3333-3333", "answer": "received_from_abroad", "name": "Luzon International", "country": "PH"})
    return out.getvalue()


def form_of(row: Row, facts_version: int, resolve: Resolve) -> AnswerForm:
    """The form that judges this row. An empty answer means another provider handed the call over."""
    kind = row.get("answer") or AnswerKind.RECEIVED_FROM_PROVIDER.value
    typed = {field: row.get(column, "") for column, field in COLUMNS.items() if field}
    typed |= {"kind": kind, "facts_version": str(facts_version), NAME_FIELD.get(kind, "upstream_name"): row.get("name", "")}
    typed["records_expired"] = "on" if row.get("records_expired", "").lower() in {"yes", "true", "1", "on"} else ""
    typed["searched_systems"] = typed["searched_systems"].replace("|", "\n")
    for name in ("started_at", "searched_since", "searched_until"):
        typed[name] = typed[name].removesuffix("Z")
    return AnswerForm(typed, resolve=resolve)


def problems_of(form: AnswerForm) -> tuple[str, ...]:
    """What is wrong with a row, by the names of its columns; where only a few words will do, they are said."""
    columns = {field: column for column, field in COLUMNS.items() if field} | dict.fromkeys(NAME_FIELD.values(), "name")
    return tuple(f"{columns.get(name, name)}: {_remedy(form, name)}" for name in form.errors)


def _remedy(form: AnswerForm, name: str) -> str:
    match form.fields.get(name):
        case forms.ChoiceField() as field:
            return _("Write one of: %(values)s.") % {"values": ", ".join(value for value in choice_values(field) if value)}
        case Moment():
            return _("Write the time in UTC, such as 2026-11-30T13:54:00Z.")
    return " ".join(str(each) for each in form.errors[name])


def choice_values(field: forms.ChoiceField) -> list[str]:
    """What a choice may be, as a table writes it."""
    return [str(value) for value, _words in list(field.choices)]  # type: ignore[arg-type]


def said_twice(rows: Iterable[Row]) -> frozenset[str]:
    """The requests that more than one row answers."""
    counted = Counter(row.get("request", "") for row in rows)
    return frozenset(request for request, count in counted.items() if count > 1)


def _plain(row: Mapping[str | None, object]) -> Row:
    return {name.strip().lower(): str(value or "").strip() for name, value in row.items() if name}


def _few_enough(rows: list[Row]) -> list[Row]:
    if not rows:
        raise Invalid("There is no answer in it.", "file")
    if len(rows) > MAX_ROWS:
        raise Invalid("%(max_rows)s answers can be sent at once. Send the rest after these.", "file", max_rows=MAX_ROWS)
    return rows
