"""Organisations and people (RULES 1, 13)."""

from centres.models.codes import FirstAdminCode
from centres.models.people import DirectorTerm, Post, Staff
from centres.models.places import Centre, CentreAlias, Region, SupportHospital, VillageClinic
from centres.models.users import User

__all__ = [
    "Centre",
    "CentreAlias",
    "DirectorTerm",
    "FirstAdminCode",
    "Post",
    "Region",
    "Staff",
    "SupportHospital",
    "User",
    "VillageClinic",
]
