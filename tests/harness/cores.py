"""The tests of the cores by themselves, for mutation testing: no Django, no database, quick and always the same.

Named as a plugin in pyproject.toml, [tool.mutmut]; see docs/mutation.md. Properties run with few examples, drawn the same
way each time, and the differential test with few schemes: a mutant costs about a second and a result can be repeated.
"""

import os

from hypothesis import settings

os.environ.setdefault("SCHEMES", "3")
settings.register_profile("cores", deadline=None, derandomize=True, database=None, max_examples=30)
settings.load_profile("cores")
