"""How passwords are hashed: Argon2id with OWASP's parameters for a server (19 MiB, two passes, one lane).

Django's own take 100 MiB and eight lanes, which on two cores costs half a second a sign-in and lets a handful of them
at once take the machine.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
