"""What all sections of grading.yml have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(pattern=r"\S")]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(gt=0)]


class Section(BaseModel):
    """A section of grading.yml. No value is converted: "3" is text, and true is no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
