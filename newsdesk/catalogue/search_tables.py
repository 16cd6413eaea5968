"""The side tables of search. No models here: the app configuration imports this.

Made after each migrate rather than in a migration, since they hold nothing that cannot be rebuilt.
"""

from django.db import connections

TABLES = ("catalogue_gram", "catalogue_search")

# Every word that was ever indexed, by its groups of three letters. Without a unique key, so that two
# pages that bring the same new word at the same time need not wait for each other.
WORDS = (
    "CREATE TABLE IF NOT EXISTS catalogue_gram (gram varchar(3) NOT NULL, word varchar(40) NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_gram_gram ON catalogue_gram (gram, word)",
    "CREATE INDEX IF NOT EXISTS catalogue_gram_word ON catalogue_gram (word)",
)
SQLITE = (
    *WORDS,
    "CREATE VIRTUAL TABLE IF NOT EXISTS catalogue_search USING fts5("
    "title, also, summary, text, tokenize = 'porter unicode61 remove_diacritics 2')",
)
POSTGRESQL = (
    *WORDS,
    "CREATE TABLE IF NOT EXISTS catalogue_search (page_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX IF NOT EXISTS catalogue_search_words ON catalogue_search USING gin (words)",
)


def create_tables(sender: object, using: str, **kwargs: object) -> None:
    """Receiver of post_migrate."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
