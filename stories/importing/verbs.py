"""The verbs and other words by which a report is attributed, as data, in all the forms that occur.

In English, German, French and Spanish; folded.
"""

_IRREGULAR = """
    writes write wrote written writing says say said saying tells tell told telling finds find found
    finding shows show showed shown showing draws draw drew drawn gives give gave given runs run ran
    running puts put putting takes take took taken sees see saw seen leads lead led leading breaks
    break broke broken sets set setting makes make made carries carry carried carrying quotes quote
    quoted quoting cites cite cited citing agrees agree agreed agreeing argues argue argued arguing
    describes describe described describing notes note noted noting observes observe observed
    observing emphasises emphasise emphasised emphasizes emphasize emphasized emphasising underlines
    underline underlined underscores underscore underscored outlines outline outlined outlining
    examines examine examined examining explores explore explored exploring analyses analyse analysed
    analyzes analyze analyzed summarises summarise summarised summarizes summarize summarized
    raises raise raised traces trace traced states state stated frames frame framed believes believe
    believed concludes conclude concluded speculates speculate speculated estimates estimate
    estimated profiles profile profiled publishes publish published publishing stresses stress
    stressed discusses discuss discussed focuses focus focused focussed focusing hears heard
    reveals reveal revealed compares compare compared provides provide provided places place placed
    includes include included reiterates reiterate reiterated characterises characterise
    characterises characterizes characterize investigates investigate investigated questions question
    questioned dedicates dedicate dedicated relates relate related chronicles chronicled devotes
    devoted learns learn learned learnt urges urge urged endorses endorse endorsed blames blame blamed
    understands understand understood
    spots spot spotted uncovers uncover uncovered unearths unearthed exposes expose exposed discovers
    discovered reckons reckon reckoned calculates calculated thinks think thought doubts doubt doubted
    recalls recall recalled insists insist insisted defends defended
    accuses accuse accused obtains obtain obtained verifies verify verified
    disagrees disagree disagreed differs differ differed disputes dispute disputed denies deny denied
    replies reply replied says denies
    praises praise praised advises advise advised alleges allege alleged likens liken likened
    predicts forecasts forecast acknowledges acknowledge acknowledged admits admit admitted
    establishes establish established
    announces announce announced declares declare declared discloses disclose disclosed
    criticises criticise criticised criticizes criticize criticized scrutinises scrutinised
    identifies identify identified prefers prefer preferred portrays portray portrayed
    reproduces reproduce reproduced recommends recommend recommended speaks speak spoke
    hails hail hailed mocks mock mocked pictures pictured surveys surveyed
    reads hears counts count counted follows follow followed meets meet met
    names name named backs backed opposes oppose opposed compiles compile compiled
"""
_REGULAR = """
    report cover highlight add detail explain point warn suggest confirm claim mention document
    present offer ask track list remark echo feature assert caution contend recount call look turn
    link record question predict expect stress comment reflect interview maintain concur feature
    headline address underpin zoom centre
    print air post broadcast wonder lament applaud condemn welcome dismiss reject demand depict remind
    film photograph respond fear debunk visit tour support attack splash
    poll send sent canvass
    translate chart reprint republish syndicate stream tweet scoop trawl sift comb reconstruct retrace debate
    tally total probe thunder fume gloat scoff mourn counter retort reason rank rate grade
    excerpt serialise summarise paraphrase transcribe annotate circulate
    unveil pinpoint detect suspect anticipate envisage hint imply editorialise editorialize
"""


def _forms(verb: str) -> set[str]:
    return {verb, f"{verb}s", f"{verb}ed", f"{verb}ing"}


