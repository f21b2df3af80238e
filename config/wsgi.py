"""WSGI entry point; gunicorn serves `config.wsgi:application`. A database without its guards is not
served.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from records.checks import require_guards  # noqa: E402 – the apps are loaded only now

# Its connection stays open in the thread that loads the application, and gthread workers answer in others. So on
# SQLite no request closes the last connection, which would cost a checkpoint and the making of a new log each time.
require_guards()
