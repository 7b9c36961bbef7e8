"""The entries of the province's folder, as the database would give them."""

from functools import cache

from api.core.settings import ROOT
from api.knowledge.entries import Entry, entry_of
from api.province.folder import Folder, read_folder
from api.province.models import KnowledgeEntry
from api.province.rows import entry_rows


@cache
def folder() -> Folder:
    """Return the folder of Hưng Yên."""
    return read_folder(ROOT / "data" / "hung-yen")


@cache
def entries() -> list[Entry]:
    """Return its entries."""
    return [entry_of(KnowledgeEntry(**row)) for row in entry_rows(folder())]
