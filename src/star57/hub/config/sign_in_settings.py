"""Settings of sign-in: who may, by what, for how long. allauth's own limits are off: the portal counts in a table all processes share."""

from star57.hub.config.environment import flag
from star57.hub.config.offices import offices
from star57.hub.domain.sign_in import IDLE_FOR, MIN_PASSWORD

SECOND_FACTOR_ASKED = not flag("STAR57_DEMO", default=False)
PASSWORD_HASHERS = ["star57.hub.portal.accounts.hashing.BoundedArgon2"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": MIN_PASSWORD}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name"), "max_similarity": 0.8},
    },
    {"NAME": "star57.hub.portal.accounts.passwords.NotOneThingOverAndOver"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = int(IDLE_FOR.total_seconds())
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "star57.hub.reads.reset_links.ResetLinks"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "records_remembered",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

ACCOUNT_ADAPTER = "star57.hub.portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "star57.hub.portal.forms.sign_in.SignInForm",
    "reauthenticate": "star57.hub.portal.forms.sign_in.ConfirmForm",
    "change_password": "star57.hub.portal.forms.sign_in.ChangePasswordForm",
    "set_password": "star57.hub.portal.forms.sign_in.SetPasswordForm",
    "reset_password": "star57.hub.portal.forms.sign_in.ResetForm",
    "reset_password_from_key": "star57.hub.portal.forms.sign_in.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "star57.hub.portal.accounts.passwords.name_of"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False  # the outbox tells of changes, with the fact, in one transaction
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = False

MFA_ADAPTER = "star57.hub.portal.accounts.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "star57.hub.portal.forms.factors.CodeForm",
    "reauthenticate": "star57.hub.portal.forms.factors.ConfirmCodeForm",
    "activate_totp": "star57.hub.portal.forms.factors.AppForm",
    "add_webauthn": "star57.hub.portal.forms.factors.AddPasskeyForm",
    "edit_webauthn": "star57.hub.portal.forms.factors.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not flag("STAR57_HTTPS", default=SECOND_FACTOR_ASKED)  # a browser allows only localhost so

SOCIALACCOUNT_ADAPTER = "star57.hub.portal.accounts.offices.OfficeAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link, since form-action keeps forms from being sent on to an office
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": offices("STAR57_OFFICES")}}
