"""What a server may be asked to fetch: pages that everybody can reach, and nothing that only it can."""

import socket

import pytest

from newsdesk.outside.fetch import fetch
from newsdesk.outside.network import Forbidden, Network, NotFetched
from newsdesk.outside.public_address import is_public, onward, target

# Of the trial: written in every way that some library reads as an address of this machine or its network.
WRITTEN = """
http://127.0.0.1/ http://localhost/ http://[::1]/ http://10.0.0.1/ http://169.254.169.254/latest/ http://0/
http://2130706433/ http://0x7f.1/ http://127.1/ http://017700000001/ http://[::ffff:127.0.0.1]/
http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://[fe80::1%25eth0]/ http://[fc00::1]/ http://100.64.0.1/
http://192.0.0.8/ http://198.18.0.1/ http://224.0.0.1/ http://255.255.255.255/ http://user@example.org/
http://example.org:8000/ ftp://example.org/ file:///etc/passwd gopher://x/ http://exa\\mple.org/
http://①②⑦.⓪.⓪.①/ http://192.88.99.1/ http://[::]/ http://[::127.0.0.1]/
"""
HOSTILE = [*WRITTEN.split(), "http://example.org\r\nX:/"]

BESIDE = """
http://127.0.0.1./ http://127.000.000.001/ http://0177.0.0.1/ http://0x7f000001/ http://0x7f.0x0.0x0.0x1/
http://127.0.1/ http://8.8/ http://134744072/ http://010.8.8.8/ http://1.2.3.4.5/ http://example.0x1/
http://[::ffff:10.0.0.1]/ http://[::ffff:a9fe:a9fe]/ http://[64:ff9b::a9fe:a9fe]/ http://[64:ff9b:1::808:808]/
http://[2002:a00:1::1]/ http://[2001:0:1::1]/ http://[2001:db8::1]/ http://[2001:10::1]/ http://[3fff::1]/
http://[5f00::1]/ http://[100::1]/ http://[fec0::1]/ http://[ff02::1]/ http://[fd00:ec2::254]/
http://[2a00:1450::5efe:a00:1]/ http://[2a00:1450::200:5efe:7f00:1]/ http://[::ffff:0:127.0.0.1]/
http://[2a00:1450:4001::1%25lo]/ http://[fe80::1]/ http://192.168.1.1/ http://172.16.0.1/ http://192.0.2.1/
http://203.0.113.9/ http://240.0.0.1/ http://100.127.255.255/ http://0.0.0.0/ http://169.254.1.1/
http://user:pass@example.org/ http://@example.org/ http://example.org@127.0.0.1/ http://a@b@example.org/
http://example.org:22/ http://example.org:0/ http://example.org:99999/ http://example.org:x/
https://example.org:8443/ http://intranet/ http://LOCALHOST/ http:///x http:example.org //example.org/
example.org javascript:alert(1) data:text/html,x http://[::1 http://[v1.x]/ http://。/ http://１２７．０．０．１/
http://127。0。0。1/ http://ⓛocalhost/ http://exa%6dple.org/ http://-example.org/ http://example..org/
http://xn--/ http://ex_ample/ ws://example.org/
"""
ODD = (
    "http://exam ple.org/",
    "http://example.org/a\r\nHost: x",
    "http://example.org/\x00",
    "http://example.org\x00.evil.example/",
    "http://example.org/\ta",
    "http://example.org/a\nb",
    "http://example.org/\x7f",
    "http://example.org/" + "a" * 2_000,
    "",
)

PUBLIC = """
http://example.org/ https://www.theguardian.com/world/2026/mar/04/halden http://example.org:80/ https://example.org:443
http://example.org:443/ https://müller-zeitung.example.de/straße?q=ä https://example.org/a?b=c&d=e#part
https://93.184.215.14/ https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/ https://EXAMPLE.org/A%20b
https://news.example.co.uk./x https://日本.example.jp/
""".split()


def alone() -> Network:
    """A network of this machine's own resolver, and none that can be reached."""

    def connect(address, port, timeout):
        raise AssertionError(f"{address} was sought")

    return Network(connect=connect)


@pytest.mark.parametrize("address", [*HOSTILE, *BESIDE.split(), *ODD], ids=repr)
def test_what_leads_into_the_machine_or_its_network_is_refused_before_it_is_sought(address):
    with pytest.raises(NotFetched) as refusal:
        fetch(address, network=alone())
    sentence = str(refusal.value)
    assert isinstance(refusal.value, Forbidden), sentence
    assert sentence.endswith(".")
    assert sentence.count("\n") == 0


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_web_are_read_in_plain_letters(address):
    read = target(address)
    assert read.url.isascii()
    assert "#" not in read.url
    assert read.path.startswith("/")
    assert target(read.url) == read


def test_one_private_address_among_those_of_a_name_is_enough_to_refuse_it():
    def resolve(host, port):
        return ["93.184.215.14", "10.0.0.5"]

    def connect(address, port, timeout):
        raise AssertionError("sought")

    with pytest.raises(Forbidden):
        fetch("https://news.example.org/", network=Network(resolve=resolve, connect=connect))


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b?c", "https://news.example.org/b?c"),
        ("b", "https://news.example.org/a/b"),
        ("//other.example.org/x", "https://other.example.org/x"),
        ("https://other.example.org", "https://other.example.org/"),
        ("/stra\u00c3\u009fe", "https://news.example.org/stra%C3%9Fe"),
    ],
)
def test_a_redirect_is_read_from_where_it_stands(location, leads_to):
    assert onward(target("https://news.example.org/a/x"), location).url == leads_to


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "//user@x.example.org", "http://[", "/a b"],
)
def test_a_redirect_is_judged_as_if_it_had_been_typed(location):
    with pytest.raises(ValueError, match=r"\.$"):
        onward(target("https://news.example.org/"), location)


def test_a_redirect_to_an_address_of_the_machine_is_read_and_not_public():
    assert not is_public(onward(target("https://news.example.org/"), "http://127.0.0.1/").host)


def test_public_addresses_of_the_internet_are_public():
    for text in (
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8",
    ):
        assert is_public(text), text
    assert not is_public("no address")
    assert not is_public(socket.gethostname())
