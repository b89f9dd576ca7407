"""What portal/settings/test.py makes cheaper and is more than a value."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id as on the real site, but with the least work that it can be given."""

    time_cost, memory_cost, parallelism = 1, 8, 1
