"""A message in both languages: a small twin of the one in appraisal, as a core imports only its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One message in Chinese (`zh`) and English (`en`)."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the English text for "en", "en-gb" …, the Chinese one for anything else."""
        return self.en if language.lower().startswith("en") else self.zh

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}
