"""The pages of `autograder review`, for one person at this machine.

Covered: other users and web pages can't read or write, since the address holds a token, and the
headers Host and Origin must be exactly ours; an answer can't run, load or send anything, since it
is text when it arrives (`rendering`), and the page forbids all but its own style and script. Not
covered: other programs of the same user, who can read the gradebook anyway.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.course.model import Assignment, Task
from autograder.errors import CommandMisused, CourseError
from autograder.review.desk import Desk, Opinion, Paper, Pile, SomebodyElse
from autograder.review.rendering import as_html
from autograder.text.legible import clean, one_line

MAX_BODY = 64 << 10
MAX_REMARK = 2000
KEYS = "123456789"  # single keys of the items, in their order
Handler = Callable[[Request], Awaitable[Response]]

_TEMPLATES = Environment(
    loader=PackageLoader("autograder.review"), autoescape=True, undefined=StrictUndefined
)
_TEMPLATES.filters |= {"name": one_line, "points": "{:g}".format}


@dataclass
class Settings:
    """Where the pages are, and whether single keys work there."""

    host: str
    token: str
    has_keys: bool = True


class Refused(Exception):
    """A request that we do not answer: the status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def application(desk: Desk, settings: Settings) -> Starlette:
    """The pages of a desk. All handlers run in the thread that serves, one after another."""
    pages = _Pages(desk, settings)
    question = "/{token}/{assignment}/{task}/{number:int}/"
    routes = [
        ("/{token}/", pages.overview, "GET"),
        ("/{token}/keys", pages.switch_keys, "POST"),
        (question, pages.question, "GET"),
        (f"{question}{{paper}}", pages.paper, "GET"),
        (f"{question}{{paper}}", pages.save, "POST"),
        ("/{rest:path}", pages.nothing, "GET"),
    ]
    return Starlette(
        routes=[Route(path, pages.guarded(handler), methods=[how]) for path, handler, how in routes]
    )


class _Pages:
    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk, self._settings = desk, settings

    def guarded(self, handler: Handler) -> Handler:
        """The handler, for requests from our own pages only."""

        async def answer(request: Request) -> Response:
            try:
                self._check(request)
                return await handler(request)
            except Refused as refused:
                return self._page("refused.html", status=refused.status, why=str(refused))
            except (CommandMisused, CourseError) as error:
                return self._page("refused.html", status=400, why=str(error))

        return answer

    def _check(self, request: Request) -> None:
        its, told = self._settings, request.headers
        if told.get("host") != its.host:
            raise Refused(421, f"These pages are only at http://{its.host}. Open that address.")
        if not hmac.compare_digest(request.path_params.get("token", ""), its.token):
            raise Refused(403, "This address lacks the token. Open the one that `review` printed.")
        if request.method == "POST" and told.get("origin") != f"http://{its.host}":
            raise Refused(403, "This form came from another page. Send it from the page itself.")

    async def nothing(self, request: Request) -> Response:
        raise Refused(404, "There is no such page. Go back to the first one.")

    async def overview(self, request: Request) -> Response:
        desk = self._desk
        tasks = [desk.piles(*pair) for pair in desk.questions()]
        return self._page("overview.html", tasks=tasks, author=desk.author, address=self._address)

    async def switch_keys(self, request: Request) -> Response:
        self._settings.has_keys = not self._settings.has_keys
        form = await _form(request)
        back = form.get("back", [""])[0]
        home = f"/{self._settings.token}/"
        return RedirectResponse(back if back.startswith(home) else home, 303)

    async def question(self, request: Request) -> Response:
        pile = self._pile(request)
        if paper := pile.after(None, only_open=True):
            return RedirectResponse(self._address(pile, paper), 303)
        return self._page("done.html", pile=pile, address=self._address)

    async def paper(self, request: Request) -> Response:
        pile = self._pile(request)
        return self._reading(pile, _paper(pile, request))

    async def save(self, request: Request) -> Response:
        pile, form = self._pile(request), await _form(request)
        paper = _paper(pile, request)
        items = [name for name in form.get("item", []) if name in pile.question.items]
        remark = clean(" ".join(form.get("remark", [])).strip(), limit=MAX_REMARK)
        try:
            self._desk.save(pile, paper, items, remark, form.get("seen", []))
        except SomebodyElse as meanwhile:
            mine = Opinion(frozenset(items), remark, self._desk.author, ())
            return self._reading(pile, paper, mine=mine, others=meanwhile.opinions, status=409)
        following = pile.after(paper, only_open=True)
        where = self._address(pile, following) if following else self._address(pile)
        return RedirectResponse(where, 303)

    def _reading(
        self,
        pile: Pile,
        paper: Paper,
        *,
        mine: Opinion | None = None,
        others: tuple[Opinion, ...] | None = None,
        status: int = 200,
    ) -> Response:
        """The page of one paper; `others` have read it while `mine` was made."""
        held = pile.opinions[paper.key] if others is None else others
        following = pile.after(paper, only_open=False)
        return self._page(
            "paper.html",
            status=status,
            pile=pile,
            paper=paper,
            answer=as_html(paper.text),
            held=held,
            is_late=others is not None,
            chosen=mine or (held[0] if len(held) == 1 else None),
            seen=[key for opinion in held for key in opinion.keys],
            place=pile.papers.index(paper) + 1,
            following=self._address(pile, following) if following else "",
            here=self._address(pile, paper),
            keys=KEYS,
            author=self._desk.author,
        )

    def _pile(self, request: Request) -> Pile:
        parts = request.path_params
        assignment: Assignment = self._desk.course.assignment(parts["assignment"])
        task: Task = assignment.task(parts["task"])
        return self._desk.pile(assignment, task, parts["number"] - 1)

    def _address(self, pile: Pile, paper: Paper | None = None) -> str:
        where = f"{pile.assignment.name}/{pile.task.name}/{pile.number + 1}/"
        return f"/{self._settings.token}/{where}{paper.key if paper else ''}"

    def _page(self, template: str, *, status: int = 200, **shown: object) -> Response:
        nonce = secrets.token_urlsafe(16)
        html = _TEMPLATES.get_template(template).render(
            **shown, nonce=nonce, home=f"/{self._settings.token}/", has_keys=self._settings.has_keys
        )
        policy = (
            f"default-src 'none'; img-src data:; style-src 'nonce-{nonce}'; "
            f"script-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        headers = {
            "content-security-policy": policy,
            "referrer-policy": "same-origin",  # browsers then still send Origin with our forms
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        }
        return HTMLResponse(html, status, headers)


def _paper(pile: Pile, request: Request) -> Paper:
    paper = pile.paper(request.path_params["paper"])
    if paper is None:
        raise Refused(404, "Nobody gives this answer any more. Go on from the first page.")
    return paper


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a form as browsers send it without files."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Refused(413, "That is too long; write a shorter remark.")
    return parse_qs(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=200)
