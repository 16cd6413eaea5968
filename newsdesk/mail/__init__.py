"""Mail: a row for each message to one of the desk's people, sent by a job. Knows no kind of message."""
