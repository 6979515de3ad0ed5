"""The refusal of a file."""


class UploadRefused(Exception):
    """A file that is not taken in; `reason` is told to the person who uploads it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
