"""Settings, from the environment only. Without any, the site runs for one person on this machine.

MODCHECK_SECRET_KEY   signs sessions; without it a key is made once and kept in var/secret_key
MODCHECK_OLD_SECRET_KEYS  keys from before, comma-separated, while they are being replaced (none)
MODCHECK_HOSTS        host names served, comma-separated (localhost)
MODCHECK_HTTPS        1 where the site is reached by HTTPS: secure cookies, redirect, HSTS
MODCHECK_DATABASE     path of an SQLite file, or postgresql://user:password@host:port/name
                      (var/modcheck.sqlite3)
MODCHECK_LIBRARY      directory of questionnaires of the site's own, <id>/<version>/ (none)
MODCHECK_ADDRESS      where people reach the site; it is printed in PDFs (https:// and the first host)
MODCHECK_EVIDENCE     directory of attached files (var/evidence)
MODCHECK_ATTESTATIONS directory of sealed PDFs (var/attestations)
MODCHECK_REVIEW       directory of what authorities received (var/review)
MODCHECK_S3_BUCKET    bucket for both instead (none), with MODCHECK_S3_ENDPOINT, MODCHECK_S3_REGION,
                      MODCHECK_S3_ACCESS_KEY and MODCHECK_S3_SECRET_KEY where the usual sources do not say
MODCHECK_PROXIES      how many proxies stand before the site (1 with MODCHECK_HTTPS, else 0)
MODCHECK_SSO_ISSUER   OpenID Connect provider to sign in with (none); it needs MODCHECK_SSO_CLIENT_ID and
                      MODCHECK_SSO_SECRET; MODCHECK_SSO_NAME is on the button (single sign-on)
MODCHECK_SEAL_KEY     private key of the seal on PDFs, as PEM or the path of a PEM file, with
                      MODCHECK_SEAL_CERTIFICATES, MODCHECK_SEAL_PASSWORD, MODCHECK_OLD_SEALS; and
MODCHECK_REGISTER_KEY private key of the register, with MODCHECK_REGISTER_ORIGIN and
                      MODCHECK_OLD_REGISTER_KEYS. Without them keys for evaluation are made in
MODCHECK_KEYS         (var/keys), with which a real site refuses to start
MODCHECK_CHECKPOINTS  directory for the register's memory outside of the database (var/checkpoints)
MODCHECK_TIME_STAMPS  service of time-stamps, RFC 3161 (none), with MODCHECK_TIME_STAMP_ROOTS
MODCHECK_EMAIL        mail server, smtp://user:password@host:587?tls=starttls (files in var/mail/)
MODCHECK_EMAIL_FROM   sender of e-mails (Modcheck <modcheck@localhost>)
MODCHECK_DEBUG        1 shows tracebacks in the browser; never on a machine that others reach
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from compliance.databases import database
from compliance.environment import private_storage, require_keys, secret_key, single_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)


SECRET_KEY = secret_key(VAR)
SECRET_KEY_FALLBACKS = [each for each in os.environ.get("MODCHECK_OLD_SECRET_KEYS", "").split(",") if each]
DEBUG = os.environ.get("MODCHECK_DEBUG") == "1"
HTTPS = os.environ.get("MODCHECK_HTTPS") == "1"
LIBRARY = os.environ.get("MODCHECK_LIBRARY", "")
ALLOWED_HOSTS = os.environ.get("MODCHECK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Whether others than the people at this machine reach it.
REAL = HTTPS or not {"localhost", "127.0.0.1", "[::1]"}.issuperset(ALLOWED_HOSTS)
ADDRESS = os.environ.get("MODCHECK_ADDRESS", "").rstrip("/") or (
    f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].lstrip('.')}{'' if REAL else ':8000'}"
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # pages of django-allauth use it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "compliance.accounts",
    "compliance.deliveries",
    "compliance.assessments",
    "compliance.attestations",
    "compliance.review",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "compliance.accounts.access.RefuseUndeclared",
    "compliance.assessments.errors.explain_wrong_method",
]

ROOT_URLCONF = "compliance.urls"
WSGI_APPLICATION = "compliance.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("MODCHECK_DATABASE") or str(VAR / "modcheck.sqlite3"))}
# Limits of attempts are counted here, so that they hold for all processes together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "compliance" / "static", BASE_DIR / "questionnaires" / "graph" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": private_storage("evidence", VAR),
    "attestations": private_storage("attestations", VAR),
    "review": private_storage("review", VAR),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # as long as a guest's answers are kept
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "compliance.assessments.errors.form_not_accepted"

# The address of whoever asks is told by the last of these; limits of attempts count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MODCHECK_PROXIES", "1" if HTTPS else "0"))

# Accounts -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        # Our own convention: between the 8 and the 15 characters that NIST SP 800-63B-4 (3.1.1.2) asks for
        # with and without a second factor.
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
# Where people of each kind of organisation land.
ORGANISATION_PAGES = {
    "downstream": "assessments:board",
    "regulator": "review:queue",
    "upstream": "assessments:board",
}

ACCOUNT_ADAPTER = "compliance.accounts.adapters.AccountAdapter"
_FORMS = "compliance.accounts.sign_in_forms"
ACCOUNT_FORMS = {
    "signup": f"{_FORMS}.SignUpForm",
    "login": f"{_FORMS}.SignInForm",
    "reset_password": f"{_FORMS}.ForgottenPasswordForm",
    "reset_password_from_key": f"{_FORMS}.PasswordFromLinkForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.FirstPasswordForm",
    "reauthenticate": f"{_FORMS}.PasswordAgainForm",
    "add_email": f"{_FORMS}.NewAddressForm",
    "confirm_email_verification_code": f"{_FORMS}.MailedCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # it is about this session; Django ends the others
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "compliance.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_FORMS}.SecondFactorForm",
    "reauthenticate": f"{_FORMS}.SecondFactorAgainForm",
    "activate_totp": f"{_FORMS}.NewAppForm",
    "add_webauthn": f"{_FORMS}.NewPasskeyForm",
    "edit_webauthn": f"{_FORMS}.RenamePasskeyForm",
    "authenticate_webauthn": f"{_FORMS}.PasskeyForm",
    "reauthenticate_webauthn": f"{_FORMS}.PasskeyAgainForm",
    "login_webauthn": f"{_FORMS}.PasskeySignInForm",
}
MFA_TOTP_TOLERANCE = 1  # a code counts for one period more, since typing takes time (RFC 6238, 5.2)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # localhost
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ADAPTER = "compliance.accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_FORMS = {"signup": f"{_FORMS}.SingleSignOnSignUpForm"}
# A link leads to the provider: our policy (form-action) forbids a form to be redirected to another host, and
# the way may lead over hosts that we do not know. State and PKCE tie what comes back to this browser.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = single_sign_on()
# The provider is the operator's choice, so that an address it has verified is trusted.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Attestations -------------------------------------------------------------------------------------------

SEAL_KEY = os.environ.get("MODCHECK_SEAL_KEY", "")
SEAL_CERTIFICATES = os.environ.get("MODCHECK_SEAL_CERTIFICATES", "")
SEAL_PASSWORD = os.environ.get("MODCHECK_SEAL_PASSWORD", "").encode() or None
OLD_SEALS = os.environ.get("MODCHECK_OLD_SEALS", "")
REGISTER_KEY = os.environ.get("MODCHECK_REGISTER_KEY", "")
REGISTER_ORIGIN = os.environ.get("MODCHECK_REGISTER_ORIGIN") or f"{ADDRESS.partition('://')[2]}/register"
OLD_REGISTER_KEYS = [each for each in os.environ.get("MODCHECK_OLD_REGISTER_KEYS", "").split(",") if each]
CHECKPOINTS = os.environ.get("MODCHECK_CHECKPOINTS") or str(VAR / "checkpoints")
KEYS = os.environ.get("MODCHECK_KEYS") or str(VAR / "keys")  # made at the first use, for evaluation only
TIME_STAMPS = os.environ.get("MODCHECK_TIME_STAMPS", "")
TIME_STAMP_ROOTS = os.environ.get("MODCHECK_TIME_STAMP_ROOTS", "")
require_keys(real=REAL)

# Deliveries ---------------------------------------------------------------------------------------------

EMAIL_BACKEND = "compliance.deliveries.backend.OutboxBackend"
EMAIL_URL_WITH_PASSWORD = os.environ.get("MODCHECK_EMAIL", "")
MAIL_DIRECTORY = VAR / "mail"
MAIL_SENDER_GIVEN = bool(os.environ.get("MODCHECK_EMAIL_FROM"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MODCHECK_EMAIL_FROM") or "Modcheck <modcheck@localhost>"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What fails is told on standard error. Without this Django would mail it to nobody, and say nothing.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"not_debugging": {"()": "django.utils.log.RequireDebugFalse"}},
    "formatters": {
        "failure": {
            "()": "compliance.accounts.failures.WithoutAddress",
            "format": "{asctime} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "failures": {
            "class": "logging.StreamHandler",
            "level": "ERROR",
            "filters": ["not_debugging"],
            "formatter": "failure",
        }
    },
    "loggers": {"django.request": {"handlers": ["failures"]}},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144  # bytes; the largest page of answers is a tenth of that
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

SECURE_REFERRER_POLICY = "same-origin"  # a private link is never told to another site
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws a few of its signs from data: addresses
        "script-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
