"""The questions of the content: one `.rq` file each, found by name and by words, bound to values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import ContentError, UnknownName
from myograph.queries.header import read_columns, read_header, read_needs, read_show, read_tags
from myograph.queries.parameter_lines import read_parameters
from myograph.queries.parameters import bind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from myograph.content import Content
    from myograph.queries.header import Column, Need, Show
    from myograph.queries.typed_values import Parameter, Resolve

NO_QUESTIONS = frozenset(("views", "machinery"))
"""Folders of queries that fill the graph or serve the machinery, and that nobody asks for."""

NEAR = 5
"""How many near matches an error names."""

_PREFIX = re.compile(r"^PREFIX ([\w-]*): <([^<>]*)>$", re.MULTILINE)
_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question: what it asks, what the answer means, and the SPARQL with its defaults.

    `path` is relative to the root of the content; `text` is the whole file. `needs` is what has to be imported, without
    which the answer is empty.
    """

    name: str
    group: str
    title: str
    question: str
    columns: tuple[Column, ...]
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    show: Show
    text: str
    path: str
    needs: tuple[Need, ...] = ()

    @property
    def namespaces(self) -> dict[str, str]:
        """Return the prefixes that the query declares."""
        return dict(_PREFIX.findall(self.text))

    @property
    def form(self) -> str:
        """Return SELECT, ASK, CONSTRUCT or DESCRIBE; raises ContentError when no line starts with one of them."""
        match = _FORM.search(self.text)
        if match is None:
            raise ContentError(
                "no line starts with SELECT, ASK, CONSTRUCT or DESCRIBE",
                place=self.path,
                advice="Start the query itself on a line of its own.",
            )
        return match[1]

    @property
    def query(self) -> str:
        """Return the SPARQL without the comments of the header."""
        return self.text[self.text.index("\n\n") + 2 :]

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of this name; raises UnknownName with those there are."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        told = ", ".join(f"{parameter.name} ({parameter.meaning})" for parameter in self.parameters)
        raise UnknownName(
            f"{self.name} has no parameter {name!r}",
            name=name,
            near=tuple(parameter.name for parameter in self.parameters),
            advice=f"Its parameters: {told}." if told else "It has none.",
        )

    def with_values(self, values: Mapping[str, object], resolve: Resolve) -> str:
        """Return the SPARQL with the values in place of the defaults, which stay where no value is given.

        Values are texts or whole numbers; `resolve` finds the IRI of a name. Raises UnknownName for another parameter
        and for a name that nobody knows, and UsageError, with an example, for a value of the wrong type.
        """
        return bind(self.text, {name: (self.parameter(name).term(value, resolve),) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold every question, sorted by group and name."""

    questions: tuple[Question, ...]

    @classmethod
    def load(cls, content: Content) -> Catalogue:
        """Read the questions of the content; raises ContentError with file and line."""
        found = [read_question(content, path) for path in question_files(content)]
        by_name: dict[str, Question] = {}
        for question in found:
            first = by_name.setdefault(question.name, question)
            if first is not question:
                advice = "Give one of the files another name."
                raise ContentError(f"{first.path} has the same name", place=question.path, advice=advice)
        return cls(tuple(found))

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def groups(self) -> dict[str, tuple[Question, ...]]:
        """Return the questions of each group."""
        names = dict.fromkeys(question.group for question in self.questions)
        return {name: tuple(each for each in self.questions if each.group == name) for name in names}

    def named(self, name: str) -> Question:
        """Return the question of this name; raises UnknownName with near ones."""
        asked = name.strip().removesuffix(".rq").rpartition("/")[2]
        for question in self.questions:
            if question.name == asked:
                return question
        advice = None if (near := self._near(asked)) else "List all with `myograph questions`."
        raise UnknownName(f"there is no question {name!r}", name=name, near=near, advice=advice)

    def search(self, words: str) -> tuple[Question, ...]:
        """Return the questions that are about the words, best first; forgives typing errors."""
        from myograph.queries.searching import ranked

        return ranked(self.questions, words)

    def _near(self, name: str) -> tuple[str, ...]:
        from difflib import get_close_matches

        alike = get_close_matches(name, [question.name for question in self.questions], n=NEAR, cutoff=0.7)
        about = (question.name for question in self.search(name.replace("-", " ")))
        return tuple(dict.fromkeys((*alike, *about)))[:NEAR]


def question_files(content: Content) -> tuple[Path, ...]:
    """Return the files of questions, sorted by group and name."""
    found = content.queries.glob("*/*.rq")
    return tuple(sorted(path for path in found if path.parent.name not in NO_QUESTIONS))


def read_question(content: Content, path: Path) -> Question:
    """Read one file; raises ContentError with file and line."""
    place = path.relative_to(content.root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ContentError(f"cannot be read: {fault}", place=place) from None
    header = read_header(text, place)
    return Question(
        name=path.stem,
        group=path.parent.name,
        title=header.one("title")[0],
        question=header.one("question")[0],
        columns=read_columns(header),
        tags=read_tags(header),
        parameters=read_parameters(header, text, dict(_PREFIX.findall(text))),
        show=read_show(header),
        text=text,
        path=place,
        needs=read_needs(header),
    )
