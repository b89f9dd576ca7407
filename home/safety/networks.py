"""Count what comes from one network without ever keeping an address."""

import base64
import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.core.cache import cache

SALT_KEY = "network-salt"
SALT_LIFETIME = 24 * 60 * 60


def network_token(address):
    """
    Return a name of 26 letters and digits for the network (/24, /48 for IPv6) of an IP address.

    The name means nothing after a day, when its salt is forgotten, and nothing without the site's
    secret: who copies the cache has the salt, and there are few networks to try. Raises
    ValueError when the address is not one.
    """
    ip = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    network = ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False)
    key = _salt_of_the_day() + settings.SECRET_KEY.encode()
    digest = hmac.digest(key, network.network_address.packed, hashlib.sha256)
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def _salt_of_the_day():
    salt = cache.get(SALT_KEY)
    if salt is None:
        cache.add(SALT_KEY, secrets.token_bytes(32), SALT_LIFETIME)
        salt = cache.get(SALT_KEY)
    return salt
