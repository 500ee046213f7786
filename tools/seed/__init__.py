"""A town of any size for measuring (manage.py seed): matters as the verbs would have left them, written in bulk."""
