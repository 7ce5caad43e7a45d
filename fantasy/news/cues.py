"""What a scope's words amount to: names for turns of speech, so that few sentences teach many.

The words of each cue were written down from how football is written about, before any sentence
was labelled with what follows from them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from fantasy.news.injuries import ANY

CUES = {
    "out": r"\bout (?:of|for|until|with|through|injured|again|because|due)\b|\b(?:is|are|remains?|still|ruled|be|both|keep\w*|him|PLAYER) out\b|rul\w+ (?:him )?out|sidelined?|(?<!not )miss(?:es|ing)?\b(?! (?:the easiest|a sitter|chances|training))|absen\w+|unavailable|not available|on the sidelines|lay-?off|layoff|treatment (?:table|room)|no part|not (?:be )?(?:involved|feature|play|travel\w*|considered|with us|in the squad|make (?:it|the trip))|won't (?:play|feature|figure|be (?:involved|with|there|available|risked|considered)|make it|kick|travel)|can(?:no|')t play|will (?:have to )?(?:do|be) without|withdr[ae]w\w*|drops out|crocked|casualty|stretcher\w*|crutches|hobbled|limp\w+|pulled (?:up|out)|carried off|laid up|deprived|bereft|stays? (?:behind|home|at home)|left behind|sits? (?:this one )?out|sit out|sat out|no chance|\babsent\b|not due|working alone|not likely to appear|left out of|returned early|too bad|long road|gave way|is (?:nursing|hurt)\b|\bhurt\b(?! \w+ (?:his|team))|stricken|the injured PLAYER|injured PLAYER|neither PLAYER nor|nor PLAYER will|isn.t, he|is gone|needs (?:time|another)|bar PLAYER|unlike PLAYER|has none|did not and|not made the trip|takes PLAYER away|will need time|poor PLAYER|scratch\b|no date|gone for|is gone\b|done for|in a boot|made of glass|out of the reckoning|won't be (?:involved|seen|back)|not going to (?:be (?:with|there)|play|make)|be used|we don't have PLAYER|resigned to|do without|in the stand|not be seen|no part|robbed|wait for PLAYER|don't want to (?:gamble|risk)|suffers|suffered|hobbles|limps|PLAYER no\b|has gone\b|injured again|stays? at home|at home with|cannot (?:play|be)|on the shelf|side-?lined|shut down|forced off|went off injured|unable to (?:play|train|continue|feature)|write off|wrecked",
    "without": r"\b(?:without|lose|losing|lost|minus|miss)\b[^.]{0,30}PLAYER",
    "doubt": r"\bdoubt(?:s|ful)?\b|touch[- ]and[- ]go|fitness (?:test|check)\w*|work-?out|assess\w*|fifty-fifty|50-50|50/50|50 per cent|balance\b|question marks?|toss-?up|coin|game-time|late (?:call|decision|check|test)|wait and see|race against time|race to be|sweat\w*|anxious|nervous|monitor\w*|keeping an eye|check(?:ed|s)? (?:over|up)|take a look|day (?:to|by) day|uncertain|unclear|not yet known|scare|concern(?:s)? over|touch and go|prove (?:his|he|that he)|decide|decision|gamble|risk (?:him|PLAYER)|we(?:'ll| will| have to| shall)? (?:have to )?see|let's see|ask me (?:again )?tomorrow|another 24 hours|awaits?|extent of|went off holding|fingers crossed|went off|come off with|came off with|up to the (?:physios|doctors)|for the (?:doctors|physios|medical)|rule him (?:out|in)|small chance|some hope|have to see|no better than even|evens\b|in two minds|hanging in the balance|last minute|last-minute|touch-and-go|eleventh hour|flip of a coin|coin toss|in doubt|yet to decide|has a chance\b|only if\b|if not\b|not certain|a worry\b|trains? tomorrow|how he (?:trains|feels|responds|reacts)|is struggling|outside chance|hope that|chances are|non-committal|before deciding|we'll know|under observation|very close|anyone's guess|skipped (?:training|two)|no chances|could miss|may (?:have to )?(?:miss|sit)|might (?:miss|not)|settle\b|little sore|\b(?:25|50|75)%|to be assessed|unsure|waiting (?:on|for|over)|verdict|pending|awaiting|know more|up in the air|could yet|hours to|not ruled out|remains to be seen|reassess\w*|re-?evaluat\w*|test the",
    "hedge": r"\b(?:could|might|may|maybe|perhaps|possibl\w+|hopefully|if|unless|depends?|don't know|whether|rumou?r\w*|reportedly|apparently|hearing|unconfirmed|suggest\w*|not sure)\b",
    "hopeful": r"hopeful|hopes? (?:to|that)|confident|optimis\w+|positive|encourag\w+|(?:should|ought to|likely to|expected to|set to|tipped to|bound to|think he'll|probably) (?:be (?:okay|ok|fine|available|fit|ready|alright|all right|involved|with)|make|shake|recover|overcome|pull|come through|play)|pull through|slight|minor|good chance|on course|(?:slight|minor) |improving every day|can be with us|did well|could be with us|chance of making it|in time for|trending|on the mend|progress\w* well|close to|nearly there|set to (?:recover|overcome|shake|be fit)|despite|in spite of|should be (?:back|good|in)|expect (?:to have|him to be)|good progress|looks? likely|touch wood|nearly|close to|quietly|upbeat|fingers crossed|all being well",
    "gloomy": r"(?:serious|major|big|huge|severe|grave) doubt|unlikely|struggl\w+ (?:with|to)|surprised if|chances are (?:small|slim)|doesn't look (?:good|great)|not looking good|slim|small chance|pessimis\w+|fear\w* (?:he|the worst)|not hopeful|chances? (?:is|are|look\w*) (?:small|slim|low|remote)|(?:be|am) surprised|not (?:look\w*|very) (?:good|great|likely)|isn.t (?:looking )?(?:good|great)|outside chance|little hope|small\b|remote|unlikely|long shot|race he looks|against the odds|not optimistic|highly doubtful|hugely doubtful",
    "back": r"\bback (?:in|with|to|into|for|among|on the|available|at|after|from|again|training)\b|\bis back\b|\bBACK\b|return(?:s|ed|ing)? (?:to|from|after|in|for)|\breturns\b|return of|comes? back|comeback|recover(?:ed|s|y) (?:from|complete)|has recovered|welcomes?|(?:fit|available|ready|free|option|around|picked) (?:once )?(?:again|more)|fit-again|is over (?:a|his|the|an)|over (?:his|the) (?:illness|injury|knock)|shak(?:en|es) off|shrugg?(?:ed|s) off|passed fit|green light|all clear|rejoin\w*|in the fold|reinstat\w*|healed|regain|boosted|first (?:outing|appearance|start|game) (?:since|in)|play again|make his first|once more|came off the bench|\bready now\b|\bregain|back:|return of|-again PLAYER|is available from the start|(?:full|whole|proper) week (?:of|with|in)|call (?:again )?(?:on|upon)|can call again|came through (?:a|the|his) full|complet\w+ (?:a|his) full|turn(?:s|ed)? the corner|over the worst|resum\w+|match-?day squad again|bounce\w* back|set to (?:return|feature again)|in from the cold|regained|recuperat\w+|put (?:his|the) injury|pictured|for the first time in|unleash|at an end|well again|got over|behind him|boosted by|marked his return|never been away|restored|in full training|shook off|cleared to (?:return|resume)|can be called|ready now|trained without|steps? up his return|back to (?:full|fitness)|returning to the|is over\b|recovery is complete|completes? (?:his )?(?:recovery|comeback)|welcome boost",
    "not back": r"(?:not|n't|yet to|far from|before|until)\b[^.;,]{0,30}\b(?:back|return\w*|recovered|resum\w+)|too soon|only doing|as he recovers|stepping up his recovery|recovery (?:from [^.;]{0,30} )?will take|until then|longer than|expected back|expected to (?:return|resume)|return\w* (?:in|on|after|until|before)\b|(?:back|return\w*) (?:in|by|around|until) (?:\w+ ){0,2}(?:weeks?|months?|january|february|march|april|may|august|september|october|november|december)|still (?:recovering|out|working)|weeks away",
    "when back": r"(?:return\w*|back|comeback|available|out|absent|sidelined|until|kick|play)\b[^.;]{0,25}\b(?:weeks?|months?|january|february|march|april|may|june|july|august|september|october|november|december|\d+ [a-z]{3}|season|break|new year|christmas|summer)\b|(?:for|until|before|of) (?:\w+ ){0,4}(?:weeks|months|season)",
    "past": r"\bhad (?:missed|been|not|hoped|suffered|started)|\b(?:having|after) (?:missed|missing|recover\w+|serv\w+|complet\w+|been)|missed (?:the|his|two|three|four|five|last|several|a)|\bwas (?:out|injured|sidelined|absent|suspended)|\b(?:kept|cost) (?:him|PLAYER)|\bsince\b|weeks (?:out|away|off)\b|months (?:out|away|off)\b|last (?:month|season|week)|after \w+ (?:weeks|months|games) (?:out|away)|kept PLAYER out",
    "no harm": r"\b(?:not|isn't|is n't|n't|no|never|without|nothing|free of|neither)\b[^.;]{0,25}(?:injur\w*|hurt|knock|damage|issue|problem|concern|worr\w+|serious|wrong|reaction|worse|doubt|absentee\w*|drama)|fears? (?:over|about|eased|allay\w*)|eased|played down|dismiss\w*|brush\w+ aside|den(?:y|ied|ies)|wide of the mark|contrary to|precaution\w*|clean bill|clear treatment|just (?:cramp|tired|fatigue)|only (?:cramp|tired|fatigue|tactical|came off)|tactical|perfectly|unscathed|don't panic|calm down|ignore|full squad|came through|only cramp|just (?:a )?(?:cramp|fatigue|tired\w*)|simply given|nothing else|none the worse|all right|not a doubt|no doubt|despite speculation|no surprises|no reaction|not injured|isn't (?:hurt|injured)|hasn't got|not a concern|no longer a (?:doubt|concern)|no such worries|nothing to (?:worry|see)|nothing happened|who told you|shrugged off a (?:kick|knock)|routine|only being|wasn't (?:injured|hurt)|never (?:injured|hurt)|false alarm|overstated|exaggerated|no truth",
    "fit": r"\bfit\b|\bfine\b|\bok(?:ay)?\b|\ball right\b|available|ready|in contention|good to go|good shape|healthy|train(?:ed|s) (?:as|with|all|fully|normally|well|today|yesterday|since)|full (?:training|part)|will (?:start|play|lead|travel|keep|be there)|starts\b|nailed|keeps? (?:his|the) (?:place|spot)|takes? his place|in line for|among the|travelling|continues\b|can be (?:picked|called)|gets the nod|deputise|steps? in|fill in|stand in|be there|selection|he'll play|taking his spot|takes? (?:his|the) spot|21 players|squad for CLUB|should keep|so PLAYER continues|healthy|included\b|in good shape|PLAYER trained\b|cleared to play|unharmed|as normal|as usual|nothing happened|can be picked|can (?:play|start)\b|match fit|nothing to suggest|every minute|not a concern|carr(?:y|ies) on|hand a start|debut|does so instead|starts?,|good nick|no flags|ever-present|all good\b|lead the line",
    "unfit": r"(?:not|n't|isn't|never|lack\w*|short of|nowhere near|yet to|too (?:soon|early)|not yet)\b[^.;]{0,20}(?:fit\b|fitness|ready|right|available|running|healthy|recovered|involved)|too (?:soon|early) for|nowhere near|neither \w+ nor \w+ will be fit|not yet ready|no will|never|working alone|not yet\b",
    "hurt": ANY.pattern,
    "injury": r"injur\w*|\bbroke\w*\b|fractur\w+|torn\b|tear\b|tore\b|ruptur\w+|sprain\w*|twist\w*|pulled (?:a|his)|snapped|damag\w+|complaint|setback|snag|relapse|flared|gave way|problem|issue|trouble|tweak\w*|niggl\w*|soreness|discomfort",
    "surgery": r"surg\w+|operat\w+|under the knife|specialist|surgeon|\brehab\w*|cast\b|brace|protective boot",
    "scan": r"\bscans?\b|x-rays?|\btests?\b|\bmri\b|medical|diagnos\w+",
    "ill": r"\bill\b|illness|sick\w*|unwell|virus|\bflu\b|fever|\bbug\b|stomach|food poisoning|infection|under the weather|temperature|\bcold\b|covid|isolat\w+|poorly|tonsil\w*|throwing up|vomit\w*|feeling rough|laid low|symptoms|hospital|feeling (?:ill|rough|sick|unwell)|not feeling (?:well|himself)|struck down|came down with|gastro\w*|dizz\w+|nausea|chest|appendi\w+|malaria|glandular|pneumonia|in bed|heavy cold|ailment|sneez\w+|antibiotic\w*|throat|migraine|headache",
    "suspended": r"suspen\w+|\bban(?:s|ned)?\b|barred|red card|sent off|sending-?off|dismissed|dismissal|second yellow|violent conduct|yellow cards?|bookings?|cautions?|\bserv(?:e|es|ing) (?:a|his|the|out)|accumulat\w+|misconduct|commission|tribunal|saw red|not permitted|off-the-ball|retrospective|because of the cards|yellow|disciplinary|off the pitch for|three-match|one-match|two-match|match ban|game ban|having been dismissed",
    "no ban": r"(?:avoid\w*|escap\w*|overturn\w*|rescind\w*|one (?:caution|booking|yellow|card)|away from|short of|tightrope|risk of|no further|successful appeal|cleared|completed|served|over|end of)\b[^.;]{0,40}(?:suspen\w+|\bban\b|punish\w*|caution|yellow|card|booking)|(?:suspension|ban|red card)\b[^.;]{0,25}(?:is over|overturned|rescinded|now over|served|ended|expired|complete)|touchline ban|(?:suspension|ban)\b[^.;]{0,25}(?:finished|done|behind)",
    "personal": r"personal|family|compassionate|bereave\w*|funeral|\bdeath\b|grief|mourning|\bbirth\b|\bborn\b|\bbaby\b|paternity|pregnan\w+|his wife|partner|private|well-being|mental health|relative|\bleave\b(?! for)|at home for|off-field|expecting|time off|time with (?:his|their)|thoughts (?:are )?with|loss of|passed away|mother|father|grand\w+|daughter|\bson\b|wedding|house|support him|give him time|not ready mentally|missus|labou?r\b|tragedy|his dad|his mum|becomes a father|off-the-field|time away|stepped away|flown (?:back|home)|flew (?:back|home)|be with (?:them|his)|full support|issue at home|dealing with|deals with|circumstances|welfare",
    "rested": r"\brest(?:ed|ing|s)?\b(?! of)|\brotat\w+|breather|fresh(?:ness)?\b(?! (?:injur|concern|problem|worr|terms|blow))|workload|load management|wrapped|cotton wool|spared|recharge|night off|day off|save[ds]? (?:his legs|for)|being saved|his legs|kept back|minutes in|shuffle\w*|overload\w*|given (?:the )?(?:night|day|game) off|breath\w*|given the (?:night|day|evening) off|left on the bench to|keep him fresh|tired legs|protect(?:ed|ing)?\b|hectic|three games in|manag\w+ (?:his|the) (?:minutes|load)|spreads the load|watches this one|among the substitutes|red zone|held back|left at home to|sits out (?:to|as)|afternoon off|put his feet up|with (?:thursday|europe|the (?:cup|final))|in mind\b|minutes? (?:are )?manag\w+|for freshness|squad rotation|heavy schedule|congest\w+",
    "gone": r"(?:joined|joins|signed for|signs for|moved to|move to|switch to|departed|departs|left (?:the )?club|left CLUB|leaves CLUB|leaves (?:the )?club|sold|sell\b|sale\b|transferred|transfer to|permanent\w*|unveiled|signing of|completed (?:his|a)|undisclosed fee|free agent|mutual consent|contract was|medical at|pen to paper|deal is done|officially gone|retire\w*|hung up|farewell|good luck|parted company|released|gone for good|departs for good)|departure of|farewell to|deal to sign|seals? (?:his|a)|sealed|exits?\b|bids? farewell|on his way to|agrees? terms|waves? goodbye|moves? on\b|new club|a CLUB player|wish(?:es|ed)? him|good luck|thank you|offer was|part(?:ed|ing) ways|end of his deal|record fee|gutted to see|goodbyes|go to CLUB|no longer a|has today|took (?:him|PLAYER) from|take PLAYER from|cut ties|walk away|mov\w+ abroad|switch(?:es|ed)? (?:to|from)|bought|purchase\w*",
    "talk": r"target|interest\w*|bids?\b|approach|offer|keen|monitor\w* (?:him|PLAYER|the situation)|link(?:ed|s)|consider\w*|weigh\w* up|shortlist|keeping tabs|wants?\b|could (?:sell|leave|move|cash)|rumou?r\w*|negotiat\w*|talks|agent|contract|extension|table an|knocked back|turned down|reject\w*|speculat\w*|eyeing|admirers|courted|asking price|valu\w+",
    "loan": r"\bloan\w*|temporary|temporarily|sent out to|gain experience|until may|option to buy|borrow\w*|comes back in the summer|swaps? CLUB for CLUB|senior experience|end of term|come back stronger|land PLAYER|spell (?:at|with) CLUB|for the season with",
    "ineligible": r"inelig\w+|not eligible|parent club|registered|registration|cup-?tied|paperwork|work permit|clearance|the papers|agreement|terms of|belongs to them|not allowed|isn't allowed|unable to face|cannot face|can't (?:play|feature|face) against|bars? him|prevent\w*|africa cup|asian cup|copa|nations cup|national team|25-man|visa|loan rules|cannot be (?:picked|used|selected)|not registered|25-man|left out of CLUB.s|list and|registered in time|registration (?:window|deadline)|eligib\w+|on loan from CLUB|loan deal (?:means|prevents)|international duty|deadline|cup of nations|nations duty|could not register|left off|those are the rules|cant play v|barred from facing|loan from (?:them|CLUB)|his employers|belongs to CLUB|rules (?:prevent|mean he|say)|not in the registered|squad list",
    "praise": r"superb|brilliant\w*|outstanding|magnificent|excellent|dazzl\w+|sumptuous|sublime|world-class|hat-?trick|player of the|man of the match|(?<!him the )best (?!case)|fantastic|immense|inspired|unstoppable|on fire|revelation|raving|delight\w*|pleased|thrilled|ovation|praise\w*|impress\w*|shone|lit up|stunning|class\b|terrific|wonderful|masterclass|star\w* (?:show|performance|man)|gem|record|top form|in form|essential|baller|gravy|quality|happy with|better touch|feels at home|fresh terms|five goals|\d+ goals|couldn.t stop|voted|top corner|volley|inch-perfect|pulled the strings|trickery|ran the game|constant threat|best player|playing the best|with real class|took his goal|on song|unplayable|purr\w*|heroics|inspirational|influential|sparkl\w+|rampant|clinical|pick of|gem of|top of his game|love\b|hero\b|beautiful\w*|exquisite|composed|commanding|assured|flawless|electric|lethal|prolific|in the form|scored (?:twice|a brace|again)|brace\b|winner|decisive|instrumental|tireless|warrior|remarkable|joy to watch|calm authority|first name on|never stopped|deserves|freedom of|apart\b|talent\b|stopped running|in style|led by example|double\b|stroll|scooped|goals and|assists\b|bargain|topp?(?:s|ed) the|team of the|stop\b|bunch|hat off|match-?winn\w+|five-star|standout|stand-?out|excel\w*|flourish\w*|thriv\w+|blossom\w*|purple patch|back to his best|turning heads|rave|screamer|belter|worldie|goat\b|unreal|mint\b|sensational|majestic|scintillating|peerless|monster|beast|vital|crucial|headed home|curled|thumped|rifled|smashed|clean sheet|saved a penalty|ran riot|tormented|dominant|dominated|faultless|eye-catching|in good form|red-hot|goal machine|captained superbly|milestone|earned rave",
    "blame": r"poor\b|dreadful|awful|terrible|torrid|anonymous|howler|error|mistake|costly|sloppy|gift\w+|blame|booed|jeer\w*|boos|criticis\w*|wasteful|off the pace|shocker|disappoint\w*|frustrat\w*|unhappy|furious|angry|fell out|bust-?up|row\b|drought|without a goal|goalless|lost his place|pecking order|dropped\b|not good enough|wasn't at the level|expect (?:a lot )?more|must do better|finished at|passenger|get rid|overlooked|let down|handed in|transfer request|wants out|soured|missed (?:a )?(?:penalty|sitter|chance\w*)|tame|blazed|struggl\w+|hooked|flattered|below par|under fire|confidence is|afternoon to forget|stalled|broken down|misfiring|clumsy|at fault|dreadful|one big chance|trudged|isn.t up to|cold(?:ly)?\b said|out of sorts|off form|off-colour|sluggish|wayward|culpable|substandard|abject|woeful|nightmare|miser\w+|flop|underwhelm\w*|lacklustre|petulan\w*|lazy|at odds|discontent|disgruntled|wants to leave|agitat\w+|refus\w+|fined|disciplin\w+|bench\b for|dropped for|patience|backlash|ridicul\w+|slammed|slated|poorest|regress\w*|wasted|squander\w*|spurned|guilty|caught out|nutmeg\w*|given a (?:chasing|runaround)|frozen out|rift|complain\w*|unacceptable|not enough|nothing going forward|looked lost|ironic|outclassed|trap\b|shocking|squirm\w*|blunder|flops?\b|pressure mounts|apologi\w+|cant pass|stealing|under his body|missed it|shambl\w+|useless|garbage|rubbish|donkey|trash|liabilit\w+|clueless|invisible|gave (?:the ball|possession|it) away|in possession|own goal|bottled|overrated|sulk\w*|disgrac\w*|embarrass\w*|dismal|toothless|blunt\b|rusty|peripheral|fringes|frozen|exile\w*|bomb squad|ostraci\w+|unprofessional|criticised|roasted|ridiculed|turned in a|lambast\w+|question\w* (?:his|the) (?:attitude|commitment)|lack of (?:effort|desire|goals)|off the boil|barren|run-in with|argument|stormed|threw|tantrum|excluded|omitted|left out after|hauled off|subbed off at half|fell short|gave away a penalty|conceded the penalty|careless|reckless",
    "no longer": r"no longer|any ?more\b|any longer",
    "long": r"(?:out|away|absen\w+|gone|done|sidelined|unavailable|need\w*|miss\w*) [^.;]{0,25}(?:weeks|months|season)|still weeks|weeks away|further notice|foreseeable|(?:long|considerable|lengthy) (?:time|spell|period|road|lay|term)|long-term|season is over|season-ending|campaign is finished",
    "no way": r"no (?:way|chance)|not a chance|zero chance|won't make|not make (?:it|the)|hasn't recovered|not recovered|won't recover",
    "quote": r"\"",
    "list": r"^[^.]{0,40}:|\||PLAYER \(|PLAYER -|PLAYER ?:",
}
PATTERNS = {
    name: re.compile(words, re.IGNORECASE if name == "back" else 0) for name, words in CUES.items()
}
PLAIN = re.compile(
    "|".join(
        (CUES[name] for name in ("hurt", "injury", "ill", "suspended", "out", "doubt", "surgery"))
    )
)
LEXICON: Mapping[str, float] = SentimentIntensityAnalyzer().lexicon
STRONG = 4.0
"""VADER's valence from which words count in full: two plain words of praise, or one strong one."""

