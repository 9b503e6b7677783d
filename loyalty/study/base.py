"""What every part of the study is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Key = Annotated[str, Field(min_length=1, max_length=200)]


class Record(BaseModel):
    """A frozen part of the study; unknown fields are refused, so a typing error is not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")