_GERMAN_REPORTING = """
    berichtet berichten berichtete berichteten schreibt schreiben schrieb schrieben meldet
    melden meldete
"""
_GERMAN = """titelt kritisiert lobt meint urteilt
    zitiert zitieren erklart enthullt deckt sieht nennt kommentiert beschreibt erfuhr erfahren warnt
    fragt fordert verweist bezeichnet analysiert zeigt veroffentlicht veroffentlichte dokumentiert
    portratiert spricht sagt erinnert rechnet vermutet halt glaubt druckt berichtigt widerspricht
"""
_FRENCH_REPORTING = """
    rapporte rapportent rapporte rapportait ecrit ecrivent ecrivait relate relatent publie
    publient
"""
_FRENCH = """juge jugent denonce denoncent rappelle rappellent
    affirme affirment revele revelent indique indiquent souligne soulignent precise precisent annonce
    annoncent cite citent explique expliquent estime estiment note notent raconte racontent assure
    assurent decrit titre evoque confirme consacre montre critique salue doute croit voit parle
    ironise plaide reclame exige interviewe recense diffuse etrille tacle alerte
    decrypte detaille chiffre calcule devoile avance ajoute ajoutent pointe regrette dit
"""
_SPANISH_REPORTING = """
    informa informan informo informaron escribe escriben escribio publica publican publico
    publicaron publicado
"""
_SPANISH = """titula titulan opina opinan adelanta adelantan anade recuerda denuncia defiende critica
    senala senalan asegura aseguran afirma afirman revela revelan revelo cuenta cuentan
    recoge recogen
    cita citan apunta apuntan destaca destacan explica explican sostiene advierte describe relata
    relatan confirma confirmo dedica dice duda cree ve habla detalla desvela anuncia muestra indica
    coincide insiste matiza avanza difunde reproduce emite entrevista desmiente tacha califica alerta reclama
    exige celebra subraya lamenta calcula calculan estima estiman preve situa cifra analiza augura
"""

GERMAN_REPORTING = frozenset(_GERMAN_REPORTING.split())
# How such a report ends: "hatte N darüber berichtet".
GERMAN_PARTICIPLES = frozenset(
    """berichtet gemeldet geschrieben veroffentlicht enthullt zitiert gesprochen erfahren recherchiert
    aufgedeckt ausgewertet befragt interviewt nachgefragt dokumentiert beschrieben kommentiert""".split()
)


def _with_plurals(verbs: str, endings: dict[str, str]) -> set[str]:
    """Return verbs with what several do: "denuncia" and "denuncian", "kritisiert" and "kritisieren"."""
    found = set(verbs.split())
    for one, several in endings.items():
        found |= {verb.removesuffix(one) + several for verb in found if verb.endswith(one)}
    return found


# Whatever a known outlet, or a reporter who has been introduced, may be said to do.
ANY = frozenset(
    _IRREGULAR.split()
    + _GERMAN_REPORTING.split()
    + _FRENCH_REPORTING.split()
    + _SPANISH_REPORTING.split()
).union(
    _with_plurals(_GERMAN, {"iert": "ieren", "te": "ten"}),
    _with_plurals(_FRENCH, {"e": "ent"}),
    _with_plurals(_SPANISH, {"a": "an", "e": "en"}),
    *(_forms(verb) for verb in _REGULAR.split()),
)

# Things do these as well as papers: no word of saying for a name that is an ordinary word too.
GENERIC = frozenset(
    """finds find found shows show showed shown showing draws draw drew drawn gives give gave given runs
    run ran running puts put putting takes take took taken sees see saw seen leads lead led leading
    breaks break broke broken sets set setting makes make made carries carry carried carrying traces
    trace traced frames frame framed hears heard provides provide provided places place placed
    includes include included holds look looks looked turn turns turned link links linked record
    records recorded cover covers covered feature features featured track tracks tracked present
    presents presented offer offers offered address addresses addressed point points pointed detail
    document tell tells told telling question reflect call zoom centre underpin deckt sieht zeigt
    reads counts count counted follows follow followed meets meet met names name named backs backed
    opposes oppose opposed identifies identify identified pictures pictured speaks speak spoke air airs
    aired post posts posted film films filmed photograph photographs photographed
    counter counters countered rank ranks ranked rate rates rated total totals stream streams streamed
    detect detects detected circulate circulates circulated unveil unveils unveiled grade grades
    visit visits visited tour tours toured support supports supported attack
    attacks attacked demand demands demanded reject rejects rejected welcome welcomes welcomed differs
    differ differed forecast forecasts fear fears feared respond responds responded print prints printed
    montre voit muestra ve""".split()
)

# Only those who report do these: enough to take an unknown name for an outlet. German writes every noun
# with a capital, so that its verbs are not enough.
REPORTING = frozenset(
    "reports report reported reporting writes write wrote publishes published quotes quoted".split()
) | frozenset(f"{_FRENCH_REPORTING} {_SPANISH_REPORTING}".split())

