"""Ways that mail leaves by besides plain SMTP: TLS with a login, and the interface of a mail service."""

import datetime
import ipaddress
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from newsdesk.mail.messages import mail_to
from newsdesk.mail.models import Message
from tests.mail import server

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def certificate(tmp_path):
    """The files of a key and of a certificate for 127.0.0.1 that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "mail.key", tmp_path / "mail.crt"
    files[0].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    files[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return files


@pytest.fixture
def secure(settings, certificate):
    """A server that takes mail only by STARTTLS and with a login, and what it was told of these."""
    logins = []

    def authenticate(server, session, envelope, mechanism, data):
        logins.append((data.login, data.password))
        return server_module.AuthResult(success=data.password == b"right", handled=False)

    server_module = pytest.importorskip("aiosmtpd.smtp")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate[1], certificate[0])
    catcher, controller = server.start(
        settings,
        tls_context=context,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "right"
    yield catcher, logins
    controller.stop()


def state(message):
    message.refresh_from_db()
    return message.state


def test_mail_goes_out_by_tls_with_a_login(secure, certificate, monkeypatch, ada, work):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    message = mail_to(ada, "sample", text="x")
    work()
    catcher, logins = secure
    assert state(message) == State.SENT
    assert len(catcher.mails) == 1
    assert logins == [(b"desk", b"right")]


def test_a_server_that_cannot_show_who_it_is_gets_neither_login_nor_mail(secure, ada, work):
    message = mail_to(ada, "sample", text="x")
    work()
    catcher, logins = secure
    assert (catcher.mails, logins) == ([], [])
    assert state(message) == State.WAITING
    assert "SSLCertVerificationError" in message.failure


def test_a_wrong_login_is_a_matter_of_settings_and_is_tried_again(
    secure, certificate, monkeypatch, settings, ada, work
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    settings.EMAIL_HOST_PASSWORD = "wrong"
    message = mail_to(ada, "sample", text="x")
    work()
    assert state(message) == State.WAITING
    assert message.failure == "The mail server refuses for now (535)."
    assert "wrong" not in message.failure


def test_a_mail_service_that_says_nothing_is_left_after_its_time(settings, ada, work):
    pytest.importorskip("anymail")
    with server.Silent() as silent:
        settings.MAIL_ON, settings.EMAIL_TIMEOUT = True, 1
        settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
        settings.ANYMAIL = {
            "MAILGUN_API_URL": f"http://127.0.0.1:{silent.port}/v3",
            "MAILGUN_API_KEY": "key",
            "MAILGUN_SENDER_DOMAIN": "news.example",
            "REQUESTS_TIMEOUT": 1,
        }
        message = mail_to(ada, "sample", text="x")
        work()
        assert silent.accepted
    assert state(message) == State.WAITING
    assert message.failure


def test_an_address_that_a_mail_service_refuses_is_not_tried_again(
    settings, monkeypatch, ada, work
):
    service = pytest.importorskip("anymail.backends.test").EmailBackend
    status = pytest.importorskip("anymail.message").AnymailRecipientStatus
    settings.MAIL_ON = True
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    taken = mail_to(ada, "sample", text="x")
    work()
    assert state(taken) == State.SENT
    refused = {ada.email: status(message_id=None, status="rejected")}
    monkeypatch.setattr(service, "parse_recipient_status", lambda *args: refused)
    message = mail_to(ada, "sample", text="x")
    work()
    assert state(message) == State.REFUSED
    assert message.failure == "The mail service refuses the address."
