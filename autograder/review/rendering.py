"""A student's Markdown as HTML that does nothing: no scripts, no pictures, no addresses."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

from autograder.text.legible import clean

MAX_LENGTH = 20_000  # characters of one answer
TAGS = {
    *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_MARKDOWN.disable(["image", "link", "autolink", "heading", "lheading", "html_block", "html_inline"])


def as_html(text: str) -> str:
    """The answer, cut at `MAX_LENGTH`, with what can't be seen made visible."""
    html = _MARKDOWN.render(clean(text, limit=MAX_LENGTH))
    return nh3.clean(html, tags=TAGS, attributes={}, url_schemes=set(), link_rel=None)
