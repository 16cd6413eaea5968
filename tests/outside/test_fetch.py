"""One page by its address: as much of it as fits, in time, from the address that was judged."""

import gzip
import socket
import ssl
import threading

import pytest

from newsdesk.outside import fetch as fetching
from newsdesk.outside.fetch import fetch, is_there
from newsdesk.outside.network import Forbidden, Network, NoAnswer, NoPage, NoSuchHost, SwitchedOff
from tests.outside.local_site import PUBLIC, html, local_site, moved

NEWS = "http://news.example.org"
SOON = 0.6  # Seconds; what is dripped for ever has to end by itself.


@pytest.fixture
def site():
    with local_site({"/": html("<h1>Ferry</h1>")}) as made:
        yield made


def test_a_page_comes_with_where_it_was_in_the_end(site):
    site.pages["/old"] = moved("/", 301)
    page = fetch(f"{NEWS}/old#part", network=site.network())
    assert (page.url, page.data, page.charset) == (f"{NEWS}/", b"<h1>Ferry</h1>", "utf-8")


def test_the_connection_goes_to_the_judged_address_and_the_name_is_asked_once(site):
    fetch(f"{NEWS}/", network=site.network())
    assert site.resolved == ["news.example.org"]
    assert site.connected == [(PUBLIC, 80)]
    assert site.headers[0]["Host"] == "news.example.org"


def test_nothing_is_sent_that_tells_who_asks_but_whom_to_write_to(site, settings, monkeypatch):
    settings.FETCH_CONTACT = "desk@news.example"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages["/a"] = (302, {"Location": "/", "Set-Cookie": "a=b"}, b"")
    fetch(f"{NEWS}/a", network=site.network())
    for sent in site.headers:
        assert sent["User-Agent"].startswith("Newsdesk/")
        assert sent["User-Agent"].endswith("(+desk@news.example)")
        assert set(sent) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_a_desk_that_asks_for_no_pages_asks_for_none(site, settings):
    settings.FETCH_PAGES = False
    with pytest.raises(SwitchedOff, match="save the page"):
        fetch(f"{NEWS}/", network=site.network())
    with pytest.raises(SwitchedOff):
        is_there(f"{NEWS}/", network=site.network())
    assert not site.resolved


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://inside.example.org/",
        "http://news.example.org:8080/",
    ],
)
def test_a_redirect_into_the_network_is_not_followed(site, to):
    site.names["inside.example.org"] = ["10.1.2.3"]
    site.names["localhost"] = site.names["127.0.0.1"] = ["127.0.0.1"]
    site.pages["/out"] = moved(to)
    with pytest.raises(Forbidden):
        fetch(f"{NEWS}/out", network=site.network())
    assert site.asked == ["GET /out"]


def test_a_name_that_leads_elsewhere_the_second_time_is_judged_again(site):
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    site.pages["/again"] = moved("/")
    network = site.network()
    changing = Network(resolve=lambda host, port: next(answers), connect=network.connect)
    with pytest.raises(Forbidden):
        fetch(f"{NEWS}/again", network=changing)
    assert site.asked == ["GET /again"]


def test_five_redirects_are_followed_and_no_more(site):
    for number in range(6):
        site.pages[f"/{number}"] = moved(f"/{number - 1}" if number else "/")
    assert fetch(f"{NEWS}/4", network=site.network()).url == f"{NEWS}/"
    with pytest.raises(NoAnswer, match="more than 5"):
        fetch(f"{NEWS}/5", network=site.network())
    site.pages["/loop"] = moved("/loop")
    with pytest.raises(NoAnswer):
        fetch(f"{NEWS}/loop", network=site.network())


