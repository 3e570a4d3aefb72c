from twinning.models.municipalities import GazetteerEdition, Municipality

__all__ = ["GazetteerEdition", "Municipality"]