NUMBERS = re.compile(r"\b\d+(?:st|nd|rd|th)?\b")
MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
DAYS = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
SILENCES = {"unfit": ("fit",), "not back": ("back",), "no ban": ("suspended",)}
"""Cues that take back what another seems to say."""

DENIABLE = frozenset(
    "doubt back fit hurt injury ill suspended personal rested loan ineligible hopeful praise surgery "
    "gone".split()
)
"""Cues that mean the contrary after a not or a no."""

DENIED = re.compile(
    r"(?:\b(?:not|no|never|without|nor|neither|hardly|barely|nothing)\b|n't\b)[^.,;:|]{0,22}$"
)
REMEMBERED = 1024
"""Scopes whose cues are kept: two classifiers and the rest of a claim ask for them in turn."""

WORD_WEIGHT, PAIR_WEIGHT = 0.3, 0.3
"""Of words and of pairs of cues beside cues; chosen on the validation families."""

WORDS = re.compile(r"[A-Z]{3,}|[a-z]+(?:'[a-z]+)?|[#%:;|\"!?]")


@lru_cache(REMEMBERED)
def cues(words: str) -> tuple[str, ...]:
    """The cues a scope's words hold."""
    found = [
        f"not {name}" if name in DENIABLE and DENIED.search(words, 0, match.start()) else name
        for name, pattern in PATTERNS.items()
        if (match := pattern.search(words))
    ]
    silent = {other for name in found for other in SILENCES.get(name, ())}
    return tuple(name for name in found if name not in silent)


