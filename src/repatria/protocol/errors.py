"""The one exception of the protocol: a check that failed, with the code the pages give it."""


class ProtocolError(Exception):
    """Something received is not what the protocol allows. The rule is: block, never warn.

    `code` is the word from `protocol/*.md` (alike in TypeScript); `detail` is for people who debug.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code
