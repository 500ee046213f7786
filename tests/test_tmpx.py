import pytest
from django.contrib.auth.models import User
@pytest.mark.django_db
@pytest.mark.parametrize("i", range(4))
def test_x(i):
    User.objects.create_user("a","b","c")
    assert User.objects.count()==1
