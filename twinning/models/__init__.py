from twinning.models.links import (
    TwinActivity,
    TwinLink,
    TwinLinkPerson,
    TwinLinkQuestion,
    TwinLinkStage,
)
from twinning.models.municipalities import GazetteerEdition, Municipality

__all__ = [
    "GazetteerEdition",
    "Municipality",
    "TwinActivity",
    "TwinLink",
    "TwinLinkPerson",
    "TwinLinkQuestion",
    "TwinLinkStage",
]
