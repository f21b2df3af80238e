"""Parts of addresses."""

from django.urls import register_converter


class KeyConverter:
    """A row's key or a number in a file: digits that both databases can hold; more of them are no address (404)."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(KeyConverter, "key")
