"""Which of an unknown file's columns is which of our fields. A name and the look of the values must agree; else it is asked or left out."""

from collections.abc import Iterator

from star57.agent.mapping.findings import Choice, Question, Told
from star57.agent.mapping.kinds import Kind, Share, share, spoiled_by_spreadsheet
from star57.agent.mapping.lengths import reason_against
from star57.agent.mapping.names import CALLED, CALLING, KINDS, LENGTH, START, fields_named
from star57.agent.mapping.sampling import Sample
from star57.agent.mapping.starts import start_of, time_columns

_NEEDED = {CALLED: "the number that was called", CALLING: "the number that called"}
_OF_TIMES = frozenset({START, "answer", "end", "time"})


class Columns:
    """`choices`, `questions` and `notes` about one sample."""

    def __init__(self, sample: Sample, told: Told) -> None:
        self._sample, self._told = sample, told
        self.choices: dict[str, Choice] = {}
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self._said()
        start = start_of(sample, told)
        if isinstance(start, Question):
            self.questions.append(start)
        else:
            self.choices[START] = start
        self._by_name()
        self._length()
        self._needed()
        self._spoiled()

    def _said(self) -> None:
        for field, column in self._told.columns.items():
            if column is not None and field != START:
                self.choices[field] = Choice(field, column, "as you said", str(self._share(field, column)))

    def _by_name(self) -> None:
        wanted: dict[str, list[int]] = {}
        for column, name in enumerate(self._sample.header or ()):
            fields = fields_named(name) - _OF_TIMES - {LENGTH}
            fitting = [field for field in fields if self._share(field, column).is_most]
            if len(fitting) == 1:
                wanted.setdefault(fitting[0], []).append(column)
            elif fields and self._sample.values(column):
                self.notes.append(f"{self._sample.name(column)} is left out: its values are not what its name says")
        for field, columns in wanted.items():
            self._wanted(field, [column for column in columns if column not in self._taken()])

    def _wanted(self, field: str, columns: list[int]) -> None:
        if field in self._told.columns or not columns:
            return
        if len(columns) == 1:
            agree = self._share(field, columns[0])
            reason = f"its name says so, and its values are {KINDS.get(field, Kind.TEXT)}"
            self.choices[field] = Choice(field, columns[0], reason, str(agree))
        elif field in _NEEDED:
            self.questions.append(Question(field, f"several columns may be {_NEEDED[field]}", self._answers(columns)))
        else:
            names = " and ".join(map(self._sample.name, columns))
            self.notes.append(f"{names} both may be {field}: left out; say which with --column {field}=N")

    def _length(self) -> None:
        if LENGTH in self._told.columns or self._sample.header is None:
            return
        named = [column for column, name in enumerate(self._sample.header) if LENGTH in fields_named(name) and column not in self._taken()]
        named.sort(key=lambda column: "bill" not in (self._sample.header or ())[column].lower())  # the time talked, not the time rung
        for column in named:
            if not self._sample.values(column):
                continue
            agree = self._share(LENGTH, column)
            good, bad = reason_against(self._sample, column, time_columns(self._sample)) if agree.is_most else ("", "no lengths of calls")
            if good and LENGTH not in self.choices:
                self.choices[LENGTH] = Choice(LENGTH, column, good, str(agree))
            elif bad:
                self.notes.append(f"{self._sample.name(column)} is left out: {bad}; --column duration={column + 1} takes it as seconds")

    def _needed(self) -> None:
        asked = {question.about for question in self.questions}
        free = [column for column in range(self._sample.width) if column not in self._taken() and self._share(CALLED, column).is_most]
        for field, words in _NEEDED.items():
            if field in self.choices or field in asked or (field == CALLED and "called_out" in self.choices):
                continue
            if field == CALLING and (field in self._told.columns or not free):
                self.notes.append("no column is taken for the calling number: calls are found by the called number and the time alone")
                continue
            self.questions.append(Question(field, f"which column holds {words}? No name tells", self._answers(free)))

    def _spoiled(self) -> None:
        for field in _NEEDED:
            choice = self.choices.get(field)
            if choice and spoiled_by_spreadsheet(self._sample.values(choice.column)):
                words = (
                    f"{self._sample.name(choice.column)} was shortened by a spreadsheet (1.61756E+10): export it anew, and open it nowhere"
                )
                self.questions.append(Question(field, words, {}))

    def _share(self, field: str, column: int) -> Share:
        return share(KINDS.get(field, Kind.TEXT), self._sample.values(column))

    def _taken(self) -> set[int]:
        return {choice.column for choice in self.choices.values()}

    def _answers(self, columns: list[int]) -> dict[str, str]:
        return dict(self._described(columns))

    def _described(self, columns: list[int]) -> Iterator[tuple[str, str]]:
        for column in columns:
            values = self._sample.values(column)
            yield str(column + 1), f"{self._sample.name(column)}, as in {', '.join(dict.fromkeys(values[:3]))}"
