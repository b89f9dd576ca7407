"""Below /account/: signing in, and one's own keys. Pages of allauth bear allauth's names; no others."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from network.access import account_views as account
from network.access import lock_views, safety_views, views
from network.access import recovery_views as recovery

urlpatterns = decorate_urlpatterns(
    [
        path("", account.keys, name="account_keys"),
        path("login/", views.SignInView.as_view(), name="account_login"),
        path("logout/", views.SignOutView.as_view(), name="account_logout"),
        path("reauthenticate/", views.PassphraseAgainView.as_view(), name="account_reauthenticate"),
        path("start/", safety_views.start, name="account_start"),
        path("lock/", lock_views.lock_now, name="account_lock"),
        path("awake/", lock_views.awake, name="account_awake"),
        path("locked/", lock_views.UnlockView.as_view(), name="account_locked"),
        path("lockdown/", safety_views.lock_down, name="account_lockdown"),
        path("lockdown/done/", safety_views.lockdown_done, name="account_lockdown_done"),
        path("password/change/", account.change_passphrase, name="account_change_password"),
        path("recover/", recovery.recover, name="account_recover"),
        path("recover/done/", recovery.recovered, name="account_recovered"),
        path("recover/mail/", recovery.by_mail, name="account_recover_by_mail"),
        path("recover/mail/code/", recovery.by_mail_code, name="account_recover_code"),
        path("recover/mail/wait/", recovery.waits, name="account_recover_waits"),
        path("recover/mail/stop/", account.stop_mail_recovery, name="account_recover_stop"),
        path("email/", account.show_email, name="account_email"),
        path("email/new/", account.give_email, name="account_email_new"),
        path("email/code/", account.prove_email, name="account_email_code"),
        path("email/shown/", account.reveal_email, name="account_email_shown"),
        path("email/remove/", account.remove_email, name="account_email_remove"),
        path("email/recovery/", account.let_email_recover, name="account_email_recovery"),
        path("sessions/", account.sessions, name="account_sessions"),
        path("sessions/end/", account.end_other_sessions, name="account_sessions_end"),
        path("sessions/<str:public_id>/end/", account.end_session, name="account_session_end"),
        path("sessions/<str:public_id>/name/", account.label_session, name="account_session_name"),
        path("events/<str:public_id>/seen/", account.dismiss_event, name="account_event_seen"),
        path("2fa/", views.SecondStepView.as_view(), name="mfa_index"),
        path("2fa/authenticate/", views.CodeView.as_view(), name="mfa_authenticate"),
        path("2fa/reauthenticate/", views.CodeAgainView.as_view(), name="mfa_reauthenticate"),
        path("2fa/totp/activate/", views.SetUpView.as_view(), name="mfa_activate_totp"),
        path("2fa/totp/deactivate/", views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
        path("2fa/keys/add/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
        path(
            "2fa/keys/reauthenticate/",
            views.KeyAgainView.as_view(),
            name="mfa_reauthenticate_webauthn",
        ),
        path("2fa/keys/<str:public_id>/remove/", views.remove_key, name="mfa_remove_webauthn"),
        path("2fa/notes/", account.show_kit, name="account_kit"),
        path("2fa/notes/new/", account.make_kit, name="account_kit_new"),
    ],
    never_cache,
)
