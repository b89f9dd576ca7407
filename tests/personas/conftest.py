from tests.network.conftest import _no_limits_used_up, clock  # noqa: F401