# What only those who ask "have" done: "N has learned".
LEARNED = frozenset("learned learnt obtained established".split())
# What only who works at it "has" done, of what things do as well: "N has counted".
WORKED = frozenset("counted named identified traced tracked compiled polled followed met".split())
# What papers do with texts: "N ran the first story".
RUNS = frozenset(
    "ran runs run carried carries carry printed prints print published publishes aired airs".split()
)
# The same, after "N says it has".
SEEN_ITSELF = frozenset("seen obtained reviewed verified viewed heard read examined".split())
# How a list of sources begins: "Source: N".
SOURCES = frozenset("source sources quelle quellen fuente fuentes via".split())

# A reporter does these; a witness or a minister "said" or "claimed".
REPORTERLY = REPORTING | frozenset(
    """notes noted highlights highlighted observes observed argues argued explains explained details
    detailed describes described adds added points pointed outlines outlined""".split()
)

# What somebody who writes in a paper does there, besides reporting: "In N, P argues".
WRITING = REPORTING | frozenset("schreibt schrieb schreiben berichtet berichtete".split())

# What those do who put the questions on air; others on air answer them.
PRESENTING = frozenset(
    """asks asked puts put presses pressed interviews interviewed questions questioned challenges challenged
    reports reported""".split()
)

# What may be done by somebody in "as detailed by": the agent is the source.
PASSIVE = frozenset(
    """analysed analyzed carried cited confirmed covered described detailed discussed documented
    echoed emphasised emphasized examined explained explored featured first-reported highlighted
    investigated mentioned noted observed outlined published quoted recounted recorded relayed
    asked interviewed obtained reviewed verified questioned viewed uncovered commissioned printed
    contacted approached broadcast aired posted disclosed named challenged compiled shown
    broken reported revealed seen shared stated summarised summarized told tracked underlined underscored
    written""".split()
)

# What is done by those who report, or by somebody who is named in full: "a letter seen by N".
SEEN = frozenset("seen viewed obtained contacted approached interviewed quoted".split())

SEEN_ELSEWHERE = ("entrevistad", "consultad", "preguntad", "interroge", "consulte", "contacte")

# The same in French and Spanish: "publiée par N", "citado por N".
_PASSIVE_ELSEWHERE = """publie revele rapporte cite consulte obtenu interroge relaye evoque devoile diffuse
    publicad revelad citad consultad obtenid entrevistad recogid difundid adelantad preguntad
    replicad reproducid confirmad reportad divulgad publie repris contacte sollicite interviewe""".split()
PASSIVE_ELSEWHERE = frozenset(
    f"{stem}{ending}"
    for stem in _PASSIVE_ELSEWHERE
    for ending in ("", "e", "s", "es", "o", "a", "os", "as")
)
BY = frozenset("by par por".split())
# Where a text is found: "printed in N", "carried on N".
FOUND = frozenset(
    """published printed reported carried quoted appeared appearing appears featured posted broadcast aired
    erschienen paru parue publie publiee publicado publicada""".split()
)

# Somebody speaks, and the words may stand in quotation marks.
SPEAKING = frozenset(
    """said says say saying told tells telling described describes describing called calls calling
    added adds adding warned warns warning explained explains explaining wrote writes writing
    insisted insists insisting argued argues arguing stated states stating noted notes noting
    declared declares declaring admitted admits admitting asked asks asking claimed claims claiming
    announced announces announcing promised promises promising labelled labels labelling labeled
    denounced denounces denouncing dismissed dismisses dismissing characterised characterises
    predicted predicts predicting recalled recalls recalling replied replies joked tweeted posted
    posts testified testifies urged urges urging conceded concedes remarked remarks stressed
    stresses stressing spoke speaks speaking""".split()
)

# May stand between a name and its verb.
ADVERBS = frozenset(
    """again all alike also always been both clearly closely each earlier even first further furthermore
    have has had having however initially instead is are was were jointly just later likewise
    meanwhile now only previously recently reportedly repeatedly separately similarly since still
    subsequently then too today yesterday on monday tuesday wednesday thursday friday saturday sunday
    ubereinstimmend gemeinsam ebenfalls zudem zunachst
    y
    hat haben auch zuerst jetzt am sonntag montag dienstag mittwoch donnerstag freitag samstag
    a ont aussi egalement ha han tambien""".split()
)

