"""Lists of short texts kept in a text field, one a line: aliases, domains."""


def to_lines(value: str) -> tuple[str, ...]:
    """Return the lines of `value`, trimmed, without empty ones and repetitions."""
    return tuple(
        dict.fromkeys(line for raw in value.splitlines() if (line := " ".join(raw.split())))
    )


def from_lines(lines: tuple[str, ...]) -> str:
    return "\n".join(lines)
