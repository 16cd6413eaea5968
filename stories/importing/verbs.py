"""The verbs by which a report is attributed, as data, in all the forms that occur."""

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
    devoted
"""
_REGULAR = """
    report cover highlight add detail explain point warn suggest confirm claim mention document
    present offer ask track list remark echo feature assert caution contend recount call look turn
    link record question predict expect stress comment reflect interview maintain concur feature
    headline address underpin zoom centre
"""


def _forms(verb: str) -> set[str]:
    return {verb, f"{verb}s", f"{verb}ed", f"{verb}ing"}


# Whatever a known outlet, or a reporter who has been introduced, may be said to do.
ANY = frozenset(_IRREGULAR.split()).union(*(_forms(verb) for verb in _REGULAR.split()))

# Only those who report do these: enough to take an unknown name for an outlet.
REPORTING = frozenset(
    "reports report reported reporting writes write wrote publishes published".split()
)

# A reporter does these; a witness or a minister "said" or "claimed".
REPORTERLY = REPORTING | frozenset(
    """notes noted highlights highlighted observes observed argues argued explains explained details
    detailed describes described adds added points pointed outlines outlined""".split()
)

# What may be done by somebody in "as detailed by": the agent is the source.
PASSIVE = frozenset(
    """analysed analyzed carried cited confirmed covered described detailed discussed documented
    echoed emphasised emphasized examined explained explored featured first-reported highlighted
    investigated mentioned noted observed outlined published quoted recounted recorded relayed
    reported revealed seen shared stated summarised summarized told tracked underlined underscored
    written""".split()
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
    """again all alike also always both clearly closely each earlier even first further furthermore
    have has had having however initially instead is are was were jointly just later likewise
    meanwhile now only previously recently reportedly repeatedly separately similarly since still
    subsequently then too today yesterday""".split()
)

PREPOSITIONS = frozenset("at of from for in with".split())
ROLES = frozenset(
    """analyst bureau chief columnist contributor correspondent editor journalist reporter reporters
    staff writer""".split()
)
