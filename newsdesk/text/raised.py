"""Raised and lowered figures as the characters that Unicode has for them: 10² and never 102."""

_FIGURES = "0123456789+-=()"
_SIGNS = {
    "sup": str.maketrans(f"{_FIGURES}−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻⁻"),
    "sub": str.maketrans(f"{_FIGURES}−–", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋₋"),
}


def raised(text: str, height: str) -> str:
    """Return `text` as it stands in "sup" or "sub", "" where there are no characters for it."""
    signs = text.translate(_SIGNS[height])
    written = text.strip()
    has_figure = any(each in "0123456789" for each in written)
    all_known = all(each in f"{_FIGURES}−–" for each in written)
    return signs if has_figure and all_known else ""
