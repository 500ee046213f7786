"""The log without tracebacks of what is refused every day, so that real faults can be seen in it."""

import logging

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404

ORDINARY = (PermissionDenied, Http404, BadRequest, SuspiciousOperation)


class Short(logging.Filter):
    """One line for an ordinary refusal: what and where, not the way through our code."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, ORDINARY):
            record.exc_info = record.exc_text = None
        return True
