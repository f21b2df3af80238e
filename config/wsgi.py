"""WSGI entry point; gunicorn serves `config.wsgi:application`. A database without its guards is not
served.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from records.checks import require_guards  # noqa: E402 – the apps are loaded only now

require_guards()
