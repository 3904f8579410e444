"""Files of stories to the stories in them, held against the business they are played in."""

from __future__ import annotations

from careplay.language.stories.story import stories

__all__ = ["stories"]
