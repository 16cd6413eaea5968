"""Addresses of login and account: those that are needed, and none of allauth's others.

Names are allauth's own, which its code leads to. All of them are below /admin/, where nothing is stored
by any cache; the first one takes the place of the stock login, which is shut besides (see `admin.py`).
"""

from django.urls import path

from newsdesk.accounts import invitations, notice_pages, pages, reset, views

urlpatterns = [
    path("login/", views.Login.as_view(), name="account_login"),
    path("login/code/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", views.PasskeyLogin.as_view(), name="mfa_login_webauthn"),
    path(
        "invitation/<uidb64>/<token>/", invitations.Invitation.as_view(), name="account_invitation"
    ),
    path("login/new-password/", reset.Reset.as_view(), name="account_reset"),
    path("account/notices/", notice_pages.NoticesByMail.as_view(), name="account_notices"),
    path(
        "account/notices/stop/<str:token>/",
        notice_pages.StopMail.as_view(),
        name="account_stop_mail",
    ),
    path("account/name/", pages.OwnName.as_view(), name="account_name"),
    path("account/", pages.Account.as_view(), name="mfa_index"),
    path("account/confirm/", views.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", views.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        views.ConfirmPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/app/add/", pages.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", pages.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/codes/", pages.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/", pages.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
    path(
        "account/codes/download/",
        pages.DownloadedCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/add/", pages.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/rename/",
        pages.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/passkeys/<int:pk>/remove/",
        pages.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/elsewhere/", pages.end_others, name="account_end_others"),
    path("account/elsewhere/one/", pages.end_one, name="account_end_one"),
]
