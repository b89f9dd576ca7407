"""Below /account/: the pages of allauth that are used here, under allauth's names. No others."""

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from network.access import lock_views, safety_views, views

urlpatterns = decorate_urlpatterns(
    [
        path("login/", views.SignInView.as_view(), name="account_login"),
        path("logout/", views.SignOutView.as_view(), name="account_logout"),
        path("reauthenticate/", views.PassphraseAgainView.as_view(), name="account_reauthenticate"),
        path("start/", safety_views.start, name="account_start"),
        path("lock/", lock_views.lock_now, name="account_lock"),
        path("awake/", lock_views.awake, name="account_awake"),
        path("locked/", lock_views.UnlockView.as_view(), name="account_locked"),
        path("lockdown/", safety_views.lock_down, name="account_lockdown"),
        path("lockdown/done/", safety_views.lockdown_done, name="account_lockdown_done"),
        path("2fa/", IndexView.as_view(), name="mfa_index"),
        path("2fa/authenticate/", views.CodeView.as_view(), name="mfa_authenticate"),
        path("2fa/reauthenticate/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
        path("2fa/totp/activate/", views.SetUpView.as_view(), name="mfa_activate_totp"),
        path("2fa/totp/deactivate/", DeactivateTOTPView.as_view(), name="mfa_deactivate_totp"),
        path("2fa/notes/", ViewRecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
        path(
            "2fa/notes/new/",
            GenerateRecoveryCodesView.as_view(),
            name="mfa_generate_recovery_codes",
        ),
    ],
    never_cache,
)