POSTED = frozenset("in at a en aus".split())
WITHIN = frozenset("in im dans en".split())
ROLES = frozenset(
    """analyst bureau chief columnist contributor correspondent editor journalist reporter reporters staff
    writer writers host presenter anchor commentator critic editors correspondents journalists columnists
    photographer photographers blogger essayist reviewer newsreader
    reporterin korrespondent korrespondentin journalistin redakteur redakteurin chefredakteur
    chefredakteurin moderator moderatorin kolumnist kolumnistin autor autorin journaliste correspondant
    correspondante periodista corresponsal redactor redactora
    editorialiste chroniqueur chroniqueuse envoye envoyee redacteur redactrice journalistes columnista
    editorialista enviado enviada reportera reportero korrespondenten reporterinnen""".split()
)
# May stand after such a word: "l'envoyée spéciale de N".
SPECIAL = frozenset(
    "special speciale speciaux especial politique economique politico politica".split()
)
# Those of them who work for an outlet and for nobody else.
JOURNALISTS = frozenset(
    """journalist journalists reporter reporters correspondent correspondents columnist columnists editor
    newsreader reporterin korrespondent korrespondentin journalistin redakteur redakteurin chefredakteur
    chefredakteurin kolumnist kolumnistin journaliste correspondant correspondante redacteur redactrice
    periodista corresponsal redactor redactora columnista""".split()
)
PREPOSITIONS = frozenset("at of from for in with von vom bei beim aus de du del en dans".split())
# Of a person: "Ann Lee of N", "Petra Lang von der N", "Marta Solís, de N".
OF_STAFF = frozenset("at of from von vom bei beim de du del".split())
# Whoever does not speak for themselves alone: "reporters from N", "a team of N".
STAFF = ROLES | frozenset("team crew newsroom desk bureau".split())

# "According to N", as the words before the name.
ACCORDING_TO = (
    ("according", "to"),
    ("selon", "les", "informations"),
    ("d", "apres", "les", "informations"),
    ("a", "en", "croire"),
    ("segun", "informaciones", "de"),
    ("segun", "la", "informacion", "de"),
    ("selon", "nos", "confreres"),
    ("d", "apres", "nos", "confreres"),
    ("selon",),
    ("d", "apres"),
    ("segun",),
    ("de", "acuerdo", "con"),
    ("per",),
)
# The same in German, where a name may be any noun.
LAUT = (
    ("laut",),
    ("nach", "angaben", "von"),
    ("nach", "angaben", "der"),
    ("nach", "angaben", "des"),
    ("nach", "informationen", "von"),
    ("nach", "informationen", "der"),
    ("nach", "informationen", "des"),
    ("nach", "informationen", "dem"),
    ("nach", "recherchen", "von"),
    ("nach", "recherchen", "der"),
    ("nach", "recherchen", "des"),
    ("unter", "berufung", "auf"),
)
# "Comme l'écrit N", "como informa N", "según publica N", as the words before the verb.
AS_ELSEWHERE = (
    ("comme", "l"),
    ("comme", "le"),
    ("ainsi", "que", "l"),
    ("como",),
    ("segun",),
    ("tal", "y", "como"),
)
AFTERWARDS = frozenset({"zufolge"})  # "N zufolge"

