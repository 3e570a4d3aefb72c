from twinning.models.letters import (
    Letter,
    LetterBatch,
    LetterBatchItem,
    Letterhead,
    LetterTemplate,
)
from twinning.models.link_life import TwinActivity, TwinLinkStage
from twinning.models.links import TwinLink, TwinLinkPerson, TwinLinkQuestion
from twinning.models.municipalities import GazetteerEdition, Municipality

__all__ = [
    "GazetteerEdition",
    "Letter",
    "LetterBatch",
    "LetterBatchItem",
    "LetterTemplate",
    "Letterhead",
    "Municipality",
    "TwinActivity",
    "TwinLink",
    "TwinLinkPerson",
    "TwinLinkQuestion",
    "TwinLinkStage",
]
