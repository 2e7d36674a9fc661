"""What all sections of grading.yml have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section of grading.yml. No value is converted: "3" is text, and true is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