# Somebody speaks to a paper: "told N", "in an interview with N".
TOLD = frozenset("told tell tells telling".split())
SPOKEN = frozenset(
    """said says say speaking speak speaks spoke spoken talk talks talked talking interview interviews
    statement statements comment comments remarks email emails letter message confirmed admitted
    announced leaked released provided supplied forwarded disclosed passed appearing appeared appears
    sent handed given granted""".split()
)
# What is asked for: "a request for comment from N".
WISHES = frozenset("comment interview information access clarification response statement".split())
# Those that only a paper is given: "in an interview with N", "in comments to N".
ASKED = frozenset("speaking talking interview interviews comments remarks".split())
# On air: "invitée de N".
INVITED = frozenset("invite invitee invites invitees".split())
# What is put to somebody: "did not answer questions from N".
QUESTIONS = frozenset(
    "question questions query queries inquiries enquiries request requests".split()
)
# The same in other languages, where who speaks may stand between: "a confié la maire au N".
SPOKEN_ELSEWHERE = frozenset(
    """sagte sagt erklarte bestatigte gesprach interview gesprache
    confie declare dit explique affirme assure
    indique confirme raconte repondu entretien declarations
    dijo declaro explico aseguro confirmo conto declarado dicho explicado declaraciones entrevista""".split()
)
TO_ELSEWHERE = frozenset("mit a au aux al con sur en".split())
MICROPHONES = frozenset(
    "micro microphone microfonos microfono journal quotidien diario".split()
)  # "au micro de N"
# Nobody can be spoken to in these cases but an outlet that is named with its article: "sagte der N".
TO_GERMAN = frozenset({"der", "dem", "den"})
FACING = frozenset({"gegenuber"})
# A text of a paper: "an investigation by N".
TEXTS = frozenset(
    """investigation investigations analysis report reports article articles story stories piece interview
    profile editorial leader ed reporting column series documentary podcast essay commentary coverage dispatch
    review research reportage scoop
    bericht berichten beitrag meldung kolumne artikel recherchen recherche enquete articulo
    investigacion reportaje calculation calculations tally count estimate estimates survey poll
    calculos calculo calculs recuento estimacion estimaciones berechnungen umfrage""".split()
)
# What only a paper has: "an editorial in N", "a columnist for N".
OF_PAPERS_ONLY = frozenset(
    """editorial editorials oped opeds leitartikel columnist columnists columnista columnistas kolumnist
    kolumnistin chroniqueur chroniqueuse editorialista editorialiste newsroom reporters
    correspondents""".split()
)
# A text that has a writer of its own. "Op-ed" is two words.
COLUMNS = frozenset(
    """column essay ed oped opinion commentary comment editorial piece article blog newsletter
    kommentar leitartikel gastbeitrag kolumne essay tribune chronique editorial columna articulo""".split()
)
# The same, where only a paper's name makes sure that it is one: "a report for N".
REPORTS_FOR = COLUMNS | frozenset(
    """report reports investigation dispatch feature profile story reportage documentary podcast broadcast
    series bericht reportage recherche enquete reportage investigacion reportaje cronica""".split()
)
# Where somebody writes in a paper: "in the pages of N".
PAGES = frozenset("pages columns colonnes columnas paginas spalten".split())
# What of a paper is meant, in brackets after its name: "(N, June issue)".
ISSUES = frozenset(
    """issue edition print online website page paywall subscription video audio podcast editorial opinion
    ausgabe seite abo edition numero edicion pagina
    january february march april may june july august september october november december""".split()
)
OF_TEXTS = frozenset("by in from of von der des du del de".split())

# What belongs to a paper besides its texts: "N's website", "N's Today programme".
PARTS_OF_PAPERS = TEXTS | frozenset(
    """website site page pages front programme program show live blog headline headlines
    homepage app bulletin newscast supplement board""".split()
)
# Several papers, before some of their names: "papers such as N and N".
PLURAL_PAPERS = frozenset(
    """newspapers papers dailies weeklies tabloids broadsheets broadcasters magazines outlets websites
    sites journals titles media channels networks agencies publications zeitungen medien sender blatter
    journaux quotidiens medias diarios periodicos medios""".split()
)
AMONG = (
    ("among", "them"),
    ("including",),
    ("such", "as"),
    ("like",),
    ("wie",),
    ("darunter",),
    ("comme",),
    ("dont",),
    ("como",),
    ("entre", "ellos"),
)
# Days whose paper is meant: "Saturday's N", "this week's N".
OF_DAYS = frozenset("day week month weekend evening morning year today yesterday".split())

