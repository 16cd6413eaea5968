"""Well-known outlets as data, so that attribution works on an empty database. The desk's rows come first."""

from stories.importing.explainer import KnownOutlet


def _outlet(name: str, *domains: str, also: str = "") -> KnownOutlet:
    aliases = tuple(alias.strip() for alias in also.split(",") if alias.strip())
    return KnownOutlet(name=name, aliases=aliases, domains=domains)


WELL_KNOWN = (
    _outlet("9to5Mac", "9to5mac.com"),
    _outlet("ABC News", "abcnews.go.com"),
    _outlet("Agence France-Presse", "afp.com", also="AFP"),
    _outlet("Al Jazeera", "aljazeera.com", "aljazeera.net"),
    _outlet("Ars Technica", "arstechnica.com", "arstechnica.co.uk"),
    _outlet("Associated Press", "apnews.com", "ap.org", also="AP, AP News"),
    _outlet("The Athletic", "theathletic.com"),
    _outlet("The Atlantic", "theatlantic.com"),
    _outlet("Axios", "axios.com"),
    _outlet("Barron's", "barrons.com"),
    _outlet("BBC", "bbc.co.uk", "bbc.com", also="BBC News, British Broadcasting Corporation"),
    _outlet("Bloomberg", "bloomberg.com", also="Bloomberg News"),
    _outlet("Business Insider", "businessinsider.com", also="Insider"),
    _outlet("BuzzFeed News", "buzzfeednews.com", also="BuzzFeed"),
    _outlet("CBC", "cbc.ca", also="CBC News"),
    _outlet("CBS News", "cbsnews.com", also="CBS"),
    _outlet("CNBC", "cnbc.com"),
    _outlet("CNN", "cnn.com", "edition.cnn.com"),
    _outlet("The Conversation", "theconversation.com"),
    _outlet("Corriere della Sera", "corriere.it"),
    _outlet("Daily Express", "express.co.uk", also="The Express"),
    _outlet("Daily Mail", "dailymail.co.uk", also="The Mail, MailOnline, Mail Online"),
    _outlet("Daily Mirror", "mirror.co.uk", also="The Mirror"),
    _outlet("Der Spiegel", "spiegel.de", also="Spiegel"),
    _outlet("Deutsche Welle", "dw.com", also="DW"),
    _outlet("The Economist", "economist.com"),
    _outlet("El País", "elpais.com"),
    _outlet("ESPN", "espn.com", "espn.co.uk"),
    _outlet("Euronews", "euronews.com"),
    _outlet("Evening Standard", "standard.co.uk", also="The Standard"),
    _outlet("Financial Times", "ft.com", also="FT"),
    _outlet("Forbes", "forbes.com"),
    _outlet("Fortune", "fortune.com"),
    _outlet("Fox News", "foxnews.com"),
    _outlet("France 24", "france24.com"),
    _outlet("The Globe and Mail", "theglobeandmail.com"),
    _outlet("The Guardian", "theguardian.com", "guardian.co.uk"),
    _outlet("Gulf News", "gulfnews.com"),
    _outlet("Haaretz", "haaretz.com"),
    _outlet("The Hill", "thehill.com"),
    _outlet("The Hindu", "thehindu.com"),
    _outlet("The Hollywood Reporter", "hollywoodreporter.com"),
    _outlet("HuffPost", "huffpost.com", also="Huffington Post"),
    _outlet("The Independent", "independent.co.uk", "the-independent.com"),
    _outlet("Interfax", "interfax.ru", "interfax.com"),
    _outlet("The Irish Times", "irishtimes.com"),
    _outlet("ITV News", "itv.com", also="ITV"),
    _outlet("The Japan Times", "japantimes.co.jp"),
    _outlet("The Jerusalem Post", "jpost.com"),
    _outlet("Kyiv Independent", "kyivindependent.com"),
    _outlet("Le Figaro", "lefigaro.fr"),
    _outlet("Le Monde", "lemonde.fr"),
    _outlet("Los Angeles Times", "latimes.com", also="LA Times, L.A. Times"),
    _outlet("The Moscow Times", "themoscowtimes.com"),
    _outlet("Nature", "nature.com"),
    _outlet("NBC News", "nbcnews.com", also="NBC"),
    _outlet("New Scientist", "newscientist.com"),
    _outlet("New York Post", "nypost.com", also="NY Post, NYPost"),
    _outlet("The New York Times", "nytimes.com", also="NYT, NY Times"),
    _outlet("The New Yorker", "newyorker.com"),
    _outlet("Newsweek", "newsweek.com"),
    _outlet("Nikkei Asia", "asia.nikkei.com", also="Nikkei"),
    _outlet("NPR", "npr.org", also="National Public Radio"),
    _outlet("The Observer", "observer.co.uk"),
    _outlet("PBS", "pbs.org", also="PBS NewsHour"),
    _outlet("Politico", "politico.com", "politico.eu"),
    _outlet("ProPublica", "propublica.org"),
    _outlet("Quartz", "qz.com"),
    _outlet("Reuters", "reuters.com"),
    _outlet("Rolling Stone", "rollingstone.com"),
    _outlet("SBS News", "sbs.com.au"),
    _outlet("Science", "science.org"),
    _outlet("Scientific American", "scientificamerican.com"),
    _outlet("The Scotsman", "scotsman.com"),
    _outlet("Semafor", "semafor.com"),
    _outlet("Sky News", "news.sky.com"),
    _outlet("Sky Sports", "skysports.com"),
    _outlet("South China Morning Post", "scmp.com", also="SCMP"),
    _outlet("Space.com", "space.com"),
    _outlet("SpaceNews", "spacenews.com"),
    _outlet("The Straits Times", "straitstimes.com"),
    _outlet("The Sun", "thesun.co.uk"),
    _outlet("Sydney Morning Herald", "smh.com.au"),
    _outlet("TASS", "tass.com", "tass.ru"),
    _outlet("TechCrunch", "techcrunch.com"),
    _outlet("The Telegraph", "telegraph.co.uk", also="Daily Telegraph"),
    _outlet("Time", "time.com", also="Time magazine, TIME magazine"),
    _outlet("The Times of India", "timesofindia.indiatimes.com"),
    _outlet("The Times of Israel", "timesofisrael.com"),
    _outlet("The Times", "thetimes.com", "thetimes.co.uk", also="The Times of London"),
    _outlet("Tom's Guide", "tomsguide.com"),
    _outlet("USA Today", "usatoday.com"),
    _outlet("Variety", "variety.com"),
    _outlet("The Verge", "theverge.com"),
    _outlet("Vice", "vice.com", also="Vice News"),
    _outlet("Vox", "vox.com"),
    _outlet("The Wall Street Journal", "wsj.com", also="WSJ"),
    _outlet("The Washington Post", "washingtonpost.com", also="WaPo"),
    _outlet("Wired", "wired.com"),
    _outlet("Xinhua", "xinhuanet.com", "news.cn"),
    _outlet("ZDF", "zdf.de"),
)

