"""What the server says when a request cannot be answered: a status, words, a place in the query, and advice."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.server.jobs import Reply

RETRY_SECONDS = 5


class Problem(Exception):
    """A request cannot be answered; rendered as `application/problem+json` or as a page."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        advice: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.advice = advice
        self.headers = dict(headers or {})
        self.more = {name: value for name, value in more.items() if value is not None}
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.headers.setdefault("Retry-After", str(RETRY_SECONDS))

    @classmethod
    def of(cls, reply: Reply) -> Problem:
        """Return the problem that a worker tells."""
        later = {} if reply.retry is None else {"Retry-After": str(reply.retry)}
        place = {"line": reply.line, "column": reply.column}
        return cls(reply.status, reply.problem, advice=reply.advice, headers=later, **place)

    @property
    def title(self) -> str:
        """Return the words of the status."""
        return HTTPStatus(self.status).phrase

    def described(self, request_id: str) -> dict[str, object]:
        """Return the problem as an object of RFC 9457."""
        data: dict[str, object] = {"title": self.title, "status": self.status, "detail": self.detail}
        advice = {"advice": self.advice} if self.advice else {}
        return {**data, **advice, **self.more, "request": request_id}
