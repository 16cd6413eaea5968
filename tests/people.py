"""The people of a desk, one for each role, made as the desk makes them."""

from django.contrib.auth.models import Group, User

from newsdesk.workflow.roles import sync_roles


def person(role: str, name: str = "") -> User:
    """Return a member of staff in the group of `role`."""
    group = Group.objects.filter(name=role).first()
    if not group:
        sync_roles()
        group = Group.objects.get(name=role)
    user = User.objects.create_user(name or role.lower().replace(" ", "-"), is_staff=True)
    user.groups.add(group)
    return user


def outsider() -> User:
    """Return somebody with a login and no role."""
    return User.objects.create_user("outsider", is_staff=True)