def test_what_is_no_page_of_html_is_refused_by_what_the_site_says(site):
    site.pages["/pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    site.pages["/none"] = (200, {}, b"x")
    site.pages["/gone"] = html("", status=410)
    site.pages["/fault"] = html("", status=503)
    for path, said in (
        ("/pdf", "application/pdf"),
        ("/none", "file"),
        ("/gone", "gone"),
        ("/fault", "503"),
    ):
        with pytest.raises(NoPage, match=said):
            fetch(f"{NEWS}{path}", network=site.network())
    with pytest.raises(NoPage) as refusal:
        fetch(f"{NEWS}/nowhere", network=site.network())
    assert refusal.value.status == 404


def test_a_page_of_more_than_two_megabytes_is_not_read_to_its_end(site):
    sent = []

    def endless(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        try:
            while len(sent) < 200:
                request.wfile.write(b"x" * 100_000)
                sent.append(1)
        except OSError:
            pass

    site.pages["/endless"] = endless
    site.pages["/bomb"] = (
        200,
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        gzip.compress(b"x" * 5_000_000),
    )
    for path in ("/endless", "/bomb"):
        with pytest.raises(NoPage, match="2 MB"):
            fetch(f"{NEWS}{path}", network=site.network())
    assert len(sent) < 200


def test_a_page_that_is_packed_unasked_is_unpacked(site):
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    site.pages["/packed"] = (200, headers, gzip.compress(b"<p>Halden</p>"))
    site.pages["/odd"] = (200, headers | {"Content-Encoding": "br"}, b"x")
    site.pages["/false"] = (200, headers, b"no gzip")
    assert fetch(f"{NEWS}/packed", network=site.network()).data == b"<p>Halden</p>"
    for path in ("/odd", "/false"):
        with pytest.raises(NoAnswer):
            fetch(f"{NEWS}{path}", network=site.network())


def drip(first: bytes, piece: bytes):
    """A site that sends a byte now and then, for as long as somebody listens."""

    def page(request):
        stop = threading.Event()
        try:
            request.wfile.write(first)
            while not stop.wait(0.05):
                request.wfile.write(piece)
                request.wfile.flush()
        except OSError:
            pass

    return page


@pytest.mark.parametrize(
    ("first", "piece"),
    [
        (b"HTTP/1.0 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        (b"", b"H"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1\r\nx\r\n",
        ),
    ],
    ids=["headers", "page", "first line", "chunks"],
)
def test_a_site_that_drips_is_left_when_the_time_is_over(site, first, piece):
    site.pages["/drip"] = drip(first, piece)
    with pytest.raises((NoAnswer, NoPage)):
        fetch(f"{NEWS}/drip", network=site.network(seconds=SOON))


def test_a_page_that_breaks_off_is_no_page(site):
    def short(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(b"half")

    site.pages["/short"] = short
    with pytest.raises(NoAnswer, match="broke off"):
        fetch(f"{NEWS}/short", network=site.network())


def test_what_is_no_answer_of_the_web_is_one_sentence(site):
    def resolve(host, port):
        raise socket.gaierror("nothing")

    with pytest.raises(NoSuchHost, match=r"news\.example\.org"):
        fetch(f"{NEWS}/", network=Network(resolve=resolve))

    def refuse(address, port, timeout):
        raise ConnectionRefusedError

    network = site.network()
    with pytest.raises(NoAnswer, match="cannot be reached"):
        fetch(f"{NEWS}/", network=Network(resolve=network.resolve, connect=refuse))
    site.pages["/noise"] = lambda request: request.wfile.write(b"\x00\xff not the web\r\n\r\n")
    with pytest.raises(NoAnswer):
        fetch(f"{NEWS}/noise", network=site.network())


def test_tls_is_spoken_with_the_name_and_a_false_certificate_refused(site):
    names = []

    class Context(ssl.SSLContext):
        def wrap_socket(self, sock, **options):
            names.append(options["server_hostname"])
            return super().wrap_socket(sock, **options)

    def tls():
        return Context(ssl.PROTOCOL_TLS_CLIENT)

    with pytest.raises(NoAnswer):
        fetch("https://news.example.org/", network=site.network(tls=tls))
    assert names == ["news.example.org"]
    assert site.connected == [(PUBLIC, 443)]


def test_whether_a_page_is_there_is_asked_without_reading_it(site):
    site.pages["/old"] = moved("/")
    site.pages["/file"] = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    assert is_there(f"{NEWS}/old", network=site.network()) == fetching.Answer(f"{NEWS}/", 200)
    assert is_there(f"{NEWS}/file", network=site.network()).status == 200
    assert is_there(f"{NEWS}/none", network=site.network()).status == 404
    assert site.asked == ["HEAD /old", "HEAD /", "HEAD /file", "HEAD /none", "GET /none"]


def test_a_site_that_knows_no_head_is_asked_for_the_page(site):
    def only_get(request):
        request.send_response(200 if request.command == "GET" else 405)
        request.end_headers()

    site.pages["/only-get"] = only_get
    assert is_there(f"{NEWS}/only-get", network=site.network()).status == 200