def tokens(words: str) -> list[str]:
    """A scope's words with numbers, months, days and complaints under one name each."""
    plain = ANY.sub(" HURT ", DAYS.sub(" DAY ", MONTHS.sub(" MONTH ", words)))
    return WORDS.findall(NUMBERS.sub(" NUM ", plain))


def bag(words: str) -> list[str]:
    """The words of a scope, alone and in pairs."""
    own = tokens(words)
    return [*own, *(f"{a} {b}" for a, b in zip(own, own[1:], strict=False))]


def valence(words: str) -> tuple[float, float]:
    """How much good and how much bad the words of a scope hold, by VADER's lexicon.

    The words news of any injury is told in are left out: they are no judgement.
    """
    told = [LEXICON.get(word, 0.0) for word in WORDS.findall(PLAIN.sub(" ", words))]
    return sum(max(each, 0.0) for each in told), sum(max(-each, 0.0) for each in told)


@lru_cache(REMEMBERED)
def turns(words: str) -> dict[str, float]:
    """The cues of a scope, pairs of them and, counting for less, its words."""
    found = cues(words)
    pairs = [f"<{a}+{b}>" for place, a in enumerate(found) for b in found[place + 1 :]]
    good, bad = valence(words)
    return {
        "<good>": min(1.0, good / STRONG),
        "<bad>": min(1.0, bad / STRONG),
        **dict.fromkeys(bag(words), WORD_WEIGHT),
        **dict.fromkeys((f"<{name}>" for name in found), 1.0),
        **dict.fromkeys(pairs, PAIR_WEIGHT),
    }


def words_only(words: str) -> dict[str, float]:
    """The words of a scope, alone and in pairs: the baseline."""
    return dict.fromkeys(bag(words), 1.0)