# Names that are also ordinary words or parts of other names: they count only where a verb of
# reporting, "according to" or the like makes them a source.
ORDINARY = frozenset(
    """atlantic conversation economist express forbes fortune globe guardian hill hindu independent
    insider mail mirror nature observer post quartz science scotsman spiegel standard sun telegraph
    time times verge vice vox wired""".split()
)

# Of these, the ones that mean something else even after "the" and with a capital.
ORDINARY_WITH_ARTICLE = frozenset("atlantic conversation globe hill hindu mail sun".split())

# What the last word of an outlet's name tends to be. Those of the second row mean much else as well.
OUTLET_WORDS = frozenset(
    """chronicle courier dispatch examiner gazette guardian herald inquirer journal magazine monthly
    news newspaper observer newsletter telegraph times tribune weekly""".split()
)
DOUBTFUL_OUTLET_WORDS = frozenset(
    """advertiser agency argus bulletin broadcasting daily echo enquirer express globe independent
    leader ledger mail mercury mirror monitor online post press radio record recorder reporter review
    sentinel spectator standard star sun television today tv voice wire world""".split()
)

# Words in the names of those who are reported about, and do not report.
INSTITUTIONS = frozenset(
    """academy administration agency airlines airport alliance army assembly association authority bank
    board bureau cabinet centre center church city club college commission committee company
    congress corporation council court department directorate federation force foundation fund
    government group hospital inc institute institution laboratory llc ltd ministry museum navy
    observatory office organisation organization parliament party police port secretariat senate
    service services society state states survey syndicate treasury tribunal trust union united
    university""".split()
)