# What an outlet is called before its name: "the daily N".
PAPERS = frozenset(
    """newspaper paper daily weekly monthly tabloid broadsheet broadcaster magazine outlet newswire
    website journal newsletter podcast quotidien hebdomadaire mensuel radiodiffuseur diario periodico
    semanario revista sender""".split()
)
# What somebody writes or speaks alone: "in her newsletter, N".
OWN = frozenset("her his their its".split())
PUBLICATIONS = frozenset("newsletter podcast blog substack vodcast magazine".split())
# What a site does that is an outlet: "N, a site that covers water,".
COVERS = frozenset(
    """covers covering reports reporting specialises specialising specializes specializing tracks tracking
    monitors monitoring investigates investigating follows following focuses focusing devoted dedicated
    publishes publishing""".split()
)
# What is told of an outlet that is in the news itself: "N's chairman", "N was fined", "copies of N".
OWNED = frozenset(
    """owner owners chairman chairwoman chair board shareholders shares share profit profits revenue revenues
    loss losses building offices office headquarters licence license boss bosses workers employees advertisers
    subscribers founder founders publisher parent lawyers press printers archive""".split()
)
UNDERGONE = frozenset(
    """sued fined bought sold banned shut closed raided acquired founded blocked ordered forced suspended
    censored hacked taken jailed restructured merged""".split()
)
DONE_TO = frozenset(
    """bought buys buying sued sues suing fined fines banned bans owns owned owning acquired acquires
    acquiring raided raids blocked blocks shut copies copy part shares owner owners founder founded""".split()
)
# Where a paper comes from: "N, published in Y,".
PRINTED_IN = frozenset(
    """published printed based edited founded produced broadcasting headquartered erscheint
    erscheinende""".split()
)
# What those are called after their name who are asked and do not report: "N, a consultancy,".
BODIES = frozenset(
    """company firm group consultancy charity union bank insurer broker brokerage airline carrier operator
    maker manufacturer carmaker chipmaker drugmaker developer retailer supplier utility startup contractor
    organisation organization ngo nonprofit association federation lobby party movement militia regulator
    authority watchdog ministry agency department institute university college school hospital foundation
    thinktank tank centre center council committee court club team museum app platform software tool
    owner producer shipper trader landlord provider analyst economist lawyer spokesman spokeswoman
    professor scientist researcher resident farmer minister senator adviser advisor activist
    unternehmen firma konzern verein verband partei gewerkschaft behorde stiftung
    entreprise societe banque association syndicat fondation cabinet ministere
    empresa compania banco sindicato fundacion asociacion consultora""".split()
)
ARTICLES_OF_CALLED = frozenset("a an the ein eine der die das un une le la una el los las".split())
# What a noun is followed by, with nothing of it after that: "a firm in Lyon".
AFTER_NOUNS = frozenset(
    """in of from for at by on to that which who whose with and is was has had
    von aus mit des der de du en qui que""".split()
)
_KINDS_OF_PAPERS = "zeitung sender agentur magazin portal blatt".split()
_KINDS_BEFORE = """nachrichten tages wochen sonntags monats fernseh rundfunk radio online internet news
    wirtschafts lokal regional boulevard sport presse stadt polit""".split()
GERMAN_PAPERS = frozenset(_KINDS_OF_PAPERS) | frozenset(
    f"{before}{kind}" for before in _KINDS_BEFORE for kind in _KINDS_OF_PAPERS
)
# Texts of papers, whose capital makes no name of them.
GERMAN_TEXTS = frozenset(
    """bericht berichten artikel recherche recherchen gastbeitrag kommentar leitartikel interview gesprach
    essay analyse reportage beitrag kolumne meldung""".split()
)
# Who works for a paper, as the second half of a compound: "NDR-Reporter P".
GERMAN_STAFF = frozenset(
    """reporter reporterin korrespondent korrespondentin journalist journalistin redakteur redakteurin
    chefredakteur chefredakteurin moderator moderatorin kolumnist kolumnistin autor autorin""".split()
)
# The same where a word before says so: "the news site N", "the news agency N".
SITES = frozenset(
    "agency site station channel portal group service organisation organization".split()
)
# Those that need no such word before a name that looks like an outlet's.
NEWS_SITES = frozenset("site station channel portal".split())
OF_SITES = frozenset("news press radio tv television state-run investigative local online".split())

AND = (
    ("and",),
    ("as", "well", "as"),
    ("along", "with"),
    ("together", "with"),
    ("alongside",),
    ("nor",),
    ("und",),
    ("sowie",),
    ("et",),
    ("y",),
    ("e",),
)
# Never the beginning of a name, though capitals begin a sentence with them.
LEADS = frozenset(
    """laut nach wie einem einer eine ein der die das dem den des im bei so auch und aber unter zudem
    informationen angaben recherchen gesprach interview gegenuber
    selon pour dans un une et mais comme aux au d
    segun en y pero como una
    reporter reporters journalist journalists correspondent correspondents columnist columnists editors
    photographers invite invitee interroge interrogee contacte contactee sollicite sollicitee""".split()
)
# The beginning of a name, and no name by themselves: "La Voz", "Le Courrier".
ARTICLES = frozenset("le la les l el il lo los las o os a as het de het".split())
# Articles of other languages that stand before a name and are not part of it.
ARTICLES_BEFORE = frozenset("der die das dem den des le la el".split())
