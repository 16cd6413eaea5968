"""The side tables of search. No models here: the app configuration imports this.

Made after each migrate rather than in a migration, since they hold nothing that cannot be rebuilt. A
table that an older release made with other columns is dropped: `rebuild_catalogue` fills it again.
"""

from django.db import connections

# Where the columns stand by which results are filtered and sorted.
SIDE = {"sqlite": "catalogue_searched", "postgresql": "catalogue_search"}
_SHARED = (
    "catalogue_called",
    "catalogue_gram",
    "catalogue_search",
    "catalogue_vector",
    "catalogue_word",
)
TABLES = {"sqlite": (*_SHARED, "catalogue_searched", "catalogue_titled"), "postgresql": _SHARED}

# Tables that an older release made otherwise are dropped: those of the side lack this column.
_REMADE = {
    "sqlite": ("catalogue_searched", "catalogue_search", "catalogue_titled"),
    "postgresql": ("catalogue_search",),
}
_NEW = {"sqlite": "place", "postgresql": "named"}
_TIMES = {"sqlite": "datetime", "postgresql": "timestamptz"}
_BYTES = {"sqlite": "blob", "postgresql": "bytea"}
# Of each page what results are filtered and sorted by, beside its row, which is long.
_NARROW = (
    "kind varchar(16) NOT NULL, published_at {time} NOT NULL,"
    " updated_at {time} NOT NULL, visible_from {time} NOT NULL, visible_until {time}"
)
_BOTH = (
    # What pages are called, by `query.name_keys`, and from later words on, which is not `whole`.
    "CREATE TABLE IF NOT EXISTS catalogue_called ("
    "page_id bigint NOT NULL, whole smallint NOT NULL, called varchar(80) {binary} NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_called_name ON catalogue_called (whole, called, page_id)",
    "CREATE INDEX IF NOT EXISTS catalogue_called_page ON catalogue_called (page_id)",
    # Every word that was ever indexed, with a page that brought it; the longer ones by their groups of
    # three letters. Without a unique key, so that two pages that bring the same new word at the same time
    # need not wait for each other.
    "CREATE TABLE IF NOT EXISTS catalogue_word (word varchar(40) NOT NULL, page_id bigint NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_word_word ON catalogue_word (word, page_id)",
    "CREATE TABLE IF NOT EXISTS catalogue_gram (gram varchar(3) NOT NULL, word varchar(40) NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_gram_gram ON catalogue_gram (gram, word)",
    # What pages mean, by the name and version of the model.
    "CREATE TABLE IF NOT EXISTS catalogue_vector (page_id bigint PRIMARY KEY,"
    " model varchar(60) NOT NULL, vector {bytes} NOT NULL, written_at {time} NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_vector_written ON catalogue_vector (written_at)",
    "CREATE INDEX IF NOT EXISTS catalogue_vector_awaited ON catalogue_vector (page_id) WHERE model = ''",
)
# In kB. What was written last stands in a list that every look into the index reads through: it is 4 MB
# unless told, or until somebody vacuums.
_LISTED = "WITH (gin_pending_list_limit = 256)"
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_OWN = {
    # The place of a page is its rowid in both indexes: FTS5 reads matches in their order, the newest first,
    # and stops when it has enough. Titles apart, so that few are read of a word that all texts have.
    "sqlite": (
        "CREATE VIRTUAL TABLE IF NOT EXISTS catalogue_search USING fts5("
        f"title, also, more, summary, text, {_TOKENS})",
        f"CREATE VIRTUAL TABLE IF NOT EXISTS catalogue_titled USING fts5(title, also, {_TOKENS})",
        "CREATE TABLE IF NOT EXISTS catalogue_searched (place integer PRIMARY KEY,"
        f" page_id bigint NOT NULL UNIQUE, {_NARROW})",
    ),
    # Words are long: out of the way of those who only count or sort.
    "postgresql": (
        f"CREATE TABLE IF NOT EXISTS catalogue_search (page_id bigint PRIMARY KEY, {_NARROW},"
        " named tsvector NOT NULL, words tsvector NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS catalogue_search_words ON catalogue_search USING gin (words) {_LISTED}",
        f"CREATE INDEX IF NOT EXISTS catalogue_search_named ON catalogue_search USING gin (named) {_LISTED}",
    ),
}


def create_tables(sender: object, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    vendor = connection.vendor
    binary = 'COLLATE "C"' if vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if SIDE[vendor] in there:
            table = connection.introspection.get_table_description(cursor, SIDE[vendor])
            if _NEW[vendor] not in {column.name for column in table}:
                for old in there & set(_REMADE[vendor]):
                    cursor.execute(f"DROP TABLE {old}")
        for statement in (*_OWN[vendor], *_BOTH):
            cursor.execute(
                statement.format(time=_TIMES[vendor], bytes=_BYTES[vendor], binary=binary)
            )
