"""Parts of addresses: numbers with their bounds. What is beyond them is no address (404)."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """A row's key or a number in a file: digits that both databases can hold."""

    regex = "[0-9]{1,18}"


class YearConverter(IntConverter):
    """A year of four digits: every day of it, of the one before and of the next is a date."""

    regex = "[1-9][0-9]{3}"


register_converter(KeyConverter, "key")
register_converter(YearConverter, "year")
